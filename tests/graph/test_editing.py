"""Editing a conversation: variants, rounds said anew, edits, rewinding, branches."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AnyMessage
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, MascotError, build_group_chat
from mascot.dialogue import DirectorRequest, SpeakerRequest
from mascot.errors import BackendError
from mascot.graph import open_sqlite, shown_of
from tests.graph.test_chat import collect, notices, session, spoken
from tests.graph.test_persistence import IN_TURN, SlowModel, failing_at
from tests.support.cast import group
from tests.support.models import ReplayModel, directed


async def said(chat: ChatSession) -> list[str]:
    return [str(m.content) for m in await chat.messages()]


async def named(chat: ChatSession, name: str | None) -> AnyMessage:
    """The first message of that speaker; None is the user."""
    return next(m for m in await chat.messages() if m.name == name)


async def state(chat: ChatSession) -> dict[str, Any]:
    return await chat.values()


ROUND = ["Hi", "Reply 0 of Anchor.", "Reply 1 of Catalyst.", "Reply 2 of Beacon."]


async def begun(model: ReplayModel | None = None, **options: Any) -> ChatSession:
    chat = session(model or directed([]), **options)
    await collect(chat.send("Hi", context=IN_TURN))
    return chat


async def test_a_reply_said_anew_keeps_its_place_and_the_old_words_as_a_variant() -> None:
    model = directed([])
    chat = await begun(model)
    reply = await named(chat, "catalyst")
    events = await collect(chat.regenerate(str(reply.id)))
    assert [e["event"] for e in events] == ["typing", "token", "utterance"]
    assert events[-1]["id"] == reply.id
    assert await said(chat) == [*ROUND[:2], "Reply 3 of Catalyst.", ROUND[3]]
    assert await chat.variants(str(reply.id)) == (ROUND[2], "Reply 3 of Catalyst.")
    after = await named(chat, "catalyst")
    assert (after.id, shown_of(after).index, shown_of(after).total) == (reply.id, 1, 2)
    assert not await chat.interrupted()
    # By the same directive, and knowing what was said before it and nothing else.
    request = model.requests[-1]
    assert isinstance(request, SpeakerRequest)
    assert request.directive.to_dict() == reply.response_metadata["directive"]
    assert [turn.text for turn in request.scene.turns] == ROUND[:2]
    assert request.scene.spoken == ("anchor",)


async def test_variants_are_flipped_and_only_the_shown_one_is_read_by_models() -> None:
    model = directed([])
    chat = await begun(model)
    reply = str((await named(chat, "anchor")).id)
    for _ in range(2):
        await collect(chat.regenerate(reply))
    assert await chat.variants(reply) == (ROUND[1], "Reply 3 of Anchor.", "Reply 4 of Anchor.")
    await chat.choose(reply, 0)
    assert await said(chat) == ROUND
    await chat.choose(reply, 1)
    assert (await said(chat))[1] == "Reply 3 of Anchor."
    await collect(chat.send("And?", context=ChatContext(turns="round-robin", replies=1)))
    prompt = str(model.asked[-1])
    assert "Reply 3 of Anchor." in prompt
    assert "Reply 0 of Anchor." not in prompt
    assert "Reply 4 of Anchor." not in prompt


async def test_a_variant_keeps_its_own_reasoning_directive_and_usage() -> None:
    answers = iter(["<think>First thought.</think>One.", "<think>Second thought.</think>Two."])
    chat = session(directed([], lambda *_: next(answers)))
    await collect(chat.send("Hi", context=ChatContext(turns="round-robin", replies=1)))
    reply = str((await named(chat, "anchor")).id)
    await collect(chat.regenerate(reply))
    assert (await named(chat, "anchor")).additional_kwargs["reasoning_content"] == "Second thought."
    second = (await named(chat, "anchor")).response_metadata["usage"]
    await chat.choose(reply, 0)
    message = await named(chat, "anchor")
    assert message.additional_kwargs["reasoning_content"] == "First thought."
    assert message.response_metadata["usage"] != second
    assert message.response_metadata["directive"]["speaker"] == "anchor"


async def test_the_demo_says_something_else() -> None:
    chat = session("demo", None)
    await collect(chat.send("I passed my driving test!", context=ChatContext(replies=1)))
    (reply,) = [m for m in await chat.messages() if m.name]
    for _ in range(3):
        await collect(chat.regenerate(str(reply.id)))
    assert len(set(await chat.variants(str(reply.id)))) >= 3


async def test_a_round_said_anew_keeps_the_old_one_and_the_later_ones() -> None:
    chat = await begun()
    await collect(chat.send("And?", context=ChatContext(turns="round-robin", replies=1)))
    first = str((await named(chat, None)).id)
    later = ["And?", "Reply 3 of Anchor."]
    events = await collect(
        chat.regenerate_round(first, context=ChatContext(turns="round-robin", replies=2))
    )
    anew = ["Hi", "Reply 4 of Anchor.", "Reply 5 of Catalyst."]
    assert spoken(events) == ["anchor", "catalyst"]
    assert await said(chat) == anew + later
    assert await chat.variants(first) == (
        "anchor: Reply 0 of Anchor.\ncatalyst: Reply 1 of Catalyst.\nbeacon: Reply 2 of Beacon.",
        "anchor: Reply 4 of Anchor.\ncatalyst: Reply 5 of Catalyst.",
    )
    ids = [m.id for m in await chat.messages()]
    await chat.choose(first, 0)
    assert await said(chat) == ROUND + later
    await chat.choose(first, 1)
    assert await said(chat) == anew + later
    assert [m.id for m in await chat.messages()] == ids
    assert shown_of(await named(chat, None)).total == 2


async def test_the_last_round_is_said_anew_by_default_and_keeps_the_replies_variants() -> None:
    chat = await begun()
    reply = str((await named(chat, "anchor")).id)
    await collect(chat.regenerate(reply))
    await collect(chat.regenerate_round(context=ChatContext(turns="round-robin", replies=1)))
    assert await said(chat) == ["Hi", "Reply 4 of Anchor."]
    first = str((await named(chat, None)).id)
    await chat.choose(first, 0)
    assert await chat.variants(reply) == (ROUND[1], "Reply 3 of Anchor.")
    await chat.choose(reply, 0)
    assert await said(chat) == ROUND


async def test_an_unanswered_message_is_answered_without_an_empty_variant() -> None:
    chat = session(directed([]))
    await collect(chat.send("Hi", context=ChatContext(turns="manual")))
    assert await said(chat) == ["Hi"]
    await collect(chat.regenerate_round(context=IN_TURN))
    assert await said(chat) == ROUND
    assert shown_of(await named(chat, None)).total == 1


async def test_a_failure_while_saying_anew_changes_nothing() -> None:
    chat = await begun(failing_at(3))
    with pytest.raises(BackendError):
        await collect(chat.regenerate(str((await named(chat, "anchor")).id)))
    assert await said(chat) == ROUND
    chat = await begun(failing_at(4))
    with pytest.raises(BackendError):
        await collect(chat.regenerate_round(context=IN_TURN))
    assert await said(chat) == ROUND
    assert not await chat.interrupted()
    assert spoken(await collect(chat.send("And?", context=IN_TURN)))


async def test_a_persona_that_says_nothing_anew_leaves_its_old_words() -> None:
    chat = await begun(directed([], lambda who, n: f"Reply {n} of {who.title()}." if n < 3 else ""))
    events = await collect(chat.regenerate(str((await named(chat, "anchor")).id)))
    assert "empty-reply" in notices(events)
    assert await said(chat) == ROUND


class HaltingModel(SlowModel):
    """Answers the first three times at once, then word by word without an end."""

    async def _astream(self, messages: Any, *_: Any, **__: Any) -> Any:
        if len(self.asked) < 3:
            for chunk in self._stream(messages):
                yield chunk
        else:
            async for chunk in super()._astream(messages):
                yield chunk


def halting(words: Sequence[str] = ("Let ", "me ", "think ")) -> HaltingModel:
    count = iter(range(100))

    def answer(request: Any) -> Any:
        n = next(count)
        return f"Reply {n} of {request.persona.name}." if n < 3 else words

    return HaltingModel(answer=answer)


@pytest.mark.parametrize("whole_round", [False, True])
@pytest.mark.parametrize("leave", [False, True])
async def test_stopped_while_saying_anew_keeps_the_new_words(
    whole_round: bool,
    leave: bool,
) -> None:
    chat = await begun(halting())
    reply, asked = (await named(chat, "anchor")).id, (await named(chat, None)).id
    events = chat.regenerate_round(context=IN_TURN) if whole_round else chat.regenerate(str(reply))
    heard = ""
    async for event in events:
        heard += event["text"] if event["event"] == "token" else ""
        if heard == "Let me think":
            if leave:
                break
            await chat.stop()
    await events.aclose()
    rest = [] if whole_round else ROUND[2:]
    assert await said(chat) == ["Hi", "Let me think", *rest]
    await chat.choose(str(asked if whole_round else reply), 0)
    assert await said(chat) == ROUND
    assert not await chat.interrupted()


async def test_stopped_before_a_word_leaves_everything() -> None:
    chat = await begun(halting(()))
    async for event in chat.regenerate_round(context=IN_TURN):
        if event["event"] == "typing":
            await chat.stop()
    assert await said(chat) == ROUND


async def test_stopped_at_once_the_message_itself_is_kept() -> None:
    chat = session(directed([]))
    follow = asyncio.create_task(collect(chat.send("Hi", about="A meeting.", context=IN_TURN)))
    await asyncio.sleep(0)  # begun, and no step of the graph is done
    await chat.stop()
    assert notices(await follow) == ["stopped"]
    assert (await said(chat))[0] == "Hi"
    assert (await state(chat))["context"] == "A meeting."


async def test_killed_while_saying_anew_the_old_words_stand(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import asyncio, os, signal, sys
        sys.path.insert(0, sys.argv[2])
        from mascot import ChatContext, ChatSession, build_group_chat
        from mascot.graph import open_sqlite
        from tests.support.cast import group
        from tests.support.models import directed

        def reply(who, n):
            if n == 4:
                os.kill(os.getpid(), signal.SIGKILL)
            return f"Reply {n} of {who.title()}."

        async def main():
            with open_sqlite(sys.argv[1]) as saver:
                graph = build_group_chat(group(), backend=directed([], reply)).compile(saver)
                chat, context = ChatSession(graph, "t"), ChatContext(turns="round-robin")
                async for _ in chat.send("Hi", context=context):
                    pass
                async for _ in chat.regenerate_round(context=context):
                    pass

        asyncio.run(main())
        """
    )
    file, root = tmp_path / "chats.sqlite", Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(file), str(root)],
        check=False,
        capture_output=True,
        env=os.environ,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with open_sqlite(file) as saver:
        graph = build_group_chat(group(), backend=directed([])).compile(checkpointer=saver)
        chat = ChatSession(graph, "t")
        assert await said(chat) == ROUND
        assert not await chat.interrupted()
        await collect(chat.regenerate_round(context=IN_TURN))
        assert await said(chat) == ROUND


