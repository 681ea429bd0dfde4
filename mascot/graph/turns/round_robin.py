"""Everybody in turn, in the order of the definition."""

from __future__ import annotations

from mascot.dialogue import Directive
from mascot.graph.turns.floor import Floor


def round_robin(floor: Floor) -> Directive | None:
    """The one after the last speaker."""
    ids = floor.scene.ensemble.ids
    start = ids.index(floor.last) + 1 if floor.last else 0
    order = ids[start:] + ids[:start]
    speaker = next(who for who in order if who in floor.eligible)
    return Directive(speaker=speaker, reason="Everybody in turn.", source="turns")
