"""Intervals by resampling whole clusters: replies of one meeting are not independent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mascot.resampling import resampled_means

DRAWS = 2_000
LEVEL = 0.95
_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean and how surely it is known.

    Attributes:
        value: The mean of the values.
        low: The interval's lower end; None with fewer than two clusters.
        high: Its upper end.
        deviation: The standard deviation of the values themselves; None for a single one.
        n: How many values.
        clusters: From how many clusters.
    """

    value: float
    low: float | None
    high: float | None
    deviation: float | None
    n: int
    clusters: int


def estimate(
    values: ArrayLike,
    clusters: Sequence[str],
    *,
    level: float = LEVEL,
    draws: int = DRAWS,
    seed: int = 0,
) -> Estimate | None:
    """The mean of some values, with a cluster bootstrap interval.

    Clusters are drawn with replacement, each with all of its values. The percentiles are widened
    for few clusters (the expanded percentile interval of Hesterberg, 2015): plain percentiles cover
    too little there.

    Args:
        values: One number each.
        clusters: The cluster each is from.
        level: How often such intervals are to hold the truth.
        draws: How many resamples.
        seed: Of the draws; one seed, one interval.

    Returns:
        None where there are no values.

    Raises:
        ValueError: Values and clusters are not of one length, or a value is not finite.
    """
    numbers = _checked(values, clusters)
    if not len(numbers):
        return None
    found = len(set(clusters))
    low = high = None
    if found >= _LEAST:
        means = resampled_means(numbers, clusters, draws=draws, seed=seed)
        low, high = interval(means, found, level=level)
    return Estimate(
        value=float(numbers.mean()),
        low=low,
        high=high,
        deviation=float(numbers.std(ddof=1)) if len(numbers) > 1 else None,
        n=len(numbers),
        clusters=found,
    )


def interval(
    resampled: NDArray[np.float64], clusters: int, *, level: float = LEVEL
) -> tuple[float, float]:
    """The expanded percentile interval of a resampled statistic."""
    from scipy.special import ndtr, stdtrit  # noqa: PLC0415  (an extra)

    widened = stdtrit(clusters - 1, (1 + level) / 2) * np.sqrt(clusters / (clusters - 1))
    tail = float(ndtr(-widened))
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return float(low), float(high)


def _checked(values: ArrayLike, clusters: Sequence[str]) -> NDArray[np.float64]:
    numbers = np.asarray(values, dtype=float)
    if numbers.shape != (len(clusters),):
        raise ValueError(f"{numbers.size} values and {len(clusters)} clusters; one each is needed")
    if not np.isfinite(numbers).all():
        raise ValueError("a value is not finite; leave out what is missing and count it")
    return numbers
