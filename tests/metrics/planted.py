"""Talks with a known defect, or with none."""

from __future__ import annotations

import random

MOVES = {
    "anchor": (
        "That sounds heavy, and I am glad you told us.",
        "I hear how tired {thing} has made you. Stay as long as you need.",
        "Of course it hurts. {thing} mattered, and it still does.",
    ),
    "catalyst": (
        "What changed about {thing} just before it went wrong?",
        "Which part of {thing} is yours to decide, and which is not?",
        "If you had one hour, what would you try first with {thing}?",
    ),
    "beacon": (
        "Look what you did there! {thing} came from your own courage!",
        "I am so proud of you! Who will you tell about {thing} first?",
        "Yes! Keep that moment with {thing}, it is all yours!",
    ),
}
THINGS = ("the move", "your sister", "the exam", "the garden", "that letter", "the dog", "your job")
GENERIC = (
    "It is important to remember that everyone faces challenges. Take care of {thing}.",
    "Thank you for sharing. Consider making a plan for {thing}.",
    "I understand how you feel about {thing}. Try talking to a friend.",
)


def talks(count: int, *, collapsed: bool, seed: int = 1) -> tuple[list[str], list[str], list[str]]:
    """Texts, personas and clusters; collapsed personas all draw from one generic voice."""
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        thing = draw.choice(THINGS)
        for persona, moves in MOVES.items():
            line = draw.choice(GENERIC if collapsed else moves).format(thing=thing)
            rows.append((line, persona, f"talk-{number}"))
    texts, personas, clusters = zip(*rows, strict=True)
    return list(texts), list(personas), list(clusters)