async def test_words_are_edited_in_place_and_the_shown_variant_with_them() -> None:
    model = directed([])
    chat = await begun(model)
    reply, asked = await named(chat, "beacon"), await named(chat, None)
    await collect(chat.regenerate(str(reply.id)))
    await chat.edit(str(reply.id), "Other words.")
    await chat.edit(str(asked.id), "Hello")
    assert await said(chat) == ["Hello", *ROUND[1:3], "Other words."]
    assert await chat.variants(str(reply.id)) == (ROUND[3], "Other words.")
    assert (await named(chat, "beacon")).response_metadata["edited"] is True
    await chat.choose(str(reply.id), 0)
    assert "edited" not in (await named(chat, "beacon")).response_metadata
    await chat.choose(str(reply.id), 1)
    await collect(chat.send("And?", context=ChatContext(turns="round-robin", replies=1)))
    prompt = str(model.asked[-1])
    assert "[User] Hello" in prompt
    assert "Other words." in prompt
    assert "Reply 2" not in prompt


async def test_an_edit_keeps_an_interrupted_round_resumable() -> None:
    for n, left in ((0, ["anchor", "catalyst", "beacon"]), (1, ["catalyst", "beacon"])):
        chat = session(failing_at(n))
        with pytest.raises(BackendError):
            await collect(chat.send("Hi", context=IN_TURN))
        await chat.edit(str((await named(chat, None)).id), "Hello")
        assert await chat.interrupted()
        events = await collect(chat.resume(context=IN_TURN))
        assert spoken(events) == left
        assert (await said(chat))[0] == "Hello"
        assert not await chat.interrupted()


