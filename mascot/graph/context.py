"""Settings of one run of the graph."""

from __future__ import annotations

from dataclasses import dataclass

from mascot.errors import MascotError
from mascot.graph.turns import STRATEGIES


@dataclass(frozen=True, kw_only=True)
class ChatContext:
    """How one round is conducted; passed as ``context=`` to the compiled graph.

    Attributes:
        turns: Turn-taking strategy: ``director``, ``round-robin``, ``random`` or ``manual``.
        replies: At most so many replies per user message; None takes the ensemble's.
        muted: Ids of personas that may not speak.
        speak: This persona speaks next, whatever the strategy (a click, "regenerate").
        seed: Makes random choices and the demo's variety repeatable.
        stream: Whether models are streamed; turn it off where nobody watches (batch work).

    Raises:
        MascotError: The strategy is unknown, or `replies` is below one.
    """

    turns: str = "director"
    replies: int | None = None
    muted: tuple[str, ...] = ()
    speak: str | None = None
    seed: int | None = None
    stream: bool = True

    def __post_init__(self) -> None:
        if self.turns not in STRATEGIES:
            known = ", ".join(STRATEGIES)
            raise MascotError(f"Unknown turn-taking {self.turns!r}; choose from {known}.")
        if self.replies is not None and self.replies < 1:
            raise MascotError(f"replies is {self.replies}; at least one reply is needed.")
