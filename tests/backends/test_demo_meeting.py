import os
import re
from pathlib import Path

import pytest

from mascot.dialogue import USER, Scene, Turn
from mascot.dialogue.meeting import load_context
from tests.backends.demo_group import TAVERN, WORKPLACE, direct, say, scene, talk

EXCERPTS = Path(__file__).parent.parent / "data" / "qmsum_excerpts.jsonl"
DATA = Path(os.environ.get("MASCOT_DATA", Path(__file__).parents[2] / ".." / "shared" / "data"))

MEETING = """Mara: Um, so we, we start with the colour of the remote. I like yellow.
Jon: Yellow is fine, but our customers are older people and they asked for dark colours.
Mara: Okay, so we decided the remote will be dark blue with a yellow logo.
Jon: Yeah, agreed.
Pia: What will the rubber case cost us in the first production year?
Jon: Mm.
Mara: Next, the battery. A solar cell is too expensive for a price of twenty five euros.
Pia: Maybe we should use a rechargeable battery and a charging station.
Jon: I'll send the battery offers to everybody by Friday.
Mara: Jon, can you check the price of the charging station?
Jon: Yes.
Mara: We need to test the buttons with real users.
Pia: I think the speech recognition is only a gadget."""

IDS = ("minutes-scribe", "decision-logger", "action-item-captain", "critic")


def at_work(*messages, context=MEETING, **fields):
    return scene(*messages, ensemble=WORKPLACE, context=context, **fields)


def quotes(text):
    return re.findall(r"“([^”]+)”", text)


def plain(text):
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))


@pytest.mark.parametrize("persona_id", IDS)
def test_what_is_quoted_was_said(persona_id):
    text = say(at_work("What happened in the meeting?"), persona_id)
    said = set(plain(MEETING))
    for quote in quotes(text):
        assert set(plain(quote)) <= said
    assert len(text.split()) <= 160


def test_minutes_name_the_speakers_and_drop_the_stammer():
    text = say(at_work("Summarise the meeting."), "minutes-scribe")
    assert quotes(text)
    assert re.search(r"Mara|Jon|Pia", text)
    assert " um" not in text.lower()
    assert "we, we" not in text


def test_a_question_goes_to_the_turns_that_match_it():
    scribe = say(at_work("What did they say about the battery?"), "minutes-scribe")
    assert "battery" in " ".join(quotes(scribe)).lower()
    logger = say(at_work("What did we decide about the remote's color?"), "decision-logger")
    assert "Decided: “The remote will be dark blue" in logger or "dark blue" in logger
    assert "Mara, assent from Jon" in logger
    assert "rechargeable" not in logger


def test_a_leaning_is_provisional_and_a_decision_is_decided():
    text = say(at_work("What was decided?"), "decision-logger")
    assert re.search(r"Decided: “[^”]*dark blue", text)
    assert re.search(r"Provisional: “[^”]*rechargeable", text)


def test_tasks_have_owner_and_date_or_a_bracket():
    text = say(at_work("Who does what by when?"), "action-item-captain")
    assert "Send the battery offers to everybody by Friday: Jon, by Friday (promised)" in text
    assert "Check the price of the charging station: Jon, [by when?] (assigned)" in text
    assert "Test the buttons with real users: [owner?], [by when?] (nobody named)" in text


def test_the_critic_finds_the_question_that_nobody_answered():
    said = " ".join(say(at_work("What did we overlook?", seed=n), "critic") for n in range(4))
    assert "Pia asked “What will the rubber case cost us in the first production year?”" in said
    assert "No owner: “Test the buttons with real users”" in said


@pytest.mark.parametrize("persona_id", IDS[:3])
def test_what_is_not_in_the_record_is_not_made_up(persona_id):
    text = say(at_work("What about the elephants in Kenya?"), persona_id)
    assert re.search(r"does not say|no decision|No task", text)
    assert not any("elephant" in quote.lower() and len(quote) > 20 for quote in quotes(text))


def test_an_empty_meeting_has_no_decision_no_task_and_no_gap():
    chat = "Ann: Nice weather.\nBob: Lovely weather.\nAnn: Very sunny weather.\nBob: Indeed."
    assert "no decision found" in say(at_work("What was decided?", context=chat), "decision-logger")
    assert "No task found" in say(at_work("Any tasks?", context=chat), "action-item-captain")
    assert "no gap" in say(at_work("What is missing?", context=chat), "critic")


@pytest.mark.parametrize("persona_id", IDS)
def test_without_a_meeting_they_say_what_they_need(persona_id):
    text = say(at_work("Can you help me?", context=""), persona_id)
    assert re.search(r"transcript|notes|meeting", text)


def test_a_pasted_meeting_is_the_record_and_the_line_below_it_the_question():
    pasted = f"{MEETING}\n\nWho does what?"
    assert direct(at_work(pasted, context=""))["speaker"] == "action-item-captain"
    assert "Send the battery offers" in say(at_work(pasted, context=""), "action-item-captain")
    later = Scene(
        ensemble=WORKPLACE,
        turns=(Turn(USER, MEETING), Turn("critic", "Noted."), Turn(USER, "What was decided?")),
    )
    assert "dark blue" in say(later, "decision-logger")


def test_the_same_question_again_brings_something_new_or_says_that_it_was_all():
    said = talk(*["What was decided?"] * 4, ensemble=WORKPLACE, context=MEETING)
    logged = [turn.text for turn in said if turn.speaker == "decision-logger"]
    assert len(logged) == 4
    assert len(set(logged)) >= 3
    assert not set(quotes(logged[0])) & set(quotes(logged[1]))


def test_a_broad_question_brings_all_four_in_their_order():
    said = talk("I missed the meeting. What happened?", ensemble=WORKPLACE, context=MEETING)
    assert tuple(turn.speaker for turn in said[1:]) == IDS


def test_real_excerpts_are_answered_from_their_words():
    for number, question in (
        (1, "What did they say about the logo?"),
        (2, "What was said about fraud?"),
    ):
        context = load_context(f"{EXCERPTS}#{number}")
        text = say(at_work(question, context=context), "minutes-scribe")
        found = quotes(text.split(":", 1)[1])
        assert found
        for quote in found:
            assert set(plain(quote.replace("-", " "))) <= set(plain(context.replace("-", " ")))
        assert any(word in " ".join(found).lower() for word in ("logo", "fraud"))


def test_a_stranger_at_a_meeting_quotes_the_record_too():
    text = say(scene("What about the battery?", ensemble=TAVERN, context=MEETING), "holmes")
    assert "The record has" in text
    assert "battery" in text.lower()


@pytest.mark.skipif(not (DATA / "qmsum").is_dir(), reason="needs QMSum (set MASCOT_DATA)")
@pytest.mark.parametrize("domain", ["Academic", "Committee", "Product"])
def test_a_topic_of_every_domain_is_summed_up_from_its_own_words(domain):
    context = load_context(f"{DATA}/qmsum/{domain}/jsonl/val.jsonl#1:1")
    said = talk("Summarise this part of the meeting.", ensemble=WORKPLACE, context=context)
    assert [turn.speaker for turn in said[1:]] == list(IDS)
    assert quotes(said[1].text)
    known = set(plain(context.replace("-", " ")))
    for quote in quotes(said[1].text):
        assert len(set(plain(quote.replace("-", " "))) - known) <= 1  # a cut-off word at the end
