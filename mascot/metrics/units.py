"""Vectors of length one, between which a product is a cosine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def unit_rows(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Brings each row of a matrix to length one; a row of zeros, which has no direction, stays one.

    Args:
        rows: n x d.
    """
    largest = np.abs(rows).max(axis=1, initial=0.0, keepdims=True)
    scaled = _divided(rows, largest)  # or the squares of tiny values vanish
    return _divided(scaled, np.linalg.norm(scaled, axis=1, keepdims=True))


def _divided(rows: NDArray[np.float64], by: NDArray[np.float64]) -> NDArray[np.float64]:
    divided: NDArray[np.float64] = np.divide(rows, by, out=np.zeros_like(rows), where=by > 0)
    return divided
