"""What is wrong with a definition, where, and how to mend it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mascot.errors import PersonaError

SHOWN = 60
"""Characters of an offending value that a message quotes."""
PROBLEMS = 50
"""Problems that one message lists; a person mends these first and tries again."""
NAMES = 12
"""Names that a message lists where one was not found."""


_EXAMPLES = {
    "id": "id: night-owl",
    "name": "name: Night Owl",
    "role": "role: Stays with you while it hurts",
    "description": "description: Who it is and how it helps.",
    "setting": "setting: A private group chat in which a few companions answer one person.",
    "personas": "personas: [emotional-support/anchor, emotional-support/beacon]",
    "director": "director: {brief: Call Anchor first when somebody grieves.}",
    "brief": "brief: Call Anchor first when somebody grieves.",
    "user": "user: I passed my driving test!",
    "reply": "reply: You did! Who will you tell first?",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands.

    Attributes:
        file: The file as the user named it, or what stands for one.
        line: Counted from 1; None where there is no file.
        column: Counted from 1.
        path: The field within its file, such as ``personas[1].colour``.
    """

    file: str
    line: int | None = None
    column: int | None = None
    path: str = ""

    def at(self, key: str | int) -> Place:
        """The place of a member, at the position of the whole."""
        if isinstance(key, int):
            return replace(self, path=f"{self.path}[{key}]")
        return replace(self, path=f"{self.path}.{key}" if self.path else key)

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: ``text`` names the value and the remedy."""

    place: Place
    text: str

    def __str__(self) -> str:
        path = self.place.path if len(self.place.path) <= SHOWN else f"{self.place.path[:SHOWN]}…"
        return ": ".join(part for part in (str(self.place), path, self.text) if part)


def failure(problems: Sequence[Problem]) -> PersonaError:
    """One error that lists every problem, in the order of the file."""
    lines = list(dict.fromkeys(map(str, sorted(problems, key=_position))))
    if len(lines) == 1:
        return PersonaError(lines[0])
    more = [f"and {len(lines) - PROBLEMS} more"] if len(lines) > PROBLEMS else []
    return PersonaError("\n  ".join([f"{len(lines)} problems to mend:", *lines[:PROBLEMS], *more]))


def _position(problem: Problem) -> tuple[str, int, int]:
    return problem.place.file, problem.place.line or 0, problem.place.column or 0


def missing(key: str) -> str:
    """What to say of a key that is not there."""
    return f"is missing; add it, for example `{_EXAMPLES.get(key, f'{key}: …')}`"


def shown(value: Any, most: int = SHOWN) -> str:
    """A value as a message quotes it: on one line and short."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=True)
    except (TypeError, ValueError, RecursionError):
        text = type(value).__name__
    # A terminal must not obey what a broken file holds.
    text = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def listed(names: Iterable[str]) -> str:
    """Names in a row, few enough to read."""
    names = list(names)
    more = len(names) - NAMES
    return ", ".join(names[:NAMES]) + (f" and {more} more" if more > 0 else "")


def meant(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who wrote ``word`` may have meant."""
    plain = {name.casefold().replace("_", "-"): name for name in known}
    close = difflib.get_close_matches(word.casefold().replace("_", "-")[:200], plain, 1, 0.6)
    return plain[close[0]] if close else None
