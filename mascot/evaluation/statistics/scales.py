"""The two scales of a score from 1 to 5."""

from __future__ import annotations

from typing import Literal

from mascot.judges import RUBRICS

Scale = Literal["paper", "unit"]
"""``paper``: times 20, so that the worst score is 20 (the paper's own tables); ``unit``: from 0 to
100."""

PAPER, UNIT = 20.0, 25.0


def rescale(score: float, scale: Scale) -> float:
    """A score from 1 to 5, or a mean of such, on a scale of 100."""
    return score * PAPER if scale == "paper" else (score - 1) * UNIT


def rescale_difference(difference: float, scale: Scale) -> float:
    """A difference of two scores, or a standard deviation: scales have no common zero."""
    return difference * (PAPER if scale == "paper" else UNIT)


def is_criterion(measure: str) -> bool:
    """Whether a measure is a rubric's criterion, and so on the scale from 1 to 5."""
    rubric, dot, criterion = measure.partition(".")
    return bool(dot) and rubric in RUBRICS and criterion in RUBRICS[rubric].ids
