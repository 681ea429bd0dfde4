"""A sign: one way to say that a life is in danger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mascot.safety.crisis import Kind
from mascot.safety.lexicon import bag
from mascot.safety.patterns import Pattern

NEGATORS = bag("not never no without neither nor nobody none hardly nowhere")


@dataclass(frozen=True, slots=True)
class Sign:
    """One way to say it.

    A sign is enough on its own. A hint (it has a family) counts only when hints of other families
    stand near and weigh enough together.

    Attributes:
        kind: What it is about.
        pattern: The words.
        family: For a hint, the idea that it belongs to.
        weight: For a hint, how much it says.
        soft: Also said in play: laughter, embarrassment or a trifle near it take it back.
        act: Names a deed, which stories, games and reports tell of, too.
        past: Tells of something that has been.
        lone: Counts only where the sentence names nobody else, and neither beast nor thing.
        sure: The words alone tell whom it is about; nobody looks for a subject.
    """

    kind: Kind
    pattern: Pattern
    family: str = ""
    weight: int = 0
    soft: bool = False
    act: bool = False
    past: bool = False
    lone: bool = False
    sure: bool = False

    @property
    def says_not(self) -> bool:
        """Whether a "not" is part of the words."""
        return not NEGATORS.isdisjoint(self.pattern.words)


def signs(kind: Kind, says: str, **features: bool | int | str) -> Iterator[Sign]:
    """One sign for each line.

    Args:
        kind: What they are about.
        says: Patterns, a line each.
        features: What else holds for all of them, see `Sign`.
    """
    for say in filter(None, map(str.strip, says.splitlines())):
        yield Sign(kind, Pattern(say), **features)  # type: ignore[arg-type]
