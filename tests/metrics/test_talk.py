"""Variety, turn taking, shape and drift on talks whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.metrics import (
    directive_sources,
    distinct_n,
    drift_of,
    immediate_repeats,
    lexical_vectors,
    repeated_from_others,
    shape_of,
    speaker_entropy,
    speaker_shares,
    valid_directives,
)
from tests.metrics.planted import MOVES

texts = st.lists(st.text("ab c.", max_size=30), max_size=6)


def test_distinct_n() -> None:
    assert distinct_n(["a b a b"], 1) == pytest.approx(2 / 4)
    assert distinct_n(["a b a b"], 2) == pytest.approx(2 / 3)
    assert distinct_n(["a b", "b a"], 2) == 1  # no n-gram reaches across
    assert distinct_n(["a"], 2) is None
    with pytest.raises(ValueError, match="n is 0"):
        distinct_n(["a"], 0)


@given(texts, st.integers(1, 3))
def test_saying_it_twice_never_raises_distinct_n(said: list[str], n: int) -> None:
    once, twice = distinct_n(said, n), distinct_n(said * 2, n)
    assert (once is None) == (twice is None)
    if once is not None and twice is not None:
        assert twice == pytest.approx(once / 2)


def test_an_echo_of_another_counts_and_a_refrain_of_ones_own_does_not() -> None:
    line = "take one small step today"
    echo = repeated_from_others([("a", line), ("b", line), ("a", "short one")])
    assert echo == [0, 1, None]
    assert repeated_from_others([("a", line), ("a", line)]) == [0, 0]


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=12))
def test_entropy_is_a_share_and_1_when_turns_are_as_even_as_they_can_be(turns: list[str]) -> None:
    found = speaker_entropy(turns, "abcd")
    assert found is not None or len(turns) == 1
    if found is not None:
        assert -1e-9 <= found <= 1 + 1e-9
    assert sum(speaker_shares(turns, "abcd").values()) == pytest.approx(1)
    even = ["a", "b", "c", "d"] * 3
    assert speaker_entropy(even[: max(2, len(turns))], "abcd") == pytest.approx(1)


def test_one_who_carries_everything_and_one_who_never_speaks() -> None:
    assert speaker_entropy(["a", "a", "a"], ["a", "b", "c"]) == 0
    assert speaker_entropy(["a", "a"], ["a"]) is None
    assert speaker_shares(["a", "a"], ["a", "b"]) == {"a": 1, "b": 0}
    assert immediate_repeats(["a", "a", "b"]) == pytest.approx(1 / 2)
    assert immediate_repeats(["a"]) is None


def test_only_what_the_director_was_asked_counts_for_its_validity() -> None:
    given_ = [{"source": s} for s in ("model", "model", "fallback", "mention", "turns", "text")]
    assert valid_directives([*given_, None]) == pytest.approx(2 / 4)
    assert directive_sources([{"source": "model"}, {}, None]) == {"model": 1, "unknown": 1}
    assert valid_directives([{"source": "turns"}]) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("I am with you", "ended"),
        ("<think>hm</think> Fine.", "clean"),
        ("Anchor: I am here.", "clean"),
        ('{"reply": "Fine."}', "clean"),
        ("Fine.<|im_end|>", "clean"),
        ("Fine.\n[Beacon] And I am glad!", "alone"),
        ("Fine.\n**Beacon**: and I am glad!", "alone"),
    ],
)
def test_a_reply_out_of_shape_is_named_by_its_fault(text: str, part: str) -> None:
    shape = shape_of(text, names=("Anchor", "Beacon"))
    assert not getattr(shape, part)
    assert not shape.formatted


def test_a_reply_in_shape() -> None:
    shape = shape_of("Anchor was right, Beacon: that is one step.", names=("Anchor", "Beacon"))
    # A name at the start is a name in front only where a colon or brackets follow it.
    assert shape.formatted
    assert shape.words == 8
    assert shape.fits
    assert not shape_of("one two three.", words_allowed=2).fits
    assert not shape_of("", words_allowed=5).fits


def _long(blurs: bool) -> tuple[list[str], list[str]]:
    draw = np.random.default_rng(3)
    speakers, said = [], []
    for number in range(60):
        for persona in MOVES:
            late = number >= 30 and blurs
            voice = str(draw.choice(list(MOVES))) if late else persona
            speakers.append(persona)
            said.append(str(draw.choice(MOVES[voice])).format(thing="the garden"))
    return speakers, said


def test_drift_finds_the_talk_whose_voices_blur_and_no_other() -> None:
    speakers, said = _long(blurs=True)
    blurred = drift_of(speakers, lexical_vectors(said))
    speakers, said = _long(blurs=False)
    steady = drift_of(speakers, lexical_vectors(said))
    assert blurred is not None
    assert steady is not None
    assert abs(steady.index) < 0.05
    assert blurred.index > 0.2
    assert blurred.windows[0] > blurred.windows[-1]
    assert len(blurred.windows) == 5


def test_drift_needs_a_long_talk() -> None:
    assert drift_of(["a", "b", "a"], np.eye(3)) is None
    with pytest.raises(ValueError, match="2 replies and 3 vectors"):
        drift_of(["a", "b"], np.eye(3))
    with pytest.raises(ValueError, match="1 windows"):
        drift_of(["a", "b"], np.eye(2), windows=1)
