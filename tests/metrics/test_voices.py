"""K*: one for replies that are alike, n for replies that share nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mascot.metrics import effective_voices, lexical_vectors, without_each


@pytest.mark.parametrize("n", [1, 2, 5])
def test_identical_replies_are_one_voice_and_orthogonal_ones_n(n: int) -> None:
    assert effective_voices(np.ones((n, 7))) == pytest.approx(1)
    assert effective_voices(np.eye(n, 9)) == pytest.approx(n)


def test_two_and_one_are_fewer_than_two_voices_of_equal_weight() -> None:
    replies = np.array([[1.0, 0], [1, 0], [0, 1]])
    # Eigenvalues 2/3 and 1/3: 2^H of the entropy of these shares.
    expected = 2 ** -(2 / 3 * np.log2(2 / 3) + 1 / 3 * np.log2(1 / 3))
    assert effective_voices(replies) == pytest.approx(expected)


def test_what_each_adds_tells_the_echo_from_the_new_voice() -> None:
    first, echo, new = without_each([[1.0, 0], [1, 0], [0, 1]])
    assert first == pytest.approx(echo)
    assert echo < 0 < new


def test_silence_is_no_voice() -> None:
    assert effective_voices(np.zeros((3, 4))) == 0
    assert effective_voices(np.zeros((0, 4))) == 0
    assert effective_voices([[0.0, 0], [0, 2]]) == pytest.approx(1)


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(ValueError, match="1 dimensions"):
        effective_voices([1.0, 2.0])
    with pytest.raises(ValueError, match="finite"):
        effective_voices([[np.nan, 1.0]])


@given(arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(-9, 9)))
def test_always_between_nothing_and_one_for_each_and_blind_to_order_and_length(
    replies: np.ndarray,
) -> None:
    found = effective_voices(replies)
    assert -1e-9 <= found <= len(replies) + 1e-9
    assert effective_voices(replies[::-1]) == pytest.approx(found, abs=1e-6)
    assert effective_voices(3 * replies) == pytest.approx(found, abs=1e-6)


def test_lexical_vectors_know_words_and_parts_of_words() -> None:
    one, same, related, other = lexical_vectors(
        [
            "I hear how heavy this is.",
            "I hear how heavy this is!",
            "Heavier than I heard.",
            "Party!",
        ]
    )
    assert one @ same == pytest.approx(1)
    assert one @ related > one @ other + 0.1
    assert not lexical_vectors(["…"]).any()
