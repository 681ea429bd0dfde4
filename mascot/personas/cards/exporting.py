"""From a persona back to a character card."""

from __future__ import annotations

import base64
import copy
from dataclasses import dataclass
from typing import Any

from mascot.errors import PersonaError
from mascot.personas.cards import png
from mascot.personas.cards.character import COLOURS, read_character
from mascot.personas.cards.importing import CARD_TEXTS
from mascot.personas.cards.jsontext import kept, parse
from mascot.personas.cards.ours import KEY, rules, written
from mascot.personas.models import Persona

_TEXTS = (
    "name", "description", "personality", "scenario", "first_mes", "mes_example", "creator_notes",
    "system_prompt", "post_history_instructions", "creator", "character_version",
)  # fmt: skip
_V3_ONLY = (
    "assets", "nickname", "creator_notes_multilingual", "source", "group_only_greetings",
    "creation_date", "modification_date",
)  # fmt: skip
_BEYOND = ("role", "do", "dont", "aliases", "emoji", "colour", "talkativeness")


@dataclass(frozen=True, slots=True)
class ExportedCard:
    """A persona as a character card of version 2.

    Attributes:
        card: The JSON object.
        notes: What a card cannot hold, or what was put elsewhere, in sentences.
        v3: The same as version 3, where the persona came from one.
        colour: Of the picture, where there is none.
    """

    card: dict[str, Any]
    notes: tuple[str, ...] = ()
    v3: dict[str, Any] | None = None
    colour: str = COLOURS[0]

    def json(self) -> str:
        """The card as JSON text."""
        return kept(self.card) + "\n"

    def png(self, picture: bytes | None = None) -> bytes:
        """The card in a PNG picture.

        Args:
            picture: A PNG file; a plain one is made if there is none.

        Raises:
            PersonaError: The picture is no whole PNG file.
        """
        image = png.Png(picture or png.plain_png(self.colour))
        if not image.whole:
            raise PersonaError("the picture is cut short; take another")
        cards = {"chara": self.card} | ({"ccv3": self.v3} if self.v3 else {})
        bare = png.Png(image.without_texts(CARD_TEXTS))
        return bare.with_texts(
            [(name, base64.b64encode(kept(card).encode())) for name, card in cards.items()]
        )


def export_card(persona: Persona) -> ExportedCard:
    """A persona as a character card of version 2.

    A persona that was imported from a card and not changed since gives back that card. What was
    changed is changed in the card too; what the standard has no place for stands in
    ``extensions.mascot``, where `import_card` finds it.

    Args:
        persona: Imported or not.

    Raises:
        PersonaError: Its ``origin.card`` was edited and is no card any more.
    """
    notes: list[str] = []
    origin = persona.origin
    original = parse(origin.card) if origin and origin.card else None
    if original is None or origin is None or origin.format == "tinytroupe":
        card = _new(persona)
        if original is not None:
            card["data"]["extensions"]["tinytroupe"] = original
            notes.append("TinyTroupe's own fields stand in `extensions.tinytroupe`.")
        elif origin:
            notes.append("The original was too large to be kept; this is a new card.")
    else:
        card = _second(original)
        _edit(card, persona, notes)
    data, v3 = card["data"], None
    if origin and origin.format == "chara_card_v3" and original:
        v3 = {**card, "spec": "chara_card_v3", "spec_version": original.get("spec_version", "3.0")}
        if own := [key for key in _V3_ONLY if data.get(key)]:
            notes.append(
                f"What only version 3 knows is kept, and programs for version 2 pass over it: {', '.join(own)}."
            )
    if persona.backend is not None:
        notes.append("Its model (`backend`) is not exported.")
    return ExportedCard(card, tuple(notes), v3, persona.colour)


