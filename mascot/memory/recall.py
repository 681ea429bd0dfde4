"""Which facts a prompt gets to see: those that are close to the last words, and the latest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mascot.memory.facts import Fact
from mascot.memory.refusals import one_line
from mascot.personas.likeness import nearness

BUDGET = 550
"""Characters that recalled facts may take in a prompt."""

_RECENCY = 0.2
"""What being the latest counts, where being the same words counts 1."""


def chosen(facts: Sequence[Fact], words: str, *, budget: int = BUDGET) -> list[Fact]:
    """The facts that are worth their place now, oldest first.

    Args:
        facts: All that may be told.
        words: What the user said last.
        budget: Characters that they may take.
    """
    by_age = sorted(facts, key=lambda fact: (fact.when, fact.id))
    likeness = nearness(words, [fact.text for fact in by_age])
    worth = [near + _RECENCY * (place + 1) / len(by_age) for place, near in enumerate(likeness)]
    taken: set[int] = set()
    for place in sorted(range(len(by_age)), key=lambda i: -worth[i]):
        cost = len(_line(by_age[place]))
        if cost <= budget:
            budget -= cost
            taken.add(place)
    return [by_age[place] for place in sorted(taken)]


def recalled(facts: Sequence[Fact], words: str) -> tuple[str, ...]:
    """The lines that a prompt shows of these facts, with the day on which each was said."""
    return tuple(_line(fact) for fact in chosen(facts, words))


def _line(fact: Fact) -> str:
    # Cleaned again: the store may be shared with others who write to it.
    return f"{day_of(fact.when)}: {one_line(fact.text)}"


def day_of(when: str) -> str:
    """A day for people; what is no time stays as it is."""
    try:
        time = datetime.fromisoformat(when)
    except ValueError:
        return when[:10]
    return f"{time.day} {time:%b %Y}"
