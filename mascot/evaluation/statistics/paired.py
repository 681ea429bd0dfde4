"""Differences between two systems on the same samples, and Holm's correction for many of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mascot.evaluation.statistics.bootstrap import DRAWS, LEVEL, Estimate, estimate

_EXACT = 12
_LEAST = 2
_PERMUTATIONS = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One system less another.

    Attributes:
        estimate: The mean difference and its interval.
        p: Of the sign-flip test, two-sided; None with fewer than two clusters.
        unpaired: How many samples only one of the two has; they are left out.
    """

    estimate: Estimate
    p: float | None
    unpaired: int


def paired_difference(
    one: Mapping[str, float],
    other: Mapping[str, float],
    clusters: Mapping[str, str],
    *,
    level: float = LEVEL,
    draws: int = DRAWS,
    seed: int = 0,
) -> Difference | None:
    """Compares two systems sample by sample.

    The interval is a cluster bootstrap. The test flips the signs of whole clusters: all ways round
    for up to 12 clusters, else 9,999 at random.

    Args:
        one: The first system's value by sample.
        other: The second's.
        clusters: Each sample's cluster.
        level: Of the interval.
        draws: Of the bootstrap.
        seed: Of both.

    Returns:
        None where they share no sample.
    """
    shared = sorted(one.keys() & other.keys())
    differences = np.array([one[sample] - other[sample] for sample in shared])
    names = [clusters[sample] for sample in shared]
    found = estimate(differences, names, level=level, draws=draws, seed=seed)
    if found is None:
        return None
    return Difference(
        estimate=found,
        p=_sign_flip(differences, names, seed),
        unpaired=len(one.keys() ^ other.keys()),
    )


def holm(ps: Sequence[float | None]) -> list[float | None]:
    """Holm's step-down correction of p-values that are looked at together.

    Args:
        ps: The p-values; a None stays one and does not count.

    Returns:
        The corrected ones, in the same order, none above 1.
    """
    known = sorted((p, i) for i, p in enumerate(ps) if p is not None)
    corrected: list[float | None] = [None] * len(ps)
    highest = 0.0
    for rank, (p, i) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * p))
        corrected[i] = highest
    return corrected


def _sign_flip(differences: np.ndarray, clusters: Sequence[str], seed: int) -> float | None:
    names, codes = np.unique(np.asarray(clusters, dtype=str), return_inverse=True)
    if len(names) < _LEAST:
        return None
    sums = np.bincount(codes, weights=differences, minlength=len(names))
    seen = abs(sums.sum()) - 1e-9 * max(1.0, np.abs(sums).sum())  # equal but for rounding counts
    if len(names) <= _EXACT:
        bits = np.arange(2 ** len(names))[:, None] >> np.arange(len(names)) & 1
        return float(np.mean(np.abs((2 * bits - 1) @ sums) >= seen))
    signs = np.random.default_rng(seed).integers(0, 2, size=(_PERMUTATIONS, len(names))) * 2 - 1
    extreme = int(np.sum(np.abs(signs @ sums) >= seen))
    return (extreme + 1) / (_PERMUTATIONS + 1)
