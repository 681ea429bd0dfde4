"""K*: how many different voices a set of replies amounts to."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mascot.metrics.units import unit_rows


def effective_voices(vectors: ArrayLike) -> float:
    """The effective number of distinct replies, K* = 2^H.

    H is the entropy, in bits, of the eigenvalues of the replies' Gram matrix over n (the Vendi
    score of Friedman and Dieng, 2023, with the cosine as its kernel).

    Args:
        vectors: n x d, a row for each reply; rows are brought to length one, and a zero row
            counts as a voice that says nothing: it is left out.

    Returns:
        Between 1 (all alike) and n (all orthogonal); 0 where nothing was said.

    Raises:
        ValueError: `vectors` is not a matrix, or holds a value that is not finite.
    """
    units = _units(vectors)
    return _voices(units @ units.T)


def without_each(vectors: ArrayLike) -> NDArray[np.float64]:
    """What each reply adds: K* of all less K* without it.

    Args:
        vectors: As for `effective_voices`.

    Returns:
        n differences, in voices; near 0 for a reply that others have said.
    """
    matrix = np.asarray(vectors, dtype=float)
    units = _units(matrix)
    gram = units @ units.T  # once: a long talk has hundreds of replies
    whole = _voices(gram)
    spoke = np.abs(matrix).max(axis=1, initial=0.0) > 0
    added = np.zeros(len(matrix))
    added[spoke] = [
        whole - _voices(np.delete(np.delete(gram, i, axis=0), i, axis=1)) for i in range(len(gram))
    ]
    return added


def _voices(gram: NDArray[np.float64]) -> float:
    """K* from the cosines of n replies."""
    if not len(gram):
        return 0.0
    values = np.linalg.eigvalsh(gram / len(gram))
    shares = values[values > 1e-12]  # noqa: PLR2004  (what is left of rounding)
    return float(2 ** -(shares * np.log2(shares)).sum())


def _units(vectors: ArrayLike) -> NDArray[np.float64]:
    """The rows that say something, at length one."""
    matrix = np.asarray(vectors, dtype=float)
    if matrix.ndim != 2:  # noqa: PLR2004
        raise ValueError(f"vectors have {matrix.ndim} dimensions; n x d is needed")
    if not np.isfinite(matrix).all():
        raise ValueError("vectors hold a value that is not finite")
    return unit_rows(matrix[np.abs(matrix).max(axis=1, initial=0.0) > 0])
