"""Personas' cards as text, for prompts that are not the group's own."""

from __future__ import annotations

from mascot.personas import Ensemble, Persona


def card(persona: Persona) -> str:
    """One card.

    Args:
        persona: Whose.
    """
    return "\n".join(persona.lines(f"[{persona.name}]"))


def cards(ensemble: Ensemble) -> str:
    """The cards of a group.

    Args:
        ensemble: The group.
    """
    return "\n\n".join(map(card, ensemble.personas))