def _new(persona: Persona) -> dict[str, Any]:
    data: dict[str, Any] = dict.fromkeys(_TEXTS, "")
    data |= {"alternate_greetings": [], "tags": [], "extensions": {}}
    data |= {
        "name": persona.name,
        "description": persona.description + rules(persona),
        "creator_notes": persona.role,
        "personality": ", ".join(persona.traits),
        "system_prompt": _system_prompt(persona),
        "mes_example": _examples(persona),
    }
    data["extensions"]["talkativeness"] = str(persona.talkativeness)
    data["extensions"][KEY] = written(persona, data)
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": data}


def _second(original: dict[str, Any]) -> dict[str, Any]:
    """A card of any version as one of version 2, nothing lost."""
    card = copy.deepcopy(original)
    if not isinstance(card.get("data"), dict):
        moved = {key: card.pop(key) for key in (*_TEXTS, "tags", "extensions") if key in card}
        card = {"spec": "chara_card_v2", "spec_version": "2.0", "data": moved} | card
        if "talkativeness" in card:
            moved.setdefault("extensions", {"talkativeness": card["talkativeness"]})
        for old, new in (("char_name", "name"), ("char_persona", "description"),
                         ("char_greeting", "first_mes"), ("example_dialogue", "mes_example"),
                         ("world_scenario", "scenario")):  # fmt: skip
            if old in card and new not in moved:
                moved[new] = card[old]
    version_3 = card.get("spec") == "chara_card_v3"
    if version_3 or not isinstance(card.get("spec"), str):
        card |= {"spec": "chara_card_v2", "spec_version": "2.0"}
    data = card["data"]
    for key in _TEXTS:
        data.setdefault(key, "")
    for key in ("alternate_greetings", "tags"):
        data.setdefault(key, [])
    data.setdefault("extensions", {})
    return card


def _edit(card: dict[str, Any], persona: Persona, notes: list[str]) -> None:
    """Puts into a card what was changed since it was read."""
    data = card["data"]
    read = read_character(card, persona.name, []).persona
    texts = _changed_texts(data, read, persona, notes)
    beyond = [key for key in _BEYOND if getattr(persona, key) != getattr(read, key)]
    if persona.colour in COLOURS and "colour" in beyond:
        beyond.remove("colour")  # ours, and not somebody's choice
    if not texts and not beyond:
        return
    data.update(texts)
    if texts:
        notes.append(f"Changed since the import, and here too: {', '.join(sorted(texts))}.")
    if not isinstance(data.get("extensions"), dict):
        data["extensions"] = {}
    if "talkativeness" in beyond:
        data["extensions"]["talkativeness"] = str(persona.talkativeness)
    if beyond:
        where = f"extensions.{KEY}"
        notes.append(f"In `{where}`, where other programs do not look: {', '.join(beyond)}.")
    data["extensions"][KEY] = written(persona, data)


def _changed_texts(
    data: dict[str, Any], read: Persona, persona: Persona, notes: list[str]
) -> dict[str, str]:
    """The card's texts that are to be others, because the persona's fields are."""
    changed = {key for key in Persona.model_fields if getattr(persona, key) != getattr(read, key)}
    texts: dict[str, str] = {}
    if "name" in changed:
        texts["name"] = persona.name
    if "description" in changed:
        texts["description"] = persona.description
        if not read.traits and data.get("personality"):
            texts["personality"] = ""
            notes.append("The personality is part of the edited description now.")
    if "traits" in changed:
        texts["personality"] = ", ".join(persona.traits)
    if "style" in changed:
        texts |= {"system_prompt": _system_prompt(persona), "post_history_instructions": ""}
    if "exemplars" in changed:
        texts["mes_example"] = _examples(persona)
    return texts


def _system_prompt(persona: Persona) -> str:
    """The style, added to what a program would say anyhow."""
    return f"{{{{original}}}}\n\n{persona.style}" if persona.style else ""


def _examples(persona: Persona) -> str:
    return "\n".join(
        f"<START>\n{{{{user}}}}: {example.user}\n{{{{char}}}}: {example.reply}"
        for example in persona.exemplars
    )
