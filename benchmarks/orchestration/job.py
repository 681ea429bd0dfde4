"""What a worker is told to do, and what every system compared offers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

REPLIES = 3
"""Replies to each user message."""

Say = Callable[[str, str], Awaitable[int]]
"""Send a message into a thread, ``say(thread, text)``, and wait; gives the number of replies."""

MODEL = "stub"
KEY = "not-a-key"

MESSAGES = (
    "I had a rough day at work again: my manager moved the deadline and nobody asked us first.",
    "My sister called and we talked for two hours, which we had not done since the spring.",
    "I keep going over what I said in that meeting, and I am not sure it came out right.",
    "The results came back and they are good, I passed, and I still cannot quite believe it.",
    "I wanted to go for a run this morning and ended up watching the rain for an hour instead.",
    "Our neighbour moved out last week and the house across the street is so silent now.",
    "They offered me the other role. It pays more, but I would have to leave my team behind.",
    "I cooked for eight people on Saturday and everything but the rice turned out fine.",
    "My friend has not answered for a week and I do not want to be the one who asks again.",
    "I finally finished the garden fence, it leans a little, and I like it very much.",
)


def message(number: int) -> str:
    """The user's message in this round; the number keeps messages apart."""
    return f"({number + 1}) {MESSAGES[number % len(MESSAGES)]}"


@dataclass(frozen=True)
class Member:
    """One participant, described alike to every system."""

    id: str
    role: str
    card: str


@dataclass(frozen=True)
class Job:
    """A conversation to be held and measured.

    Attributes:
        base_url: Where the stub listens.
        rounds: User messages in each thread.
        stream: Whether tokens are consumed as they come.
        members: The participants.
        checkpointer: For systems that keep state: ``none``, ``memory`` or ``sqlite``.
        ensemble: For ours: the shipped group.
        model: For ours: its own ``spec`` backend, or a plain ``ChatOpenAI`` that it is given.
        database: Where ``sqlite`` puts its file.
        replay: A file of recorded requests, for the systems that only replay.
        threads: How many such conversations are held at the same time.
        spread: Seconds over which they begin.
    """

    base_url: str
    rounds: int
    stream: bool
    members: tuple[Member, ...] = ()
    checkpointer: str = "none"
    ensemble: str = "emotional-support"
    model: str = "spec"
    database: str | None = None
    replay: str | None = None
    threads: int = 1
    spread: float = 0.0

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Job:
        """Undo ``dataclasses.asdict``."""
        members = tuple(Member(**member) for member in data.pop("members"))
        return cls(**data, members=members)
