"""How one conversation is set up: its group, its model, and how it is conducted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import SecretStr

from mascot.errors import MascotError
from mascot.graph import ChatContext
from mascot.personas import Ensemble

AUTO_CAP = 20
"""So many rounds the group may talk on by itself at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The settings of one conversation; the server keeps them, the browser only knows the thread.

    Attributes:
        ensemble: The group, as edited in this conversation.
        yaml: The group as it was written, comments and all; empty where nobody edited it.
        backend: The model's spec; None is what the server was started with.
        profile: How served models think, see `Settings`; None takes the settings'.
        key: The model's API key; never kept.
        muted: Ids of those who may not speak.
        turns: The turn-taking strategy, see `ChatContext`.
        replies: At most so many replies per message; None takes the ensemble's.
        auto: How many rounds the group talks on by itself when it is asked to.
        about: What the talk is about beyond itself, such as a meeting's transcript.
    """

    ensemble: Ensemble
    yaml: str = ""
    backend: str | None = None
    profile: str | None = None
    key: SecretStr | None = None
    muted: tuple[str, ...] = ()
    turns: str = "director"
    replies: int | None = None
    auto: int = 3
    about: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.auto <= AUTO_CAP:
            raise MascotError(
                f"{self.auto} rounds by themselves cannot be; choose from 1 to {AUTO_CAP}."
            )
        self.context()

    def context(self, *, speak: str | None = None, memory: str | None = None) -> ChatContext:
        """The settings of one round.

        Args:
            speak: This persona speaks next, muted or not.
            memory: Whose memory the group uses; None for nobody's.
        """
        present = tuple(who for who in self.muted if who in self.ensemble.ids)
        return ChatContext(
            turns=self.turns, replies=self.replies, muted=present, speak=speak, memory=memory
        )

    def to_dict(self) -> dict[str, Any]:
        """As plain data, to be kept; without the key."""
        return {
            "ensemble": self.ensemble.model_dump(mode="json", exclude_defaults=True),
            "yaml": self.yaml,
            "backend": self.backend,
            "profile": self.profile,
            "muted": list(self.muted),
            "turns": self.turns,
            "replies": self.replies,
            "auto": self.auto,
            "about": self.about,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """What `to_dict` made.

        Raises:
            ValueError: It was not made by `to_dict`.
        """
        fields = {**kept, "ensemble": Ensemble.model_validate(kept["ensemble"])}
        return cls(**{**fields, "muted": tuple(fields.get("muted", ()))})
