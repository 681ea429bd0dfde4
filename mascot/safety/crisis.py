"""What a check reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from mascot.errors import MascotError

Kind = Literal["emergency", "danger", "violence", "suicide", "self_harm"]
"""What it is about, the most urgent first.

``emergency``: something was taken, or a body is failing; ``danger``: somebody hurts or threatens
somebody; ``violence``: the person may hurt others; ``suicide``; ``self_harm``.
"""

About = Literal["self", "other"]


class SafetyError(MascotError):
    """Safety settings, resources or phrases that cannot be used."""


@dataclass(frozen=True, slots=True)
class Crisis:
    """Words of self-harm, suicide or danger to life.

    Attributes:
        kind: What it is about.
        about: Whether the person speaks of themselves or of somebody else.
        evidence: The words that led to it, for logs and tests; never shown in the chat.
    """

    kind: Kind
    about: About
    evidence: str


class SafetyCheck(Protocol):
    """Reads one message. `mascot.safety.detect` is one; an embedder may pass another."""

    def __call__(self, text: str, /) -> Crisis | None:
        """The crisis that the text tells of, or None."""
        ...
