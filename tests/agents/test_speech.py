from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.agents.speech import SpeechFilter

PIECES = st.sampled_from(
    [
        "<think>", "</think>", "<", "think>", "[Anchor]", "[Catalyst]", "[", "Anchor:", "Catalyst:", "User:",
        "**Anchor:**", "\n", " ", "Well. ", "I hear you", "Minutes Scribe:", "é", "…", "!", '"', "a" * 40,
    ]
)  # fmt: skip


def speech(words: int = 60) -> SpeechFilter:
    return SpeechFilter(own=["Anchor"], others=["Catalyst", "User", "Minutes Scribe"], words=words)


def said(raw: str, *, words: int = 60, truncated: bool = False) -> str:
    one = speech(words)
    one.feed(raw)
    one.close(truncated=truncated)
    return one.text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("I hear you.", "I hear you."),
        ("Anchor: I hear you.", "I hear you."),
        ("  **Anchor:** I hear you.", "I hear you."),
        ("[Anchor] Anchor: I hear you.", "I hear you."),
        ("ANCHOR : I hear you.", "I hear you."),
        ("I hear you.\nCatalyst: And why?", "I hear you."),
        ("I hear you. [Catalyst] And why?", "I hear you."),
        ("One.\n\n[User] me too\nAnchor: yes", "One."),
        ("One.\nAnchor: Two.", "One.\nTwo."),
        ("<think>They grieve.</think>I hear you.", "I hear you."),
        ("I hear <think>hm</think>you.", "I hear you."),
        ("They grieve.</think>I hear you.", "I hear you."),
        ("<think>never closed", ""),
        ("Catalyst said it well: stay.", "Catalyst said it well: stay."),
        ("Look [here] and <b>there</b>.", "Look [here] and <b>there</b>."),
        ("Trailing   \n\n", "Trailing"),
        ("I \x00he\x1bar\tyou.", "I hear\tyou."),
        ("Catalyst: I speak for them", ""),
        ("An anchor: that is a weight", "An anchor: that is a weight"),
    ],
)
def test_clean_speech(raw: str, clean: str) -> None:
    assert said(raw) == clean


def test_reasoning_is_kept_apart() -> None:
    one = speech()
    shown = one.feed("<think>They are sad.</think>") + one.feed("I hear you.") + one.close()
    assert (shown, one.reasoning) == ("I hear you.", "They are sad.")


def test_text_before_a_lone_closing_tag_is_taken_back() -> None:
    one = speech()
    assert one.feed("They are sad. ") == "They are sad."
    assert one.feed("</think>") == ""
    assert one.retracted
    assert one.feed("I hear you.") == "I hear you."
    assert not one.retracted
    assert one.reasoning == "They are sad."


def test_a_reply_ends_with_the_first_sentence_past_its_length() -> None:
    text = said("One sentence here. " * 50, words=10)
    assert text.endswith("here.")
    assert 90 <= len(text) <= 90 + len("One sentence here. ")


def test_endless_repetition_without_a_sentence_end_is_cut() -> None:
    one = speech(words=10)
    one.feed("again and " * 100_000)
    assert one.done
    assert one.cut == "length"
    assert len(one.text) <= 181
    assert one.text.endswith("…")


def test_an_unfinished_sentence_is_marked() -> None:
    assert said("I would like to", truncated=True) == "I would like to…"
    assert said("Done.", truncated=True) == "Done."


def test_speech_for_somebody_else_closes_the_stream() -> None:
    one = speech()
    one.feed("Yes.\nUser: thanks")
    assert one.done
    assert one.cut == "other"
    assert one.feed("more") == ""


@given(st.lists(PIECES | st.text(max_size=12), max_size=30), st.data())
def test_chunking_never_changes_what_is_said(pieces: list[str], data: st.DataObject) -> None:
    raw = "".join(pieces)
    whole = speech(words=10)
    whole.feed(raw)
    whole.close()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=12)))
    split, shown = speech(words=10), ""
    for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True):
        clean = split.feed(raw[start:end])
        shown = clean if split.retracted else shown + clean
    shown += split.close()
    assert split.text == whole.text
    assert shown == split.text, "what was streamed is what was said"
    assert split.reasoning == whole.reasoning
    assert split.cut == whole.cut


@given(st.text(max_size=400))
def test_speech_never_carries_tags_or_others_labels(raw: str) -> None:
    text = said(raw + "\n[Catalyst] hello")
    assert "[Catalyst]" not in text
    assert "<think>" not in text
