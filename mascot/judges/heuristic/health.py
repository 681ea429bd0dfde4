"""Whether a reply is language at all: what no criterion should reward."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from mascot.judges.english import english, tokens

_GRAM = 5
_ENDS = (".", "!", "?", '"', "”", ")", "]", "’")


@dataclass(frozen=True, slots=True)
class Health:
    """Each from 0 (degenerate) to 1 (nothing wrong); documented in ``docs/judging.md``.

    Attributes:
        length: Long enough to say something, and not over what a reply may have.
        spelling: Words are spelt as English words are.
        order: Words follow each other as in English.
        grammar: There are words that hold others together, as in no list of keywords.
        variety: Words and phrases are not repeated.
        own: It is not copied out of the context, an earlier turn or the card.
        form: Ordinary characters, an end to the last sentence.
    """

    length: float
    spelling: float
    order: float
    grammar: float
    variety: float
    own: float
    form: float

    @property
    def overall(self) -> float:
        """The product: one thing that is wrong is enough."""
        return float(math.prod(getattr(self, f.name) for f in fields(self)))


def health_of(text: str, sources: Sequence[str], words: int) -> Health:
    """Examines a reply.

    Args:
        text: The reply.
        sources: What it might be copied from.
        words: How many words a reply may have.
    """
    found = tokens(text)
    spoken = [token for token in found if token[0].isalnum()]
    letters = [word for word in spoken if word[0].isalpha()]
    if not letters:
        return Health(0, 0, 0, 0, 0, 0, 0)
    table = english()
    spelt = sum(map(table.spelt, letters)) / len(letters)
    common = sum(word in table.common for word in letters) / len(letters)
    return Health(
        length=_length(len(spoken), words),
        spelling=_ramp(spelt, 0.5, 0.82),
        order=_ramp(table.order(found), -0.6, -0.05),
        grammar=_ramp(common, 0.25, 0.42),
        variety=_variety(spoken),
        own=1 - _ramp(_copied(spoken, sources), 0.5, 0.9),
        form=_form(text),
    )


def _length(count: int, words: int) -> float:
    short = _ramp(count, 1, 8)
    return short * (1 - 0.8 * _ramp(count, 0.7 * words, 1.4 * words))


def _variety(words: Sequence[str]) -> float:
    repeated = [
        1 - len(grams) / max(1, sum(grams.values()))
        for n in (2, 3)
        if (grams := Counter(zip(*(words[i:] for i in range(n)), strict=False)))
    ]
    most = max((Counter(word for word in words if len(word) > 3).values()), default=0)  # noqa: PLR2004
    one_word = most / (3 + len(words) / 8)  # a word or two of a reply's own theme may come back
    phrases = max(repeated, default=0.0)
    return (1 - _ramp(phrases, 0.08, 0.4)) * (1 - _ramp(one_word, 0.7, 1.4))


def _copied(words: Sequence[str], sources: Sequence[str]) -> float:
    """The share of the words that stand in a run of five which a source has too."""
    if len(words) < _GRAM:
        return 0.0
    known: set[tuple[str, ...]] = set().union(*map(_grams, sources)) if sources else set()
    inside = [False] * len(words)
    for i in range(len(words) - _GRAM + 1):
        if tuple(words[i : i + _GRAM]) in known:
            inside[i : i + _GRAM] = [True] * _GRAM
    return sum(inside) / len(words)


@lru_cache(maxsize=1_024)
def _grams(source: str) -> frozenset[tuple[str, ...]]:
    words = [token for token in tokens(source) if token[0].isalnum()]
    return frozenset(tuple(words[i : i + _GRAM]) for i in range(len(words) - _GRAM + 1))


def _form(text: str) -> float:
    text = text.strip()
    odd = sum(not (c.isascii() or c.isalpha() or c in "’‘“”…–—€£°") for c in text) / len(text)
    signs = sum(not (c.isalnum() or c.isspace()) for c in text) / len(text)
    capitals = sum(c.isupper() for c in text) / max(1, sum(c.isalpha() for c in text))
    return (
        (1.0 if text.endswith(_ENDS) else 0.85)
        * (1 - 0.8 * _ramp(odd, 0.03, 0.3))
        * (1 - 0.8 * _ramp(signs, 0.12, 0.3))
        * (1 - 0.8 * _ramp(capitals, 0.25, 0.7))
    )


def _ramp(value: float, low: float, high: float) -> float:
    """0 up to ``low``, 1 from ``high``, straight between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
