"""Companion group chats: a director decides who speaks next, persona agents answer in character.

The public names are loaded on first use, so that ``import mascot`` is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mascot._version import __version__

if TYPE_CHECKING:
    from mascot.dialogue import Directive
    from mascot.errors import MascotError
    from mascot.graph import ChatContext, ChatSession, Event, build_group_chat
    from mascot.personas import Ensemble, Persona, load_ensemble

__all__ = [
    "ChatContext",
    "ChatSession",
    "Directive",
    "Ensemble",
    "Event",
    "MascotError",
    "Persona",
    "__version__",
    "build_group_chat",
    "load_ensemble",
]

_HOME = {
    "ChatContext": "mascot.graph",
    "ChatSession": "mascot.graph",
    "Directive": "mascot.dialogue",
    "Ensemble": "mascot.personas",
    "Event": "mascot.graph",
    "MascotError": "mascot.errors",
    "Persona": "mascot.personas",
    "build_group_chat": "mascot.graph",
    "load_ensemble": "mascot.personas",
}


def __getattr__(name: str) -> Any:
    if home := _HOME.get(name):
        return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
