"""What a trial of some texts on one context left: its score, and what to learn from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from mascot.digest import digest
from mascot.training.prompting.wording import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One example for whoever is to rewrite a text.

    Attributes:
        asked: What the text's owner was given.
        answered: What came of it.
        feedback: What the reward says about it.
    """

    asked: str
    answered: str
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The score of some texts on one context.

    Attributes:
        key: See `outcome_key`.
        context: The context's id.
        score: The reward; None where the judge gave none.
        terms: What it is made of.
        notes: Examples, by the name of the text.
    """

    key: str
    context: str
    score: float | None
    terms: Mapping[str, float] = field(default_factory=dict)
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The outcome of such a mapping."""
        notes = {
            name: tuple(Note(**note) for note in found) for name, found in data["notes"].items()
        }
        return cls(**{**data, "notes": notes})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflected:
    """A proposal of a reflection model.

    Attributes:
        key: A hash of what it was asked.
        name: Which text it is for.
        text: The new text.
        raw: All that the model wrote.
    """

    key: str
    name: str
    text: str
    raw: str

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The proposal of such a mapping."""
        return cls(**data)


def outcome_key(phase: str, texts: Texts, context: str) -> str:
    """Names a trial: the same texts on the same context are tried once."""
    return digest(phase, sorted(texts.items()), context)
