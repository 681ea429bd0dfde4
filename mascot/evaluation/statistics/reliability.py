"""How far judges agree, and what is not to be trusted because they don't."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mascot.evaluation.statistics.bootstrap import interval
from mascot.judges.panel import ordinal_alpha
from mascot.judges.rubrics import HIGHEST, LOWEST
from mascot.resampling import cluster_weights

TRUSTED = 0.667
"""Krippendorff's own lower bound for tentative conclusions."""

_ALPHA_DRAWS = 300
_LEAST = 2

Ratings = Mapping[str, Mapping[Hashable, float]]
"""Scores by judge, then by item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Krippendorff's ordinal alpha of some judges.

    Attributes:
        alpha: 1 is agreement, 0 what chance gives; None where it is not defined: one judge, no item
            that two scored, or no variation.
        low: The cluster bootstrap interval's lower end.
        high: Its upper end.
        items: How many at least two judges scored.
        judges: Who.
    """

    alpha: float | None
    low: float | None
    high: float | None
    items: int
    judges: tuple[str, ...]

    def trusted(self, threshold: float = TRUSTED) -> bool | None:
        """Whether alpha reaches a threshold; None where nobody can know."""
        return None if self.alpha is None else self.alpha >= threshold


def agreement_of(
    ratings: Ratings, clusters: Mapping[Hashable, str], *, draws: int = _ALPHA_DRAWS, seed: int = 0
) -> Agreement:
    """Alpha of one criterion's scores, with an interval over clusters.

    Args:
        ratings: Whole numbers from 1 to 5.
        clusters: Each item's cluster.
        draws: Of the bootstrap; each is an alpha of its own.
        seed: Of the bootstrap.
    """
    judges = tuple(sorted(ratings))
    given = [item for judge in judges for item in ratings[judge]]
    items = [i for i in dict.fromkeys(given) if sum(i in ratings[j] for j in judges) >= _LEAST]
    rows = [[_whole(ratings[judge].get(item)) for item in items] for judge in judges]
    alpha = ordinal_alpha(rows) if len(judges) >= _LEAST and items else None
    low = high = None
    names, codes = np.unique([clusters[item] for item in items] or [""], return_inverse=True)
    if alpha is not None and len(names) >= _LEAST:
        counts = _counts(rows)
        weights = cluster_weights(len(names), draws=draws, seed=seed).astype(int)
        drawn = [
            found
            for row in weights
            if (found := alpha_of_counts(np.repeat(counts, row[codes], axis=0))) is not None
        ]
        if drawn:
            low, high = interval(np.array(drawn), len(names))
    return Agreement(alpha=alpha, low=low, high=high, items=len(items), judges=judges)


def alpha_of_counts(counts: np.ndarray) -> float | None:
    """Ordinal alpha out of how many judges gave each item each score.

    The same as `mascot.judges.panel.ordinal_alpha`, in the form that a bootstrap can afford.

    Args:
        counts: Items by scores; each item with two judges or more.
    """
    totals = counts.sum(axis=0)
    if (totals > 0).sum() < _LEAST:
        return None
    judged = counts.sum(axis=1, keepdims=True)
    seen = (counts.T @ (counts / (judged - 1))) - np.diag((counts / (judged - 1)).sum(axis=0))
    chance = np.outer(totals, totals) - np.diag(totals)
    before = np.concatenate([[0], np.cumsum(totals)])
    places = (before[:-1] + before[1:]) / 2  # ordinal: as many steps apart as scores lie between
    distance = (places[:, None] - places[None, :]) ** 2
    expected = (chance * distance).sum() / (totals.sum() - 1)
    return float(1 - (seen * distance).sum() / expected)


def kappa(
    one: Sequence[Hashable], other: Sequence[Hashable], *, ordered: Sequence[Hashable] = ()
) -> float | None:
    """Cohen's kappa of two raters of the same items.

    Args:
        one: The first rater's labels.
        other: The second's.
        ordered: The labels in their order, for the quadratically weighted kappa; unweighted without.

    Returns:
        None where it is not defined: no item, or both gave one and the same label throughout.

    Raises:
        ValueError: They did not rate the same number of items, or a label is not among `ordered`.
    """
    if len(one) != len(other):
        raise ValueError(f"{len(one)} and {len(other)} labels; kappa needs two of each item")
    names = list(ordered) or sorted({*one, *other}, key=repr)
    if unknown := {*one, *other} - set(names):
        raise ValueError(f"labels {unknown} are not among {names}")
    table = np.zeros((len(names), len(names)))
    places = {name: i for i, name in enumerate(names)}
    for a, b in zip(one, other, strict=True):
        table[places[a], places[b]] += 1
    steps = np.arange(len(names))
    apart = steps[:, None] - steps[None, :]
    cost = (apart**2 if ordered else apart != 0).astype(float)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(1.0, table.sum())
    by_chance = (cost * expected).sum()
    return None if not by_chance else float(1 - (cost * table).sum() / by_chance)


def _whole(score: float | None) -> int | None:
    if score is None:
        return None
    if score != int(score) or not LOWEST <= score <= HIGHEST:
        raise ValueError(f"{score} is no score; whole numbers from {LOWEST} to {HIGHEST} are")
    return int(score)


def _counts(rows: Sequence[Sequence[int | None]]) -> np.ndarray:
    counts = np.zeros((len(rows[0]), HIGHEST - LOWEST + 1))
    for row in rows:
        for item, score in enumerate(row):
            if score is not None:
                counts[item, score - LOWEST] += 1
    return counts