async def test_between_a_reply_and_the_director_an_edit_keeps_the_round_too() -> None:
    def answer(request: Any) -> str | Exception:
        if not isinstance(request, DirectorRequest):
            return f"I am {request.persona.name}."
        if request.scene.spoken:
            return ConnectionError("the server died")
        return '{"speaker": "anchor"}'

    chat = session(ReplayModel(answer=answer))
    with pytest.raises(BackendError):
        await collect(chat.send("Hi"))
    await chat.edit(str((await named(chat, "anchor")).id), "I am not.")
    assert await chat.interrupted()
    assert spoken(await collect(chat.resume(context=IN_TURN))) == ["catalyst", "beacon"]


async def test_rewinding_takes_back_what_came_after() -> None:
    chat = await begun()
    await collect(chat.send("And?", context=IN_TURN))
    reply = await named(chat, "anchor")
    assert await chat.rewind(str(reply.id)) == ROUND[1]
    assert await said(chat) == ROUND[:2]
    asked = await named(chat, None)
    assert await chat.rewind(str(asked.id), drop=True) == "Hi"
    assert await said(chat) == []
    events = await collect(chat.send("Good morning", context=IN_TURN))
    assert spoken(events) == ["anchor", "catalyst", "beacon"]
    assert "roster" not in notices(events)


