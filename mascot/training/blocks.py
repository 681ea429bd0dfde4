"""Blocks: whole episodes as records, several of each context, to be judged and compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from mascot.corpora import Context
from mascot.dialogue import USER, Turn
from mascot.digest import digest
from mascot.judges import Block
from mascot.personas import Ensemble

EVERYBODY = "group"
"""Who speaks in a block."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a block is about: the context, and who speaks is everybody.

    Attributes:
        context: x.
    """

    context: Context

    @property
    def key(self) -> str:
        """A hash of the content."""
        return digest("topic", self.context.id, self.context.text)

    @property
    def persona(self) -> str:
        """See `EVERYBODY`."""
        return EVERYBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedBlock:
    """One episode: Y.

    Attributes:
        context: x.
        index: Which of its context's.
        turns: What was said.
        random: The order was drawn, and nobody directed.
        seed: What it was played with.
        by: Who played, in words.
    """

    context: Context
    index: int
    turns: tuple[Turn, ...]
    random: bool
    seed: int
    by: str

    @property
    def situation(self) -> Topic:
        """What it is about."""
        return Topic(self.context)

    @property
    def id(self) -> str:
        """Its name in judgements."""
        return block_id(self.context, self.index)

    @property
    def text(self) -> str:
        """What was said, a turn a line; empty when nothing was."""
        return "\n".join(f"[{who}] {text}" for who, text in self.turns if who != USER)

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        return {
            "id": self.id,
            "context": asdict(self.context),
            "index": self.index,
            "turns": [list(turn) for turn in self.turns],
            "random": self.random,
            "seed": self.seed,
            "by": self.by,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The block of such a mapping."""
        return cls(
            context=Context(**data["context"]),
            index=data["index"],
            turns=tuple(Turn(*turn) for turn in data["turns"]),
            random=data["random"],
            seed=data["seed"],
            by=data["by"],
        )


def block_id(context: Context, index: int) -> str:
    """A block's name: ``<topic>/3``."""
    return f"{Topic(context).key}/{index}"


def shown(ensemble: Ensemble) -> Callable[[PlayedBlock], Block]:
    """What a judge is shown of a block, as this group's."""
    return lambda block: Block(scene=block.context.scene(ensemble), turns=block.turns)
