"""Intervals cover as often as they say; differences and Holm's correction are known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from scipy.stats import ttest_1samp

from mascot.evaluation.statistics import estimate, holm, paired_difference


@pytest.mark.parametrize(("clusters", "each"), [(8, 5), (40, 4)])
def test_95_per_cent_intervals_hold_the_truth_about_95_times_in_100(
    clusters: int, each: int
) -> None:
    draw = np.random.default_rng(7)
    names = [f"m{i // each}" for i in range(clusters * each)]
    held = naive = 0
    for trial in range(400):
        shared = np.repeat(draw.normal(0, 1, clusters), each)
        values = 3 + shared + draw.normal(0, 1, len(names))
        found = estimate(values, names, draws=400, seed=trial)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 3 <= found.high
        # As if every reply were independent, which is what a cluster bootstrap is to prevent.
        width = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
        naive += abs(values.mean() - 3) <= width
    assert 0.92 <= held / 400 <= 0.985  # 400 trials: 0.95 give or take 0.033
    assert naive / 400 < 0.85


def test_an_estimate_of_known_numbers() -> None:
    found = estimate([1.0, 2, 3, 6], ["a", "a", "b", "b"])
    assert found is not None
    assert found.value == 3
    assert found.deviation == pytest.approx(np.std([1, 2, 3, 6], ddof=1))
    assert (found.n, found.clusters) == (4, 2)
    assert found == estimate([1.0, 2, 3, 6], ["a", "a", "b", "b"])  # one seed, one interval
    assert estimate([], []) is None
    alone = estimate([4.0, 4.0], ["a", "a"])
    assert alone is not None
    assert alone.low is alone.high is None


def test_clusters_of_any_size_weigh_by_their_values() -> None:
    found = estimate([0.0] * 9 + [10.0], ["a"] * 9 + ["b"])
    assert found is not None
    assert found.value == 1


def test_what_is_missing_is_left_out_by_the_caller_and_never_averaged() -> None:
    with pytest.raises(ValueError, match="not finite"):
        estimate([1.0, float("nan")], ["a", "b"])
    with pytest.raises(ValueError, match="2 values and 1 clusters"):
        estimate([1.0, 2.0], ["a"])


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=30), st.data())
def test_an_interval_lies_within_the_values_and_moves_with_them(
    values: list[float], data: st.DataObject
) -> None:
    names = data.draw(
        st.lists(st.sampled_from("abcde"), min_size=len(values), max_size=len(values))
    )
    found = estimate(values, names, draws=60)
    assert found is not None
    if found.low is None or found.high is None:
        assert found.clusters == 1
        return
    assert min(values) - 1e-6 <= found.low <= found.high <= max(values) + 1e-6
    moved = estimate([v + 5 for v in values], names, draws=60)
    assert moved is not None
    assert moved.low == pytest.approx(found.low + 5, abs=1e-6)


def _paired(differences: list[float]) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    names = [f"s{i}" for i in range(len(differences))]
    other = {name: float(i % 4) for i, name in enumerate(names)}
    one = {name: other[name] + d for name, d in zip(names, differences, strict=True)}
    return one, other, {name: name for name in names}


def test_differences_are_those_of_shared_samples() -> None:
    one, other, clusters = _paired([1.0, 2.0, 3.0])
    found = paired_difference(one | {"only": 9.0}, other, clusters | {"only": "x"})
    assert found is not None
    assert found.estimate.value == 2
    assert found.unpaired == 1
    # Of the 8 ways to flip three signs two are as far from zero as all the same: 2/8.
    assert found.p == pytest.approx(0.25)
    assert paired_difference({"a": 1.0}, {"b": 1.0}, {"a": "a", "b": "b"}) is None


def test_the_sign_flip_test_agrees_with_a_t_test_where_both_apply() -> None:
    differences = np.random.default_rng(2).normal(0.4, 1, 60).tolist()
    found = paired_difference(*_paired(differences))
    assert found is not None
    assert found.p == pytest.approx(ttest_1samp(differences, 0).pvalue, abs=0.01)


def test_no_difference_is_no_discovery() -> None:
    found = paired_difference(*_paired([0.0] * 20))
    assert found is not None
    assert found.p == 1


def test_holm_by_hand() -> None:
    # Holm (1979) on four p-values: 0.005 x 4, 0.01 x 3, 0.03 x 2, then never falling.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([None, 0.5, 0.9]) == [None, 1, 1]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_keeps_the_order_and_never_helps(ps: list[float]) -> None:
    corrected = holm(ps)
    assert all(
        c is not None and c >= p - 1e-12 and c <= 1 for c, p in zip(corrected, ps, strict=True)
    )
    ranked = [c for _, c in sorted(zip(ps, corrected, strict=True))]
    assert ranked == sorted(ranked)
