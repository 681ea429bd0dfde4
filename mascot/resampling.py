"""Clusters drawn anew: replies of one conversation are not independent, so they go together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray


@lru_cache(maxsize=4)  # a report asks for the same ones hundreds of times
def cluster_weights(clusters: int, *, draws: int, seed: int = 0) -> NDArray[np.float64]:
    """How often each cluster is drawn: a row per resample, which sums to the number of clusters."""
    generator = np.random.default_rng(seed)
    found: NDArray[np.float64] = generator.multinomial(
        clusters, np.full(clusters, 1 / clusters), size=draws
    ).astype(float)
    found.flags.writeable = False
    return found


def resampled_means(
    values: ArrayLike, clusters: Sequence[str], *, draws: int, seed: int = 0
) -> NDArray[np.float64]:
    """The means of some values when clusters are drawn with replacement, each with all its values.

    Args:
        values: One number each; at least one.
        clusters: The cluster each is from.
        draws: How many resamples.
        seed: Of the draws; one seed, one result.
    """
    names, codes = np.unique(np.asarray(clusters, dtype=str), return_inverse=True)
    sums = np.bincount(codes, weights=np.asarray(values, dtype=float), minlength=len(names))
    counts = np.bincount(codes, minlength=len(names)).astype(float)
    weights = cluster_weights(len(names), draws=draws, seed=seed)
    means: NDArray[np.float64] = (weights @ sums) / (weights @ counts)
    return means
