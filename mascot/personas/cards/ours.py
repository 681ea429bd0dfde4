"""What a card of ours holds beyond the standard: ``extensions.mascot``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import ValidationError

from mascot.personas.cards.wording import clean
from mascot.personas.models import Persona
from mascot.personas.suspicious import suspicions

KEY = "mascot"
_STANDARD = (
    "name",
    "description",
    "personality",
    "mes_example",
    "system_prompt",
    "post_history_instructions",
)
"""The card's texts that a persona is made of."""
_BEYOND = ("role", "do", "dont", "aliases", "emoji", "colour")
"""A persona's fields that the standard has no place for."""


@dataclass(frozen=True, slots=True)
class Ours:
    """The persona that was written into a card, and what the card's own texts were then.

    Attributes:
        persona: As it was.
        digest: Of the card's standard texts.
    """

    persona: Persona
    digest: str

    @classmethod
    def found(cls, data: Mapping[str, Any], notes: list[str]) -> Self | None:
        """What a card holds of ours, if it does and can be used.

        Anybody can write such a field: it is held to what the card's own texts are held to.
        """
        extensions = data.get("extensions")
        own = extensions.get(KEY) if isinstance(extensions, dict) else None
        if not isinstance(own, dict) or not isinstance(own.get("persona"), dict):
            return None
        fields = {key: value for key, value in own["persona"].items() if key in _OURS}
        try:
            persona = Persona.model_validate(fields)
        except ValidationError:
            notes.append(f"`extensions.{KEY}` describes no persona and was not read.")
            return None
        for text in _texts(persona.model_dump(mode="json", include=set(_OURS))):
            if clean(text) != text or any(found.grave for found in suspicions(text)):
                notes.append(f"`extensions.{KEY}` holds what may harm a prompt and was not read.")
                return None
        return cls(persona, str(own.get("texts")))

    def restored(self, read: Persona, data: Mapping[str, Any], notes: list[str]) -> Persona:
        """The persona, where the card's texts are still its own; else what they do not say."""
        if self.digest == digest(data):
            return self.persona
        notes.append("The card was edited elsewhere since MASCOT wrote it; its texts count.")
        tail = rules(self.persona)
        description = read.description.removesuffix(tail).strip()
        beyond = {key: getattr(self.persona, key) for key in _BEYOND}
        if not read.description.endswith(tail):
            del beyond["do"], beyond["dont"]
        return read.model_copy(update={**beyond, "description": description or read.description})


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _texts(member)


def written(persona: Persona, data: Mapping[str, Any]) -> dict[str, Any]:
    """What is put under ``extensions.mascot`` of a card whose texts are ``data``."""
    fields = persona.model_dump(mode="json", include=set(_OURS), exclude_defaults=True)
    return {"persona": fields, "texts": digest(data)}


def digest(data: Mapping[str, Any]) -> str:
    """A short digest of a card's standard texts."""
    texts = json.dumps([data.get(key) for key in _STANDARD])
    return hashlib.sha256(texts.encode()).hexdigest()[:16]


def rules(persona: Persona) -> str:
    """What a persona always and never does, as the end of a card's description."""
    lines = [f"Always: {line}" for line in persona.do] + [f"Never: {line}" for line in persona.dont]
    return "\n\n" + "\n".join(lines) if lines else ""


_OURS = tuple(key for key in Persona.model_fields if key not in {"backend", "origin"})
