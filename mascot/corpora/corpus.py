"""Corpus: contexts, with the count of what was left out and why."""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mascot.corpora.context import Context

_CHARS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Corpus:
    """The contexts of one split.

    Attributes:
        contexts: In the order of the source.
        counts: What was read and what was left out, in words: ``{"conversations": 2769, …}``.
        licence: Under which what is made from it may be passed on; empty where it does not matter.
    """

    contexts: tuple[Context, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    licence: str = ""

    @property
    def groups(self) -> Mapping[str, int]:
        """How many contexts each group has."""
        return dict(Counter(context.group for context in self.contexts))


def draw(contexts: Sequence[Context], limit: int | None, seed: int = 0) -> tuple[Context, ...]:
    """A part of the contexts, the groups as even as they can be.

    The same for the same contexts, limit and seed, whatever their order; with a larger limit the
    smaller draw is contained in it.

    Args:
        contexts: All of them.
        limit: How many at most; None keeps all, in their order.
        seed: Draws others.
    """
    if limit is None or limit >= len(contexts):
        return tuple(contexts)
    piles: defaultdict[str, list[Context]] = defaultdict(list)
    for context in sorted(contexts, key=lambda c: _shuffled(c.id, seed)):
        piles[context.group].append(context)
    rounds = [
        context
        for i in range(max(map(len, piles.values())))
        for _, pile in sorted(piles.items())
        for context in pile[i : i + 1]
    ]
    return tuple(rounds[:limit])


def distinct(contexts: Iterable[Context]) -> tuple[list[Context], int]:
    """Contexts with different texts, and how many were left out.

    Of those whose texts are equal but for case and spacing the first stays.
    """
    first: dict[str, Context] = {}
    total = 0
    for total, context in enumerate(contexts, 1):  # noqa: B007  (the count is wanted)
        first.setdefault(" ".join(context.text.split()).casefold(), context)
    return list(first.values()), total - len(first)


def count_tokens(text: str) -> int:
    """About how many tokens a text is: a token for every four characters, rounded up.

    A rule that needs no tokenizer; Qwen3's own count of English speech lies a little below it.
    """
    return math.ceil(len(text) / _CHARS_PER_TOKEN)


def _shuffled(name: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}\0{name}".encode()).digest()
