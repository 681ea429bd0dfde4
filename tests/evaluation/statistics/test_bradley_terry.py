"""Bradley-Terry against a published table, closed forms and planted lengths; flips and kappas."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from mascot.evaluation.statistics import Comparison, bradley_terry, flip_rate, kappas

WON = {
    "Milwaukee": (0, 7, 9, 7, 7, 9, 11),
    "Detroit": (6, 0, 7, 5, 11, 9, 9),
    "Toronto": (4, 6, 0, 7, 7, 8, 12),
    "New York": (6, 8, 6, 0, 6, 7, 10),
    "Boston": (6, 2, 6, 7, 0, 7, 12),
    "Cleveland": (4, 4, 5, 6, 6, 0, 6),
    "Baltimore": (2, 4, 1, 3, 1, 7, 0),
}
"""The American League East of 1987 (Agresti, Categorical Data Analysis): row beat column."""

PUBLISHED = {
    "Boston": 1.1077,
    "Cleveland": 0.6839,
    "Detroit": 1.4364,
    "Milwaukee": 1.5814,
    "New York": 1.2476,
    "Toronto": 1.2945,
}
"""The fitted abilities against Baltimore's, as the R package BradleyTerry2 documents them."""


def _won(one: str, other: str, count: int, **more: float) -> list[Comparison]:
    return [
        Comparison(
            first=one,
            second=other,
            share=1.0,
            sample=f"{one}{other}{i}",
            cluster=str(i),
            judge="j",
            **more,
        )
        for i in range(count)
    ]


def test_the_published_table() -> None:
    games = [
        game
        for one, row in WON.items()
        for other, count in zip(WON, row, strict=True)
        for game in _won(one, other, count)
    ]
    found = bradley_terry(games, reference="Baltimore")
    assert found is not None
    assert {name: s.value for name, s in found.strengths.items() if name != "Baltimore"} == (
        pytest.approx(PUBLISHED, abs=2e-3)
    )
    assert next(iter(found.strengths)) == "Milwaukee"
    assert found.length is None


def test_two_systems_have_a_closed_form() -> None:
    found = bradley_terry([*_won("a", "b", 30), *_won("b", "a", 10)], reference="b")
    assert found is not None
    assert found.strengths["a"].value == pytest.approx(np.log(3), abs=1e-3)
    assert found.strengths["a"].wins == pytest.approx(0.75, abs=1e-3)


def test_ties_are_half_a_win_each() -> None:
    ties = [
        Comparison(first="a", second="b", share=0.5, sample=str(i), cluster=str(i), judge="j")
        for i in range(9)
    ]
    found = bradley_terry(ties, reference="b")
    assert found is not None
    assert found.strengths["a"].value == pytest.approx(0)


def test_a_system_that_always_wins_stays_finite() -> None:
    found = bradley_terry(_won("a", "b", 20), reference="b")
    assert found is not None
    assert 4 < found.strengths["a"].value < 30
    assert found.strengths["a"].wins > 0.98


def _lengthy(count: int, strength: float, bias: float, seed: int) -> list[Comparison]:
    """The longer answer is preferred by `bias`; `long` writes twice as much, more or less."""
    draw = np.random.default_rng(seed)
    found = []
    for i in range(count):
        words = (float(draw.uniform(60, 140)), float(draw.uniform(30, 70)))
        odds = strength + bias * np.log(words[0] / words[1])
        won = float(draw.random() < 1 / (1 + np.exp(-odds)))
        names = ("long", "short") if i % 2 else ("short", "long")
        share = won if names[0] == "long" else 1 - won
        lengths = words if names[0] == "long" else words[::-1]
        found.append(
            Comparison(
                first=names[0],
                second=names[1],
                share=share,
                sample=str(i),
                cluster=str(i // 2),
                judge="j",
                words=lengths[0],
                words_second=lengths[1],
            )
        )
    return found


def test_a_win_by_length_alone_is_taken_out() -> None:
    games = _lengthy(600, strength=0.0, bias=2.0, seed=5)
    plain = bradley_terry(games, reference="short", control_length=False)
    fair = bradley_terry(games, reference="short")
    assert plain is not None
    assert fair is not None
    assert plain.strengths["long"].low is not None
    assert plain.strengths["long"].low > 0.8
    strength = fair.strengths["long"]
    assert strength.low is not None
    assert strength.high is not None
    assert strength.low < 0 < strength.high
    assert fair.length == pytest.approx(2.0 * np.log(2), abs=0.6)


def test_intervals_hold_a_planted_strength() -> None:
    held = 0
    for seed in range(60):
        found = bradley_terry(_lengthy(120, 0.7, 0.5, seed), reference="short", draws=150)
        assert found is not None
        strength = found.strengths["long"]
        assert strength.low is not None
        assert strength.high is not None
        held += strength.low <= 0.7 <= strength.high
    assert held >= 53  # 60 x 0.95 is 57; fewer than 53 would happen once in 30 such tests


def test_being_shown_first_is_measured() -> None:
    games = [*_won("a", "b", 30), *_won("b", "a", 30)]
    found = bradley_terry(games, reference="a", control_order=True)
    assert found is not None
    assert found.first is not None
    assert found.first > 3
    assert found.strengths["b"].value == pytest.approx(0, abs=1e-6)


def test_what_cannot_be_fitted() -> None:
    assert bradley_terry([]) is None
    with pytest.raises(ValueError, match="'c' was never compared; the systems are a, b"):
        bradley_terry(_won("a", "b", 1), reference="c")


def _asked(sample: str, first: str, share: float, judge: str = "j") -> Comparison:
    second = "b" if first == "a" else "a"
    return Comparison(
        first=first, second=second, share=share, sample=sample, cluster=sample, judge=judge
    )


def test_flips_are_counted_over_pairs_seen_in_both_orders() -> None:
    seen = [
        _asked("1", "a", 1.0), _asked("1", "b", 0.0),  # a both times
        _asked("2", "a", 1.0), _asked("2", "b", 1.0),  # whoever is first
        _asked("3", "a", 0.5), _asked("3", "b", 0.0),  # a tie, then a
        _asked("4", "a", 1.0),  # one order only
    ]  # fmt: skip
    assert flip_rate(seen) == (pytest.approx(0.5), 3)
    assert flip_rate(seen[-1:]) is None


def test_kappas_bring_both_orders_of_a_judge_together() -> None:
    seen = [
        _asked("1", "a", 1.0), _asked("1", "b", 0.0), _asked("1", "a", 1.0, "human:1"),
        _asked("2", "a", 1.0), _asked("2", "b", 1.0), _asked("2", "b", 0.5, "human:1"),
        _asked("3", "b", 1.0), _asked("3", "a", 0.0), _asked("3", "b", 1.0, "human:1"),
    ]  # fmt: skip
    assert kappas(seen) == {("human:1", "j"): (1.0, 3)}
