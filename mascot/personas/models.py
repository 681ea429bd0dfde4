"""Persona and Ensemble: who is in the group, as typed and frozen data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

RESERVED_IDS = frozenset({"user", "director", "safety", "system", "everyone", "all"})
"""Ids that name something else in the graph or the transcript."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=48, pattern=r"^[^\[\]@:\n\r\t]+$"
    ),
]
BackendSpec = str | Mapping[str, object]
"""What names a language model: ``demo``, ``vllm:http://…#speaker``, or a mapping."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Exemplar(_Frozen):
    """One example exchange that shows how a persona answers."""

    user: Text
    reply: Text


class Persona(_Frozen):
    """One member of the group, the paper's persona profile rho."""

    id: Slug = Field(description="Unique in the group; also the name of the graph's node.")
    name: Name = Field(description="As the group calls it.")
    role: Line = Field(description="What it is here for, in one line.")
    description: Text = Field(description="Who it is and how it helps.")
    traits: tuple[Line, ...] = Field(default=(), description="Adjectives, the strongest first.")
    style: Text | None = Field(
        default=None, description="How it speaks: rhythm, vocabulary, length."
    )
    do: tuple[Line, ...] = ()
    dont: tuple[Line, ...] = ()
    exemplars: tuple[Exemplar, ...] = ()
    aliases: tuple[Name, ...] = Field(default=(), description="Other names that a mention may use.")
    emoji: str = Field(default="💬", max_length=8)
    colour: str = Field(
        default="#6b7280", pattern=r"^#[0-9a-fA-F]{6}$", description="For its bubble and name."
    )
    talkativeness: float = Field(
        default=0.5, ge=0.0, le=1.0, description="Weight in random turn-taking."
    )
    backend: BackendSpec | None = Field(default=None, description="A model of its own.")

    @model_validator(mode="after")
    def _id_is_free(self) -> Self:
        if self.id in RESERVED_IDS:
            raise ValueError(f"the id {self.id!r} is reserved; choose another")
        return self


class DirectorBrief(_Frozen):
    """What the director of an ensemble is told."""

    brief: Text = Field(
        description="How this group is conducted: whom to call when, what to avoid."
    )
    backend: BackendSpec | None = Field(default=None, description="A model of its own.")


class Ensemble(_Frozen):
    """A group of personas, its director's brief and its manners."""

    id: Slug
    name: Name
    description: Text
    setting: Text = Field(
        description="Where the talk takes place and what it is for, in a line or two."
    )
    personas: tuple[Persona, ...] = Field(min_length=1)
    director: DirectorBrief
    language: Line = Field(default="English", description="The language of the replies.")
    replies: int = Field(
        default=3, ge=1, le=20, description="At most so many replies per user message."
    )
    mode: Literal["chat", "round"] = Field(
        default="chat",
        description="chat: the director may yield to the user early; round: always `replies` turns (the paper's episode).",
    )
    opening: Text | None = Field(
        default=None, description="What the page says before the first message."
    )
    examples: tuple[Text, ...] = Field(
        default=(), description="First messages a person might send."
    )

    @model_validator(mode="after")
    def _names_are_distinct(self) -> Self:
        seen: dict[str, str] = {}
        for persona in self.personas:
            for label in {persona.id, fold(persona.name), *map(fold, persona.aliases)}:
                if other := seen.get(label):
                    raise ValueError(
                        f"{label!r} names both {other!r} and {persona.id!r}; ids, names and aliases must differ"
                    )
                seen[label] = persona.id
        return self

    def __getitem__(self, persona_id: str) -> Persona:
        """The persona with this id.

        Raises:
            KeyError: Nobody here has it.
        """
        for persona in self.personas:
            if persona.id == persona_id:
                return persona
        raise KeyError(persona_id)

    @property
    def ids(self) -> tuple[str, ...]:
        """The personas' ids, in the order of the definition."""
        return tuple(persona.id for persona in self.personas)


def fold(name: str) -> str:
    """A name in the form in which names are compared: case and spacing do not count."""
    return re.sub(r"[\s_-]+", "-", name.strip().casefold())
