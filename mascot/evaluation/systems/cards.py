"""Personas' cards as text, for prompts that are not the group's own."""

from __future__ import annotations

from mascot.personas import Ensemble, Persona


def card(persona: Persona) -> str:
    """One card.

    Args:
        persona: Whose.
    """
    lines = [f"[{persona.name}] {persona.role.rstrip('.')}. {persona.description}"]
    if persona.traits:
        lines.append(f"Traits: {', '.join(persona.traits)}.")
    if persona.style:
        lines.append(f"Style: {persona.style}")
    lines.extend(f"Does: {line}" for line in persona.do)
    lines.extend(f"Never: {line}" for line in persona.dont)
    return "\n".join(lines)


def cards(ensemble: Ensemble) -> str:
    """The cards of a group.

    Args:
        ensemble: The group.
    """
    return "\n\n".join(map(card, ensemble.personas))
