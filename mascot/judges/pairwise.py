"""Which of two conversations is better, asked without a word of who had them."""

from __future__ import annotations

from collections.abc import Sequence

from mascot.dialogue import Scene, Turn
from mascot.judges.answers import before_of, cards_of, line_of
from mascot.judges.choosing import Question

PAIRWISE = "pairwise/1"
"""The version changes with every change of the wording."""

_TASK = (
    "Two groups of AI companions answered the same person. Say which of the two conversations this "
    "person would have been better served by. Look at: warmth and understanding that fit what the "
    "person is going through; members who are true to their cards and to the facts, and differ from "
    "each other; details of this very situation; whether the replies build on each other and move "
    "the talk on. Length is no merit, and which of the two stands first means nothing."
)
_OPTIONS = {
    "A": "conversation A is better",
    "B": "conversation B is better",
    "tie": "neither is clearly better",
}
SHARES = {"A": 1.0, "B": 0.0, "tie": 0.5}
"""What an answer says of the first conversation."""


def pairwise_question(scene: Scene, first: Sequence[Turn], second: Sequence[Turn]) -> Question:
    """The question which of two conversations is better.

    Ask it in both orders: judges tend to prefer whatever stands first.

    Args:
        scene: What both had before them.
        first: What was said in the one, shown as A.
        second: What was said in the other, shown as B.
    """
    shown = [
        f"<conversation_{name}>\n{chr(10).join(line_of(scene, turn) for turn in turns)}\n"
        f"</conversation_{name}>"
        for name, turns in (("a", first), ("b", second))
    ]
    material = "\n\n".join((cards_of(scene), before_of(scene), *shown))
    return Question(label=PAIRWISE, task=_TASK, material=material, options=_OPTIONS)
