"""How well a reward model tells better from worse, and how well it knows that it does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_BINS = 5
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of like confidence.

    Attributes:
        low: From this confidence on.
        high: Up to this one.
        pairs: How many there are.
        confidence: The mean of sigmoid(|r_w - r_l|).
        accuracy: The share in which the better reply scored higher.
    """

    low: float
    high: float
    pairs: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What held-out pairs say of a reward model.

    Attributes:
        accuracy: The share of pairs whose better reply scored higher; a tie counts half.
        interval: Wilson's 95 % interval of it; pairs of one conversation are not independent, so
            it is somewhat too narrow.
        loss: The Bradley-Terry loss.
        error: The expected calibration error.
        bins: The reliability table.
    """

    accuracy: float
    interval: tuple[float, float]
    loss: float
    error: float
    bins: tuple[Bin, ...]


def calibrate(margins: Sequence[float]) -> Calibration:
    """Measures from the margins r_w - r_l of held-out pairs.

    A pair that the model would decide the other way counts as a confident mistake, so the table
    runs from a half, a guess, to one.

    Raises:
        ValueError: There is no pair.
    """
    if not margins:
        raise ValueError("no pairs to measure on")
    right = [1.0 if margin > 0 else 0.5 if margin == 0 else 0.0 for margin in margins]
    sure = [1 / (1 + math.exp(-min(abs(margin), 700.0))) for margin in margins]
    edges = [0.5 + 0.5 * i / _BINS for i in range(_BINS + 1)]
    bins = []
    for low, high in pairwise(edges):
        last = high == edges[-1]
        chosen = [i for i, p in enumerate(sure) if low <= p < high or (last and p >= high)]
        if chosen:
            confidence = sum(sure[i] for i in chosen) / len(chosen)
            accuracy = sum(right[i] for i in chosen) / len(chosen)
            bins.append(Bin(low, high, len(chosen), confidence, accuracy))
    count = len(margins)
    accuracy = sum(right) / count
    return Calibration(
        accuracy=accuracy,
        interval=_wilson(accuracy, count),
        loss=sum(bradley_terry(margin) for margin in margins) / count,
        error=sum(b.pairs * abs(b.confidence - b.accuracy) for b in bins) / count,
        bins=tuple(bins),
    )


def bradley_terry(margin: float) -> float:
    """-log sigmoid(r_w - r_l)."""
    return max(-margin, 0.0) + math.log1p(math.exp(-abs(margin)))


def draw_reliability(found: Calibration, margins: Sequence[float], file: Path) -> None:
    """Draws confidence against accuracy, and the margins."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  (slow to import)
    from matplotlib.figure import Figure  # noqa: PLC0415

    from mascot.training.plots import COLOURS  # noqa: PLC0415

    figure = Figure(figsize=(8, 3.4), layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    left.plot([0.5, 1], [0.5, 1], color="#bbbbbb", linestyle=":", label="calibrated")
    left.plot(
        [b.confidence for b in found.bins],
        [b.accuracy for b in found.bins],
        marker="o",
        color=COLOURS[0],
        label=f"ECE {found.error:.3f}",
    )
    for b in found.bins:
        left.annotate(
            f"{b.pairs}", (b.confidence, b.accuracy), (4, -10), textcoords="offset points"
        )
    left.set(
        title=f"Held-out pairs: {found.accuracy:.1%} right",
        xlabel="confidence",
        ylabel="share right",
        ylim=(-0.02, 1.05),
    )
    left.legend(frameon=False, loc="lower right")
    right.hist(list(margins), bins=24, color=COLOURS[0])
    right.axvline(0, color="#333333", linewidth=1)
    right.set(title="Margins", xlabel="r(better) - r(worse)", ylabel="pairs")
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, dpi=130)


def _wilson(share: float, count: int) -> tuple[float, float]:
    middle = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = (
        _Z * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)) / (1 + _Z**2 / count)
    )
    return max(0.0, middle - half), min(1.0, middle + half)
