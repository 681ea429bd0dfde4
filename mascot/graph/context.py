"""Settings of one run of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mascot.errors import MascotError
from mascot.graph.turns import STRATEGIES


@dataclass(frozen=True, kw_only=True)
class ChatContext:
    """How one round is conducted; passed as ``context=`` to the compiled graph.

    Where the group is part of another graph, that graph's own context may carry these settings in
    a field ``mascot``; without one the group uses the defaults.

    Attributes:
        turns: Turn-taking strategy: ``director``, ``round-robin``, ``random`` or ``manual``.
        replies: At most so many replies per user message; None takes the ensemble's.
        muted: Ids of personas that may not speak.
        speak: This persona speaks next, whatever the strategy (a click, "regenerate").
        seed: Makes random choices and the demo's variety repeatable.
        stream: Whether models are streamed; turn it off where nobody watches (batch work).
        memory: Whose long-term memory the group reads and adds to: an id that your app trusts,
            such as that of the user who logged in. None turns memory off. The graph needs a store.

    Raises:
        MascotError: The strategy is unknown, `replies` is below one, or `memory` is empty.
    """

    turns: str = "director"
    replies: int | None = None
    muted: tuple[str, ...] = ()
    speak: str | None = None
    seed: int | None = None
    stream: bool = True
    memory: str | None = None

    def __post_init__(self) -> None:
        if self.turns not in STRATEGIES:
            known = ", ".join(STRATEGIES)
            raise MascotError(f"Unknown turn-taking {self.turns!r}; choose from {known}.")
        if self.replies is not None and self.replies < 1:
            raise MascotError(f"replies is {self.replies}; at least one reply is needed.")
        if self.memory == "":
            raise MascotError("memory is empty; name whose it is, or leave it off.")


def context_of(given: object) -> ChatContext:
    """The settings in what a run was given: our own, another graph's, or nothing.

    Args:
        given: The run's context.

    Raises:
        MascotError: The field ``mascot`` holds something else.
    """
    if isinstance(given, ChatContext):
        return given
    own: Any = given.get("mascot") if isinstance(given, Mapping) else getattr(given, "mascot", None)
    if own is None:
        return ChatContext()
    if isinstance(own, ChatContext):
        return own
    try:
        return ChatContext(**own)
    except TypeError as error:
        raise MascotError(
            f"The field 'mascot' of the context is a {type(own).__name__} that is no ChatContext "
            f"({error}); give it a ChatContext, or a mapping of its settings."
        ) from None
