"""Alpha against Krippendorff's own example and his library's sums; kappa against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from sklearn.metrics import cohen_kappa_score

from mascot.evaluation.statistics import agreement_of, kappa
from mascot.evaluation.statistics.reliability import alpha_of_counts
from mascot.judges.panel import ordinal_alpha

_ = None
PUBLISHED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3),
    (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
)
"""Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section E: ordinal 0.815."""


def _ratings(rows: tuple[tuple[int | None, ...], ...]) -> dict[str, dict[int, int]]:
    return {
        f"judge {n}": {i: score for i, score in enumerate(row) if score is not None}
        for n, row in enumerate(rows)
    }


def test_the_published_example() -> None:
    found = agreement_of(_ratings(PUBLISHED), {i: f"talk {i}" for i in range(12)})
    assert found.alpha == pytest.approx(0.815, abs=0.0005)
    assert found.items == 11
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.815 < found.high <= 1
    assert found.trusted()
    assert found.trusted(0.9) is False


scores = st.one_of(st.none(), st.integers(1, 5))


@settings(max_examples=60)
@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[scores] * n), min_size=2, max_size=12))
)
def test_the_fast_form_is_the_librarys(items: list[tuple[int | None, ...]]) -> None:
    rows = [list(row) for row in zip(*items, strict=True)]
    counts = np.array(
        [[sum(v == s for v in item) for s in range(1, 6)] for item in items], dtype=float
    )
    counts = counts[counts.sum(axis=1) >= 2]
    expected = ordinal_alpha(rows)
    if expected is None:
        assert not len(counts) or alpha_of_counts(counts) is None
    else:
        assert alpha_of_counts(counts) == pytest.approx(expected, abs=1e-9)


def test_where_nobody_can_know_nothing_is_claimed() -> None:
    alone = agreement_of({"one": {1: 3, 2: 4}}, {1: "a", 2: "b"})
    assert alone.alpha is None
    assert alone.trusted() is None
    same = agreement_of({"one": {1: 3, 2: 3}, "two": {1: 3, 2: 3}}, {1: "a", 2: "b"})
    assert same.alpha is None
    with pytest.raises(ValueError, match="is no score; whole"):
        agreement_of({"one": {1: 3.5}, "two": {1: 3.0}}, {1: "a"})


def test_chance_is_near_0_and_contradiction_below() -> None:
    draw = np.random.default_rng(1)
    random = {j: {i: int(draw.integers(1, 6)) for i in range(300)} for j in "ab"}
    clusters = {i: str(i) for i in range(300)}
    found = agreement_of(random, clusters, draws=40)
    assert found.alpha is not None
    assert abs(found.alpha) < 0.15
    upside_down = {"a": random["a"], "b": {i: 6 - v for i, v in random["a"].items()}}
    found = agreement_of(upside_down, clusters, draws=40)
    assert found.alpha is not None
    assert found.alpha < -0.8


labels = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30
)


@given(labels)
def test_kappa_is_scikit_learns(pairs: list[tuple[str, str]]) -> None:
    one, other = ([p[side] for p in pairs] for side in (0, 1))
    for ordered, weights in (((), None), ("abc", "quadratic")):
        found = kappa(one, other, ordered=ordered)
        if len({*one, *other}) > 1:
            assert found == pytest.approx(
                cohen_kappa_score(
                    one, other, labels=list("abc") if ordered else None, weights=weights
                )
            )
        else:
            assert found is None


def test_kappa_by_hand_and_its_limits() -> None:
    # 50 verdicts: both yes 20, both no 15, 5 and 10 between: observed 0.7, by chance 0.5.
    one = ["y"] * 25 + ["n"] * 25
    other = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert kappa(one, other) == pytest.approx(0.4)
    with pytest.raises(ValueError, match="1 and 2 labels"):
        kappa(["y"], ["y", "n"])
    with pytest.raises(ValueError, match="not among"):
        kappa(["y"], ["maybe"], ordered="yn")
