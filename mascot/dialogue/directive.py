"""The director's decision z_t: who speaks next, and with what instruction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Source = Literal["model", "text", "name", "fallback", "mention", "turns", "only"]
"""How a directive came about.

``model``: the director's well-formed answer; ``text``, ``name``: read out of a malformed answer;
``fallback``: the answer was unusable, a rule chose; ``mention``: the user asked for somebody;
``turns``: a turn-taking strategy without a director; ``only``: nobody else was eligible.
"""


@dataclass(frozen=True, slots=True)
class Directive:
    """Whom the director chose and what it asked for.

    Attributes:
        speaker: A persona's id, or ``user`` when the director yields.
        reason: Why this one, now.
        action: What the speaker is to do.
        tone: How it is to sound.
        source: How the decision was reached.
    """

    speaker: str
    reason: str = ""
    action: str = ""
    tone: str = ""
    source: Source = "model"

    @property
    def instruction(self) -> str:
        """Action and tone in one line, as the speaker is told them."""
        parts = (self.action.strip(), self.tone and f"Tone: {self.tone.strip()}")
        return " ".join(p if p.endswith((".", "!", "?")) else f"{p}." for p in parts if p)

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping, for the graph's state and for events."""
        return asdict(self)
