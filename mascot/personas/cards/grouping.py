"""Several imported cards as one group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mascot.personas.cards.character import COLOURS
from mascot.personas.cards.importing import ImportedCard
from mascot.personas.cards.wording import fitted, plain_name, slug, unique
from mascot.personas.models import RESERVED_IDS, DirectorBrief, Ensemble, Persona, fold

_BRIEF = (
    "Call whoever the person's last words concern most, by what the cards say of them. Let somebody "
    "answer another member where the two would disagree. Never the same speaker twice in a row. "
    "Yield to the user when a question stands that only they can answer."
)
_SETTING = (
    "A group chat in which the person talks with {names}, each with a character of their own."
)
_REPLIES = 3


def apart(personas: Sequence[Persona]) -> tuple[Persona, ...]:
    """The same personas with ids, names, aliases and colours that differ."""
    taken: set[str] = set(RESERVED_IDS)
    colours = list(COLOURS)
    result = []
    for persona in personas:
        name = unique(persona.name, taken, " ", fold)
        identity = unique(persona.id, taken, "-", fold)
        own = {fold(name), fold(identity)}
        aliases = tuple(alias for alias in persona.aliases if fold(alias) not in taken | own)
        taken |= own | {fold(alias) for alias in aliases}
        colour = persona.colour
        if colour in COLOURS:
            colour = colour if colour in colours or not colours else colours[0]
            colours = [other for other in colours if other != colour]
        changed = {"name": name, "id": identity, "aliases": aliases, "colour": colour}
        result.append(persona.model_copy(update=changed))
    return tuple(result)


def as_group(name: str, cards: Sequence[ImportedCard]) -> Ensemble:
    """An ensemble of imported cards, with a brief that suits any of them.

    Args:
        name: The ensemble's name; its id is made of it.
        cards: At least one.

    Raises:
        pydantic.ValidationError: The name cannot be used.
    """
    personas = apart([card.persona for card in cards])
    names = [persona.name for persona in personas]
    row = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    alone = cards[0] if len(cards) == 1 else None
    scenario = fitted(alone.scenario, 600) if alone else ""
    fields: dict[str, Any] = {
        "id": unique(slug(name, "group"), RESERVED_IDS, "-", fold),
        "name": plain_name(re.sub(r"[-_]+", " ", name)).capitalize() or row[:48],
        "description": f"{row}, imported.",
        "setting": scenario or _SETTING.format(names=fitted(row, 400)),
        "personas": personas,
        "director": DirectorBrief(brief=_BRIEF),
        "replies": min(_REPLIES, len(personas)),
        "opening": (alone.greeting or None) if alone else None,
    }
    return Ensemble(**fields)
