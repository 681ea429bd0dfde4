"""Strengths out of pairwise preferences, with the length of what was compared taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mascot.evaluation.statistics.bootstrap import LEVEL, interval
from mascot.resampling import cluster_weights

_RIDGE = 1e-3
_STEPS = 50
_CLOSE = 1e-9
_DRAWS = 500
_LEAST = 2
_FARTHEST = 30.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One preference between two systems' answers to one sample.

    Attributes:
        first: The system that was shown first.
        second: The system that was shown second.
        share: 1 if the first won, 0 if the second did, 0.5 for a tie.
        sample: What both answered.
        cluster: What is resampled as one.
        judge: Who preferred.
        words: How long the first's answer is, in words.
        words_second: How long the second's is.
    """

    first: str
    second: str
    share: float
    sample: str
    cluster: str
    judge: str
    words: float | None = None
    words_second: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How strong a system is.

    Attributes:
        value: The logarithm of the odds of beating the reference at the same length.
        low: The cluster bootstrap interval's lower end; None with fewer than two clusters.
        high: Its upper end.
        wins: The chance of beating the reference at the same length.
    """

    value: float
    low: float | None
    high: float | None
    wins: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BradleyTerry:
    """A fitted model.

    Attributes:
        reference: Whose strength is 0.
        strengths: By system, the strongest first.
        length: What a hundred per cent more words are worth, in log-odds; None where no lengths are
            known.
        first: What being shown first is worth, in log-odds; None where it was not looked for.
        comparisons: How many there were.
        clusters: From how many clusters.
    """

    reference: str
    strengths: Mapping[str, Strength]
    length: float | None
    first: float | None
    comparisons: int
    clusters: int


def bradley_terry(
    comparisons: Sequence[Comparison],
    *,
    reference: str | None = None,
    control_length: bool = True,
    control_order: bool = False,
    level: float = LEVEL,
    draws: int = _DRAWS,
    seed: int = 0,
) -> BradleyTerry | None:
    """Fits log-odds(first wins) = strength(first) - strength(second) + length + order.

    A tie is half a win for each. The length term is the log ratio of the two lengths, so strengths
    are those at equal length. A very weak ridge keeps a system that always wins finite.

    Args:
        comparisons: All of them.
        reference: Whose strength is 0; the first in the alphabet by default.
        control_length: Whether to take the length out; it needs the words of every comparison.
        control_order: Whether to take out what being shown first is worth.
        level: Of the intervals.
        draws: Of the cluster bootstrap.
        seed: Of the cluster bootstrap.

    Returns:
        None where there is nothing to compare.

    Raises:
        ValueError: The reference was never compared.
    """
    systems = sorted({name for c in comparisons for name in (c.first, c.second)})
    if len(systems) < _LEAST:
        return None
    reference = reference or systems[0]
    if reference not in systems:
        raise ValueError(f"{reference!r} was never compared; the systems are {', '.join(systems)}")
    others = [name for name in systems if name != reference]
    lengths = _log_ratios(comparisons) if control_length else None
    design = _design(comparisons, others, lengths, order=control_order)
    shares = np.array([c.share for c in comparisons])
    names, codes = np.unique([c.cluster for c in comparisons], return_inverse=True)
    found = _fit(design, shares, np.ones((1, len(shares))))[0]
    drawn = None
    if len(names) >= _LEAST:
        weights = cluster_weights(len(names), draws=draws, seed=seed)[:, codes]
        drawn = _fit(design, shares, weights)
    strengths = {reference: Strength(value=0.0, low=None, high=None, wins=0.5)}
    for place, name in enumerate(others):
        ends = (None, None) if drawn is None else interval(drawn[:, place], len(names), level=level)
        value = float(found[place])
        strengths[name] = Strength(value=value, low=ends[0], high=ends[1], wins=_chance(value))
    ranked = sorted(strengths.items(), key=lambda entry: -entry[1].value)
    return BradleyTerry(
        reference=reference,
        strengths=dict(ranked),
        length=None if lengths is None else float(found[len(others)]) * float(np.log(2)),
        first=float(found[-1]) if control_order else None,
        comparisons=len(comparisons),
        clusters=len(names),
    )


def flip_rate(comparisons: Sequence[Comparison]) -> tuple[float, int] | None:
    """How often a judge prefers another system when the two change places.

    A tie in one order and a winner in the other is half a flip.

    Returns:
        The rate and how many pairs were seen in both orders; None where none was.
    """
    seen: dict[tuple[str, str, str, str], list[Comparison]] = {}
    for c in comparisons:
        one, other = sorted((c.first, c.second))
        seen.setdefault((c.judge, c.sample, one, other), []).append(c)
    flips = []
    for (_, _, one, _), found in seen.items():
        ways = {c.first == one: c.share if c.first == one else 1 - c.share for c in found}
        if len(ways) == _LEAST:
            flips.append(abs(ways[True] - ways[False]))
    return (sum(flips) / len(flips), len(flips)) if flips else None


def _log_ratios(comparisons: Sequence[Comparison]) -> Floats | None:
    ratios = [
        np.log(c.words / c.words_second) if c.words and c.words_second else None
        for c in comparisons
    ]
    if any(ratio is None for ratio in ratios) or not any(ratios):
        return None
    return np.array(ratios, dtype=float)


def _design(
    comparisons: Sequence[Comparison], others: Sequence[str], lengths: Floats | None, *, order: bool
) -> Floats:
    columns = [
        np.array([(c.first == name) - (c.second == name) for c in comparisons], dtype=float)
        for name in others
    ]
    if lengths is not None:
        columns.append(lengths)
    if order:
        columns.append(np.ones(len(comparisons)))
    return np.stack(columns, axis=1)


def _fit(design: Floats, shares: Floats, weights: Floats) -> Floats:
    """Weighted logistic regressions by Newton's method, one per row of weights, all at once."""
    size = design.shape[1]
    found = np.zeros((len(weights), size))
    products = np.einsum("ni,nj->nij", design, design).reshape(len(design), -1)
    for _ in range(_STEPS):
        chances = _chances(found @ design.T)
        gradient = (weights * (shares - chances)) @ design - _RIDGE * found
        curvature = (weights * chances * (1 - chances)) @ products
        hessian = curvature.reshape(-1, size, size) + _RIDGE * np.eye(size)
        step = np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]
        step = np.clip(step, -2, 2)  # far from the optimum a full step can overshoot
        found = np.clip(found + step, -_FARTHEST, _FARTHEST)
        if np.abs(step).max() < _CLOSE:
            break
    return found


def _chances(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -_FARTHEST, _FARTHEST))))


def _chance(odds: float) -> float:
    return float(_chances(np.array([odds]))[0])
