"""Nobody speaks unless called."""

from __future__ import annotations

from mascot.dialogue import USER, Directive
from mascot.graph.turns.floor import Floor


def manual(_floor: Floor) -> Directive | None:
    """Yields: calls are dealt with before any strategy is asked."""
    return Directive(speaker=USER, reason="Call somebody: @name, or a click.", source="turns")
