"""Persona and Ensemble: who is in the group, as typed and frozen data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

RESERVED_IDS = frozenset({"user", "director", "safety", "system", "everyone", "all"})
"""Ids that name something else in the graph or the transcript."""

MAX_ORIGIN = 600_000
"""Characters of an imported card's original."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]
Line = Annotated[
    str,
    # Prompts give a line a line of its own, so a folded block must not bring breaks along.
    BeforeValidator(lambda text: " ".join(text.split()) if isinstance(text, str) else text),
    StringConstraints(min_length=1, max_length=400),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=48,
        # Brackets, @ and : are the transcript's and the mentions' own; control and bidirectional
        # characters would make one name look like another.
        pattern=r"^[^\[\]@:\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+$",
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


class Origin(_Frozen):
    """Where a persona came from, kept to be given back; no model ever sees it."""

    format: Literal["chara_card_v1", "chara_card_v2", "chara_card_v3", "tinytroupe"] = Field(
        description="What kind of card it was."
    )
    card: Annotated[str, StringConstraints(max_length=MAX_ORIGIN)] | None = Field(
        default=None, description="The card as it came, as JSON text; None if it was too large."
    )
    avatar: (
        Annotated[str, StringConstraints(pattern=r"^[^./\\\x00-\x1f:][^/\\\x00-\x1f:]{0,99}$")]
        | None
    ) = Field(default=None, description="Its picture, a file beside the definition.")


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
    emoji: str = Field(default="💬", min_length=1, max_length=16)
    colour: str = Field(
        default="#6b7280", pattern=r"^#[0-9a-fA-F]{6}$", description="For its bubble and name."
    )
    talkativeness: float = Field(
        default=0.5, ge=0.0, le=1.0, description="Weight in random turn-taking."
    )
    backend: BackendSpec | None = Field(default=None, description="A model of its own.")
    origin: Origin | None = Field(
        default=None, repr=False, description="The card it was imported from; no model sees it."
    )

    @field_validator("id", "name", "aliases")
    @classmethod
    def _is_free(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for label in (value,) if isinstance(value, str) else value:
            if fold(label) in RESERVED_IDS:
                raise ValueError(f"{label!r} is reserved; choose another")
        return value

    @property
    def labels(self) -> frozenset[str]:
        """Everything that a mention may call it, folded."""
        return frozenset(map(fold, (self.id, self.name, *self.aliases)))

    def lines(self, heading: str) -> list[str]:
        """The card as prompts show it.

        Args:
            heading: What the first line begins with: how this prompt names its members.
        """
        lines = [f"{heading} {self.role.rstrip('.')}. {self.description}"]
        if self.traits:
            lines.append(f"Traits: {', '.join(self.traits)}.")
        if self.style:
            lines.append(f"Style: {self.style}")
        lines.extend(f"Does: {line}" for line in self.do)
        lines.extend(f"Never: {line}" for line in self.dont)
        return lines


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
    words: int = Field(default=60, ge=10, le=600, description="About how long a reply may be.")
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
        for label, one, other in clashes(persona.labels for persona in self.personas):
            ids = self.personas[one].id, self.personas[other].id
            raise ValueError(
                f"{label!r} names both {ids[0]!r} and {ids[1]!r}; ids, names and aliases must differ"
            )
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
    """A name in the form in which names are compared: case, width and spacing do not count."""
    name = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s_-]+", "-", name.strip())


def clashes(groups: Iterable[Iterable[str]]) -> list[tuple[str, int, int]]:
    """The labels that occur in two groups: the label, the first group's index, the later one's."""
    first: dict[str, int] = {}
    return [
        (label, first[label], index)
        for index, labels in enumerate(groups)
        for label in sorted(set(labels))
        if first.setdefault(label, index) != index
    ]
