"""Seat: whom a model is for, and the adapters that are made for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from mascot.backends.backend import Backend
from mascot.backends.catalogue import Catalogue, ServedModel
from mascot.backends.discovery import LocalServer, find_local_server

Role = Literal["director", "speaker"]

SHARED = "shared"
"""The name of an adapter that was trained for director and speakers alike."""


class Known(Catalogue):
    """What was found and made while one group is built; each question is asked once.

    Attributes:
        made: Backends, by what they were made from.
    """

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[object, Backend] = {}

    @cached_property
    def local_server(self) -> LocalServer | None:
        """The server that answers on this machine."""
        return find_local_server()


@dataclass(frozen=True, slots=True)
class Seat:
    """Whom a model is for.

    Attributes:
        role: Director or speaker; None where that does not matter.
        persona: Which speaker.
        known: Shared by the seats of one group.
    """

    role: Role | None = None
    persona: str | None = None
    known: Known = field(default_factory=Known, repr=False, compare=False)

    @property
    def adapters(self) -> tuple[str, ...]:
        """The names of models made for this seat, the closest first."""
        if self.role is None:
            return ()
        own = (f"{self.role}-{self.persona}",) if self.persona else ()
        return (*own, self.role, SHARED)


def choose(models: Sequence[ServedModel], seat: Seat) -> ServedModel:
    """The model made for a seat, else the base model, else the first.

    Args:
        models: What a server has; at least one.
        seat: Whom it is for.
    """
    names = {model.name: model for model in models}
    fitting = next((names[name] for name in seat.adapters if name in names), None)
    return fitting or next((model for model in models if model.parent is None), models[0])


def missing(models: Sequence[ServedModel]) -> str | None:
    """What a server lacks for the roles of a group, in words; None when it lacks nothing.

    The same words for every seat: whoever falls back on the base model shares one notice.
    """
    names = {model.name for model in models}
    lacking = [role for role in ("director", "speaker") if role not in names]
    if not lacking or SHARED in names:
        return None
    base = choose(models, Seat()).name
    return f"nothing is served as {' or '.join(map(repr, lacking))}; {base} answers instead."
