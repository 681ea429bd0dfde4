"""Choices that look random and are the same each time: a stable hash instead of a generator."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

from mascot.dialogue import Scene

T = TypeVar("T")
_LATEST = 40
"""So many turns, and how many there were, tell one moment of a talk from another."""


class Dice:
    """Throws that depend on the seed and the scene alone, whatever the process or the machine."""

    def __init__(self, scene: Scene, *salt: str) -> None:
        digest = blake2b(digest_size=16)
        for part in (str(scene.seed), *salt):
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        digest.update(str(len(scene.turns)).encode())
        for turn in scene.turns[-_LATEST:]:
            digest.update(f"{turn.speaker}\0{turn.text}\0".encode("utf-8", "surrogatepass"))
        self._base = digest.digest()
        self._throws = 0

    def roll(self, sides: int) -> int:
        """A number from 0 up to, but not including, ``sides``."""
        self._throws += 1
        digest = blake2b(self._base + self._throws.to_bytes(4, "big"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % sides

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.roll(len(options))]
