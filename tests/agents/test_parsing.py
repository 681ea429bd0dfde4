from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.agents import Names
from mascot.agents.parsing import fallback_directive, parse_directive, speaker_so_far
from mascot.dialogue import DirectorRequest, Scene, Turn
from tests.support.cast import group, persona

CAST = group()
NAMES = Names(CAST)


def request(*eligible: str, may_yield: bool = True, **scene: object) -> DirectorRequest:
    return DirectorRequest(
        scene=Scene(ensemble=CAST, **scene),  # type: ignore[arg-type]
        eligible=eligible or ("anchor", "beacon"),
        may_yield=may_yield,
    )


@pytest.mark.parametrize(
    ("answer", "speaker", "source"),
    [
        ('{"speaker": "anchor", "reason": "r", "action": "a", "tone": "t"}', "anchor", "model"),
        ('{"speaker": "Anchor"}', "anchor", "model"),
        ('{"speaker": "user"}', "user", "model"),
        ('Sure!\n```json\n{"speaker": "@beacon", "action": "cheer"}\n```', "beacon", "text"),
        ('{"speaker": "anchor", "reason": "because they are sa', "anchor", "text"),
        ('{"speaker": "anchor", "reason": "x"} and then {"speaker": "beacon"}', "anchor", "text"),
        ('<think>{"speaker": "beacon"}</think>{"speaker": "anchor"}', "anchor", "model"),
        ('{"speaker": "anchor", "reason": "a\x16 raw\none", "tone": "\\u0000"}', "anchor", "model"),
        ("I choose Anchor.", "anchor", "name"),
        ("Next speaker: BEACON", "beacon", "name"),
        ("Back to the user.", "user", "name"),
    ],
)
def test_the_ladder(answer: str, speaker: str, source: str) -> None:
    directive = parse_directive(answer, request(), NAMES)
    assert directive is not None
    assert (directive.speaker, directive.source) == (speaker, source)
    assert (directive.reason + directive.tone).isprintable()


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"speaker": null}',
        '{"speaker": ["anchor"]}',
        '{"speaker": "bob"}',
        '{"speaker": "catalyst"}',  # in the group, not eligible
        '{"speaker": "catalyst", "reason": "not Anchor"}',  # never the wrong member
        "Anchor or Beacon, both are fine",
        "Catalyst",
        "{" * 500,
        '{"speaker": "anch',
        "<html><body>502 Bad Gateway</body></html>",
    ],
)
def test_no_valid_directive(answer: str) -> None:
    assert parse_directive(answer, request(), NAMES) is None


def test_no_yield_where_somebody_must_speak() -> None:
    assert parse_directive('{"speaker": "user"}', request(may_yield=False), NAMES) is None


def test_fields_are_single_lines_of_text() -> None:
    answer = json.dumps({"speaker": "anchor", "reason": "a\n\nb", "action": 3, "tone": {"x": 1}})
    directive = parse_directive(answer, request(), NAMES)
    assert directive is not None
    assert (directive.reason, directive.action, directive.tone) == ("a b", "3", "")


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_any_answer_is_read_or_refused(answer: str) -> None:
    directive = parse_directive(answer, request("anchor", may_yield=False), NAMES)
    assert directive is None or directive.speaker == "anchor"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["speaker", "reason", "x"]), inner)
        ),
    ),
    st.integers(0, 40),
)
def test_any_json_even_cut_short_is_read_or_refused(value: object, cut: int) -> None:
    text = json.dumps(value)
    directive = parse_directive(text[: len(text) - cut], request("anchor", may_yield=False), NAMES)
    assert directive is None or directive.speaker == "anchor"


def test_the_speaker_is_known_before_the_directive_is_complete() -> None:
    assert speaker_so_far('{"speaker": "anch', request(), NAMES) is None
    assert speaker_so_far('{"speaker": "anchor", "rea', request(), NAMES) == "anchor"
    assert speaker_so_far('{"speaker": "catalyst", "rea', request(), NAMES) is None


def test_the_fallback_prefers_the_silent_and_the_closest() -> None:
    cast = group(
        personas=(
            persona("a", description="Talks about cooking and kitchens."),
            persona("b", description="Talks about mountains and hiking."),
            persona("c", description="Talks about cooking and bread."),
        )
    )

    def choose(spoken: tuple[str, ...]) -> str:
        scene = Scene(ensemble=cast, turns=(Turn("user", "I love cooking bread"),), spoken=spoken)
        return fallback_directive(DirectorRequest(scene=scene, eligible=("a", "b", "c"))).speaker

    assert choose(()) == "c"
    assert choose(("c",)) == "a"
    assert choose(("a", "c")) == "b"
