"""Those who are called speak: a click on a persona, or an @mention in the message."""

from __future__ import annotations

from mascot.dialogue import USER, Directive
from mascot.graph.turns.floor import Floor


def called(floor: Floor) -> Directive | None:
    """Whoever was called and has not replied yet, in order; then the floor goes back to the user.

    Returns:
        None when nobody was called.
    """
    wanted = (floor.speak,) if floor.speak else tuple(w for w in floor.asked if w in floor.present)
    if not wanted:
        return None
    for who in wanted:
        if who not in floor.scene.spoken:
            return Directive(
                speaker=who,
                reason="You asked for this one.",
                action="Answer what they asked you.",
                source="mention",
            )
    return Directive(speaker=USER, reason="Everybody you called has answered.", source="mention")
