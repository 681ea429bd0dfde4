"""A fact: one line that is remembered of a person, and who remembers it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

GROUP = "_group"
"""Who remembers what everybody in the group may know; no persona's id can begin like this."""

MAX_CHARS = 200
"""A fact is at most this long."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_TURNS_IT_ROUND = frozenset({"not", "no", "never", "without", "longer", "anymore", "nicht", "kein"})
"""Words after which a longer text does not say what its beginning says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that was learnt of a person.

    Attributes:
        id: Tells it from the owner's other facts.
        ensemble: The group that learnt it.
        holder: The persona that remembers it, or `GROUP` for all of them.
        text: One line.
        when: When it was learnt or last changed, in ISO format.
        used: The day on which it last stood in a prompt; empty where it never did.
        thread: The conversation in which it was said.
        message: The message of the user's that said it.
    """

    id: str
    ensemble: str
    holder: str
    text: str
    when: str
    used: str = ""
    thread: str = ""
    message: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for the store."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self | None:
        """What `to_dict` made; None for what it did not make: a store may hold anything."""
        fields = {name: kept.get(name, "") for name in cls.__dataclass_fields__}
        if not all(isinstance(value, str) for value in fields.values()):
            return None
        return cls(**fields) if fields["id"] and fields["text"] else None


def says_as_much(longer: str, shorter: str) -> bool:
    """Whether a text says what another says: it is the same, or goes on where the other ends.

    Args:
        longer: The one that may say more.
        shorter: The other.
    """
    more, less = _words(longer), _words(shorter)
    rest = more[len(less) :]
    return more[: len(less)] == less and not _TURNS_IT_ROUND.intersection(rest)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
