"""The director model decides, where the answer is not known without it."""

from __future__ import annotations

from mascot.dialogue import Directive
from mascot.graph.turns.floor import Floor


def by_director(floor: Floor) -> Directive | None:
    """Only a choice needs a director: one candidate who has to speak is taken unasked."""
    if len(floor.eligible) == 1 and not floor.may_yield:
        return Directive(speaker=floor.eligible[0], reason="Nobody else may speak.", source="only")
    return None
