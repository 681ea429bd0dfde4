"""What stands in the chat after which events."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from mascot.dialogue import Directive
from mascot.ui.transcript import Care, Failure, Notice, Reply, Round, Said, Yielded


def directive(speaker, **given):
    texts = {"reason": "", "action": "", "tone": "", "instruction": "", "source": "model"}
    return {"event": "directive", "speaker": speaker, **texts, "usage": None, **given}


def typing(speaker):
    return {"event": "typing", "speaker": speaker}


def token(speaker, text):
    return {"event": "token", "speaker": speaker, "text": text}


def utterance(speaker, text, **given):
    more = {"id": f"id-{text}", "reasoning": None, "usage": None, **given}
    return {"event": "utterance", "speaker": speaker, "text": text, **more}


def after(*events, start=None):
    round_ = start or Round("r")
    for event in events:
        round_ = round_.follow(event)
    return round_


def test_a_reply_grows_with_its_tokens_and_ends_with_its_utterance():
    talking = after(
        directive("anchor"), typing("anchor"), token("anchor", "I "), token("anchor", "hear")
    )
    assert talking.live == talking.entries[-1]
    assert talking.live.text == "I hear"
    said = after(utterance("anchor", "I hear."), start=talking)
    assert said.live is None
    (reply,) = said.entries
    assert (reply.text, reply.done, reply.id) == ("I hear.", True, "id-I hear.")


def test_replies_of_different_personas_and_of_the_same_one_are_never_merged():
    round_ = after(*(utterance(who, who) for who in ("anchor", "beacon", "beacon")))
    assert [entry.speaker for entry in round_.entries] == ["anchor", "beacon", "beacon"]


def test_a_directive_belongs_to_the_reply_that_follows_it():
    round_ = after(
        directive("anchor", reason="grief"),
        utterance("anchor", "a"),
        directive("beacon", reason="hope"),
        utterance("beacon", "b"),
    )
    assert [entry.direction.directive.reason for entry in round_.entries] == ["grief", "hope"]


def test_typing_may_come_before_its_directive():
    round_ = after(typing("anchor"), directive("anchor", reason="grief"), token("anchor", "a"))
    (reply,) = round_.entries
    assert reply.direction.directive.reason == "grief"


def test_who_was_announced_and_not_chosen_in_the_end_is_gone():
    round_ = after(typing("anchor"), directive("beacon"), typing("beacon"))
    assert [entry.speaker for entry in round_.entries] == ["beacon"]


def test_redo_drops_what_was_said_and_keeps_why():
    redo = {"event": "redo", "speaker": "anchor", "reason": "Too close to what Beacon said."}
    round_ = after(token("anchor", "old "), redo)
    assert round_.live.text == ""
    (reply,) = after(token("anchor", "new"), utterance("anchor", "new"), start=round_).entries
    assert (reply.text, reply.redone) == ("new", ("Too close to what Beacon said.",))


def test_a_reply_that_never_came_leaves_nothing_behind():
    assert after(typing("anchor")).over().entries == ()
    assert (
        after(typing("anchor"), directive("user")).entries[0].direction.directive.speaker == "user"
    )


def test_what_was_said_of_a_broken_round_stays_but_its_half_reply():
    round_ = after(utterance("anchor", "a"), token("beacon", "half")).failed("No answer.")
    assert round_.entries == (round_.entries[0], Failure(text="No answer."))
    assert round_.entries[0].text == "a"


def test_safety_notices_and_yielding_have_their_places():
    round_ = after(
        {"event": "safety", "kind": "crisis", "text": "Call 112."},
        {"event": "notice", "code": "muted", "text": "Anchor is muted."},
        directive("user", reason="A question stands."),
        start=Round("r").says("help"),
    )
    assert [type(entry) for entry in round_.entries] == [Said, Care, Notice, Yielded]


def test_events_of_a_later_version_change_nothing():
    assert after({"event": "applause"}) == Round("r")


def test_a_kept_conversation_reads_as_it_was():
    decided = Directive(speaker="anchor", reason="grief", source="mention")
    messages = [
        SystemMessage("not shown"),
        HumanMessage("hi", id="1"),
        AIMessage("Call 112.", name="safety", id="2"),
        AIMessage(
            "I hear.",
            name="anchor",
            id="3",
            response_metadata={"directive": decided.to_dict(), "usage": None},
            additional_kwargs={"reasoning_content": "hm"},
        ),
    ]
    said, care, reply = Round.of("r", messages).entries
    assert (said, care) == (Said(text="hi", id="1"), Care(text="Call 112."))
    assert (reply.speaker, reply.direction.directive, reply.reasoning, reply.done) == (
        "anchor",
        decided,
        "hm",
        True,
    )


names = st.sampled_from(["anchor", "beacon"])
events = st.one_of(
    st.builds(directive, names | st.just("user")),
    st.builds(typing, names),
    st.builds(token, names, st.text(min_size=1, max_size=3)),
    st.builds(utterance, names, st.text(min_size=1, max_size=3)),
    st.builds(lambda who: {"event": "redo", "speaker": who, "reason": "again"}, names),
    st.just({"event": "notice", "code": "x", "text": "x"}),
)


@given(st.lists(events))
def test_whatever_happens_everything_said_stands_in_order_and_keys_are_unique(happened):
    round_ = after(*happened)
    said = [event["text"] for event in happened if event["event"] == "utterance"]
    shown = [entry.text for entry in round_.entries if isinstance(entry, Reply) and entry.id]
    assert shown == said
    keys = [key for key, _ in round_.keyed]
    assert len(set(keys)) == len(keys)
    assert all(
        not isinstance(e, Reply) or (e.done and (e.text or e.id)) for e in round_.over().entries
    )
