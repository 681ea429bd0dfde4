"""Whoever the dice choose, the talkative more often: the paper's ablation without collaboration."""

from __future__ import annotations

import random

from mascot.dialogue import Directive
from mascot.graph.turns.floor import Floor

_LEAST = 0.01  # even the most silent persona can be drawn


def random_order(floor: Floor) -> Directive | None:
    """A draw weighted by talkativeness; the same for the same seed and conversation length."""
    scene = floor.scene
    draw = random.Random(None if scene.seed is None else f"{scene.seed}:{len(scene.turns)}")
    weights = [max(_LEAST, scene.ensemble[who].talkativeness) for who in floor.eligible]
    (speaker,) = draw.choices(floor.eligible, weights)
    return Directive(speaker=speaker, reason="Drawn at random.", source="turns")
