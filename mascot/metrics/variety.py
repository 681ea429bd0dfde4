"""How much of what a group says is new, and how much somebody has said before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mascot.metrics.lexical import words

Gram = tuple[str, ...]
_PHRASE = 3


def distinct_n(texts: Iterable[str], n: int) -> float | None:
    """Distinct n-grams over all n-grams (Li et al., 2016).

    The value falls with the amount of text, so only texts of like length compare.

    Args:
        texts: What was said; n-grams do not reach across two of them.
        n: 1 for words, 2 for pairs of words …

    Returns:
        Between 0 and 1; None where there is no n-gram at all.

    Raises:
        ValueError: `n` is below 1.
    """
    grams = [gram for text in texts for gram in _grams(text, n)]
    return len(set(grams)) / len(grams) if grams else None


def repeated_from_others(turns: Sequence[tuple[str, str]], n: int = _PHRASE) -> list[float | None]:
    """For each turn, the share of its n-grams that somebody else has said before it.

    An echo of another speaker counts, a speaker's own refrain does not: this is what tells a group
    that talks from a group that repeats itself.

    Args:
        turns: Speaker and text, in order. What the user said may be among them.
        n: Words in a phrase.

    Returns:
        A share per turn; None for a turn of fewer than `n` words.
    """
    said: dict[Gram, set[str]] = {}
    shares: list[float | None] = []
    for speaker, text in turns:
        grams = _grams(text, n)
        echoed = sum(bool(said.get(gram, set()) - {speaker}) for gram in grams)
        shares.append(echoed / len(grams) if grams else None)
        for gram in grams:
            said.setdefault(gram, set()).add(speaker)
    return shares


def _grams(text: str, n: int) -> list[Gram]:
    if n < 1:
        raise ValueError(f"n is {n}; an n-gram has at least one word")
    found = list(words(text))
    return [tuple(found[i : i + n]) for i in range(len(found) - n + 1)]
