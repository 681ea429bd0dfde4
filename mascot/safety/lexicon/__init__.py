"""The words, as data: one concept a file."""

from __future__ import annotations


def bag(words: str) -> frozenset[str]:
    """A set of words, written as text."""
    return frozenset(words.split())
