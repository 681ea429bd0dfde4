"""Recorded requests, cut into rounds again."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Generic, TypeVar

from benchmarks.orchestration.job import Job

T = TypeVar("T")


class Replay(Generic[T]):
    """The same rounds for every thread, each at its own pace."""

    def __init__(self, rounds: list[list[T]]) -> None:
        self._rounds = rounds
        self._at: Counter[str] = Counter()

    def next_round(self, thread: str) -> list[T]:
        """What this thread sends next."""
        self._at[thread] += 1
        return self._rounds[self._at[thread] - 1]


def by_round(job: Job) -> list[list[dict[str, Any]]]:
    """The requests of each round.

    Raises:
        ValueError: The recording does not fit the number of rounds.
    """
    if not job.replay:
        raise ValueError("this system replays recorded requests; the job names none")
    recorded = json.loads(Path(job.replay).read_text(encoding="utf-8"))
    rounds: list[list[dict[str, Any]]] = recorded["rounds"]
    if len(rounds) < job.rounds:
        raise ValueError(f"{job.rounds} rounds asked for, {len(rounds)} recorded in {job.replay}")
    return rounds[: job.rounds]
