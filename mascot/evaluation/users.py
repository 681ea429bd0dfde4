"""Simulated users: the paper's sixteen MBTI types, and somebody who simply goes on talking.

A model plays them from a description of how such a person writes. A scripted stand-in says lines
from a small table instead, and whatever is made with it is labelled.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from mascot.backends import Backend
from mascot.dialogue import Scene
from mascot.digest import digest
from mascot.evaluation.systems.asking import ask, transcript

_LETTERS = (
    {
        "E": "thinks aloud, writes a lot and quickly, speaks of other people",
        "I": "writes little and late, keeps much inside, dislikes being crowded",
    },
    {
        "S": "sticks to facts, places and times, asks what exactly to do",
        "N": "jumps to patterns and what it might mean, likes images and 'what if'",
    },
    {
        "T": "argues, weighs reasons, is impatient with comfort",
        "F": "speaks of feelings and of how others took it, looks for warmth",
    },
    {
        "J": "wants it settled, makes lists, dislikes open ends",
        "P": "keeps options open, changes the subject, decides late",
    },
)

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "".join(letters): "; ".join(
            side[letter] for side, letter in zip(_LETTERS, letters, strict=True)
        )
        for letters in itertools.product(*(tuple(side) for side in _LETTERS))
    }
)
"""The sixteen types, each with how such a person writes."""

_SCRIPTED = {
    "E": "I told everybody already and I can't stop talking about it!",
    "I": "I haven't told anybody else.",
    "S": "It was on Tuesday at four, to be exact. What do I do first?",
    "N": "It feels like a sign of something bigger.",
    "T": "I want reasons, not comfort.",
    "F": "I keep thinking of how the others felt.",
    "J": "I would like to have it settled by tonight.",
    "P": "Maybe, or maybe something else altogether; we'll see.",
}
_GOING_ON = (
    "I hadn't looked at it that way. It came up again at dinner.",
    "Part of me agrees, and part of me wants to leave it alone.",
    "Something else happened at work, and I thought of what you said.",
    "I tried a small thing today. It went half well.",
    "I slept badly and now it looks different again.",
    "My sister asked how I am, and I didn't know what to say.",
    "Can we go back to what worried me first?",
    "Today was good for once. I walked by the river.",
)


class User(Protocol):
    """Whoever the group talks with."""

    async def opening(self, text: str, scene: Scene) -> str:
        """The first message.

        Args:
            text: x: the situation.
            scene: The talk, with nothing said in it.
        """

    async def reply(self, scene: Scene, turn: int) -> str:
        """What is said after a block of replies.

        Args:
            scene: The talk so far.
            turn: Counts the user's turns; the opening is 0.
        """


class Fixed:
    """Says x as it is, and then lines that are fixed.

    Args:
        lines: What is said after each block; the last one ends the talk.
    """

    def __init__(self, lines: Sequence[str] = ()) -> None:
        self._lines = lines

    async def opening(self, text: str, scene: Scene) -> str:  # noqa: ARG002
        """See `User`."""
        return text

    async def reply(self, scene: Scene, turn: int) -> str:  # noqa: ARG002
        """See `User`."""
        return self._lines[turn - 1]


class Simulated:
    """A model that plays a person.

    Args:
        backend: Who plays.
        manner: How the person writes.
        lines: What a scripted stand-in says after each block.
        remark: What it adds to x.
    """

    def __init__(
        self, backend: Backend, manner: str, lines: Sequence[str], remark: str = ""
    ) -> None:
        self._backend = backend
        self._system = (
            "You play a person who writes to a group of AI companions. Stay that person: never "
            f"help, never speak for the companions. How this person writes: {manner}."
        )
        self._lines = lines
        self._remark = remark

    async def opening(self, text: str, scene: Scene) -> str:
        """See `User`."""
        said = await ask(
            self._backend,
            self._system,
            f"What happened to you: {text}\n\nWrite your first message, two or three sentences, in "
            f"{scene.ensemble.language}. Give the message alone.",
            lines=[f"{text} {self._remark}".strip()],
        )
        return said or text

    async def reply(self, scene: Scene, turn: int) -> str:
        """See `User`."""
        said = await ask(
            self._backend,
            self._system,
            f"{transcript(scene)}\n\nWrite your next message, one to three sentences, in "
            f"{scene.ensemble.language}. Give the message alone.",
            lines=self._lines,
            line=turn - 1 + int(digest(scene.turns[0].text if scene.turns else ""), 16) % 8,
        )
        return said or self._lines[turn % len(self._lines)]


def mbti_user(backend: Backend, kind: str) -> User:
    """A person of one of the sixteen types.

    Args:
        backend: Who plays.
        kind: Such as ``INTJ``.

    Raises:
        KeyError: There is no such type.
    """
    lines = [_SCRIPTED[letter] for letter in kind]
    return Simulated(backend, TYPES[kind], lines, remark=lines[0])


def talkative_user(backend: Backend) -> User:
    """Somebody who goes on talking, for long sessions.

    Args:
        backend: Who plays.
    """
    manner = "like an ordinary person; brings new things of the day, returns to old ones"
    return Simulated(backend, manner, _GOING_ON)