async def test_an_edited_message_is_asked_again() -> None:
    model = directed([])
    chat = await begun(model)
    asked = str((await named(chat, None)).id)
    await chat.rewind(asked)
    await chat.edit(asked, "@Beacon, hello")
    events = await collect(chat.go_on())
    assert spoken(events) == ["beacon"]
    assert await said(chat) == ["@Beacon, hello", "Reply 3 of Beacon."]


async def test_rewinding_ends_an_interrupted_round() -> None:
    chat = session(failing_at(1))
    with pytest.raises(BackendError):
        await collect(chat.send("Hi", context=IN_TURN))
    await chat.rewind(str((await named(chat, None)).id))
    assert not await chat.interrupted()
    assert spoken(await collect(chat.go_on(context=IN_TURN))) == ["anchor", "catalyst", "beacon"]


async def test_a_branch_leaves_the_conversation_as_it_is() -> None:
    chat = session(directed([]))
    await collect(chat.send("Hi", about="A meeting.", context=IN_TURN))
    reply = str((await named(chat, "anchor")).id)
    await collect(chat.regenerate(reply))
    branch = ChatSession(chat.graph, await chat.branch(reply))
    assert await said(branch) == ["Hi", "Reply 3 of Anchor."]
    assert await branch.variants(reply) == (ROUND[1], "Reply 3 of Anchor.")
    assert (await state(branch))["context"] == "A meeting."
    before = await said(chat)
    events = await collect(branch.send("And?", context=IN_TURN))
    assert len(spoken(events)) == 3
    assert notices(events) == []
    await branch.edit(reply, "Elsewhere.")
    assert await said(chat) == before
    whole = ChatSession(chat.graph, await chat.branch())
    assert await said(whole) == before


async def test_care_is_never_undone() -> None:
    """What was said was heard: taking it back does not take the care back."""
    chat = session(directed(["anchor"]))
    await collect(chat.send("I want to kill myself tonight."))
    first = str((await named(chat, None)).id)
    branch = ChatSession(chat.graph, await chat.branch(first))
    await chat.rewind(first, drop=True)
    assert await said(chat) == []
    assert (await state(chat))["care"] is True
    assert (await state(branch))["care"] is True


async def test_words_of_danger_edited_in_are_answered() -> None:
    chat = await begun()
    first = str((await named(chat, None)).id)
    await chat.edit(first, "I want to kill myself tonight.")
    messages = await chat.messages()
    assert [m.name for m in messages] == [None, "safety", "anchor", "catalyst", "beacon"]
    assert (await state(chat))["care"] is True
    await chat.edit(first, "I want to kill myself.")
    assert [m.name for m in await chat.messages()].count("safety") == 1
    with pytest.raises(MascotError, match="safety message stays"):
        await chat.edit(str(messages[1].id), "Never mind.")


async def test_a_round_of_crisis_said_anew_has_the_way_to_help_again() -> None:
    chat = session(directed(["anchor", "anchor"]))
    await collect(chat.send("I want to kill myself tonight."))
    events = await collect(chat.regenerate_round())
    assert events[0]["event"] == "safety"
    assert [m.name for m in await chat.messages()] == [None, "safety", "anchor"]


