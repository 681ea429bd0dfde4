"""Drift: whether the personas of a long talk stay who they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mascot.metrics.units import unit_rows

_WINDOWS = 5
_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How well the personas are told apart by how they began, window by window.

    Attributes:
        windows: For each window the mean margin: how much nearer (in cosine) its replies are to the
            way their own speaker began than to the way the others did. Each reply of the first
            window is held against the rest of that window.
        index: The first window's margin less the last's: above 0 the personas have blurred.
    """

    windows: tuple[float, ...]
    index: float


def drift_of(
    speakers: Sequence[str], vectors: ArrayLike, *, windows: int = _WINDOWS
) -> Drift | None:
    """Measures the drift over a talk.

    Args:
        speakers: Who said each reply, in order.
        vectors: A row per reply; lexical vectors will do.
        windows: Into how many parts of like length to cut the talk.

    Returns:
        None where the talk is too short for it: two personas must each speak twice in the first
        window, and once in the last.

    Raises:
        ValueError: There is not one row per reply, or fewer than two windows.
    """
    rows = np.asarray(vectors, dtype=float)
    if len(rows) != len(speakers):
        raise ValueError(f"{len(speakers)} replies and {len(rows)} vectors; one each is needed")
    if windows < _LEAST:
        raise ValueError(f"{windows} windows; drift needs at least {_LEAST}")
    units = unit_rows(rows)
    parts = [part.tolist() for part in np.array_split(np.arange(len(speakers)), windows)]
    first: dict[str, list[int]] = defaultdict(list)
    for i in parts[0]:
        first[speakers[i]].append(i)
    known = {speaker: places for speaker, places in first.items() if len(places) >= _LEAST}
    if len(known) < _LEAST:
        return None
    margins = [
        [_margin(i, speakers[i], known, units) for i in part if speakers[i] in known]
        for part in parts
    ]
    if not margins[0] or not margins[-1]:
        return None
    means = tuple(float(np.mean(part)) if part else float("nan") for part in margins)
    return Drift(windows=means, index=means[0] - means[-1])


def _margin(i: int, speaker: str, first: dict[str, list[int]], units: NDArray[np.float64]) -> float:
    own = units[[j for j in first[speaker] if j != i]].mean(axis=0)
    others = [units[places].mean(axis=0) for name, places in first.items() if name != speaker]
    return float(units[i] @ own - np.mean([units[i] @ other for other in others]))
