"""Texts as vectors by their words alone: for where no embedding model is at hand.

They see shared words and shared parts of words, not shared meaning: a paraphrase counts as new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_DIMENSIONS = 4_096
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_GRAM = 4


def lexical_vectors(texts: Sequence[str]) -> NDArray[np.float64]:
    """Unit vectors of hashed words and character 4-grams, damped by how often they occur.

    Args:
        texts: n texts.

    Returns:
        n x 4,096; a text without a word is the zero vector.
    """
    vectors = np.zeros((len(texts), _DIMENSIONS))
    for row, text in zip(vectors, texts, strict=True):
        for feature, count in Counter(_features(text)).items():
            code = crc32(feature.encode())
            # The sign of a bit of its own lets features that collide cancel out on average.
            row[code % _DIMENSIONS] += (1 + np.log(count)) * (1 if code >> 31 else -1)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, norms, out=vectors, where=norms > 0)
    return vectors


def _features(text: str) -> Iterator[str]:
    for word in words(text):
        yield f"w:{word}"
        padded = f" {word} "
        yield from (padded[i : i + _GRAM] for i in range(len(padded) - _GRAM + 1))


def words(text: str) -> Iterable[str]:
    """The words of a text, in lower case."""
    return _WORD.findall(text.lower())