async def test_what_cannot_be_is_refused_in_words() -> None:
    chat = session(directed([]))
    with pytest.raises(MascotError, match="Nothing has been said"):
        await collect(chat.regenerate_round())
    await collect(chat.send("Hi", context=IN_TURN))
    user, reply = str((await named(chat, None)).id), str((await named(chat, "anchor")).id)
    for call in (
        collect(chat.regenerate("x")),
        collect(chat.regenerate_round("x")),
        chat.variants("x"),
        chat.choose("x", 0),
        chat.edit("x", "y"),
        chat.rewind("x"),
        chat.branch("x"),
    ):
        with pytest.raises(MascotError, match="no message 'x' in this conversation"):
            await call
    with pytest.raises(MascotError, match="not a persona's reply"):
        await collect(chat.regenerate(user))
    with pytest.raises(MascotError, match="not the user's"):
        await collect(chat.regenerate_round(reply))
    with pytest.raises(MascotError, match=r"no variant 1.* has 1"):
        await chat.choose(reply, 1)
    with pytest.raises(MascotError, match="no variant -1"):
        await chat.choose(reply, -1)
    with pytest.raises(MascotError, match="rewind"):
        await chat.edit(reply, " \n")
    assert await said(chat) == ROUND


async def test_nothing_is_edited_while_something_runs_whichever_session_started_it() -> None:
    chat = await begun()
    other = ChatSession(chat.graph, chat.thread_id)
    reply = str((await named(chat, "anchor")).id)
    for running in (chat.send("And?", context=IN_TURN), chat.regenerate(reply)):
        await anext(running)
        for one in (chat, other):
            for call in (
                collect(one.send("Me too")),
                collect(one.regenerate(reply)),
                collect(one.regenerate_round()),
                one.choose(reply, 0),
                one.edit(reply, "y"),
                one.rewind(reply),
                one.branch(),
            ):
                with pytest.raises(MascotError, match="still answering"):
                    await call
        await collect(running)
    await other.edit(reply, "Now.")
    assert (await said(chat))[1] == "Now."


async def test_two_sessions_take_turns_on_one_thread(tmp_path: Path) -> None:
    """Also where two processes have the database open: each reads what the other wrote."""
    builder = build_group_chat(group(), backend=directed([]))
    with open_sqlite(tmp_path / "c.sqlite") as one, open_sqlite(tmp_path / "c.sqlite") as two:
        first, second = (ChatSession(builder.compile(saver), "t") for saver in (one, two))
        await collect(first.send("Hi", context=IN_TURN))
        reply = str((await named(second, "anchor")).id)
        await collect(second.regenerate(reply))
        await first.choose(reply, 0)
        await second.rewind(reply)
        assert await said(first) == await said(second) == ROUND[:2]
        await collect(first.send("And?", context=IN_TURN))
        assert len(await said(second)) == 6


async def test_the_group_talks_on_by_itself_up_to_a_cap() -> None:
    chat = await begun()
    once = ChatContext(turns="round-robin", replies=2)
    assert len(spoken(await collect(chat.auto(2, context=once)))) == 4
    assert len(await said(chat)) == 8
    with pytest.raises(MascotError, match="rounds is 0"):
        await collect(chat.auto(0))
    assert await collect(chat.auto(5, context=ChatContext(turns="manual")))
    assert len(await said(chat)) == 8


@pytest.mark.parametrize("at", ["token", "utterance"])
async def test_auto_ends_when_it_is_stopped(at: str) -> None:
    chat = await begun()
    seen = 0
    async for event in chat.auto(5, context=ChatContext(turns="round-robin", replies=1)):
        seen += event["event"] == "utterance"
        if event["event"] == at:
            await chat.stop()
    assert seen <= 1
    assert len(await said(chat)) <= 5


async def test_in_danger_the_group_does_not_talk_on_by_itself() -> None:
    model = directed(["anchor"])
    chat = session(model)
    await collect(chat.send("I want to kill myself tonight."))
    asked = len(model.asked)
    assert notices(await collect(chat.auto(3))) == ["care"]
    assert len(model.asked) == asked


async def test_a_conversation_is_planted_once() -> None:
    chat = ChatSession(
        build_group_chat(group(), backend=directed([])).compile(InMemorySaver()), "n"
    )
    await chat.plant({"messages": [("user", "Hi")]})
    with pytest.raises(MascotError, match="has begun"):
        await chat.plant({"messages": [("user", "Hi")]})


async def test_another_context_is_given_without_a_message() -> None:
    chat = await begun()
    await chat.plant({"context": "Another meeting."})
    assert (await state(chat))["context"] == "Another meeting."
    assert await said(chat) == ROUND
    assert spoken(await collect(chat.go_on(context=ChatContext(speak="beacon")))) == ["beacon"]
