"""A progress bar for people, lines for logs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

_EVERY = 15.0


class Bar:
    """How far a stage is, with the time that is left.

    Args:
        title: What is counted.
        total: How many there are.
        done: How many there were before.
        say: Prints a line where no terminal is.
    """

    def __init__(self, title: str, total: int, done: int, say: Callable[[str], None]) -> None:
        self._title, self._total, self._done, self._before = title, total, done, done
        self._say = say
        self._began = self._said = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
            console=Console(stderr=True),
            disable=not self._terminal,
        )
        self._task = self._progress.add_task(title, total=total, completed=done, note="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def step(self, note: str = "") -> None:
        """One more is done."""
        self._done += 1
        self._progress.update(self._task, completed=self._done, note=note)
        now = time.monotonic()
        if not self._terminal and now - self._said >= _EVERY:
            self._said = now
            left = (self._total - self._done) * (now - self._began) / (self._done - self._before)
            self._say(
                f"{self._title}: {self._done:,} of {self._total:,}, about {left:.0f} s left {note}"
            )
