"""Many model calls at once: up to a limit, fewer while the server is busy, all or what there is.

A server that is busy (HTTP 429 and its kin) gets half as many requests at once, and after the time
that it asks for; every answer raises the number again by a little. Other failures are tried again a
few times; then no more is begun, what is under way is completed, and the stage says that it stopped.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mascot.errors import BackendError

J = TypeVar("J")
R = TypeVar("R")

_BUSY = frozenset({429, 503, 529})
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 60.0


@dataclass(slots=True)
class Load:
    """How a crowd has fared.

    Attributes:
        done: Jobs that are completed.
        busy: How often the server had no room.
        failures: Calls that failed otherwise.
        allowed: How many calls may be under way now.
        work: Seconds of calls under way, added up.
        seconds: How long it has taken.
        limit: How many calls may be under way at most.
    """

    limit: int
    allowed: float = 0.0
    done: int = 0
    busy: int = 0
    failures: int = 0
    work: float = 0.0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """The share of the allowed concurrency that was under way, on average."""
        return self.work / (self.limit * self.seconds) if self.seconds else 0.0


class OutageError(BackendError):
    """A backend failed for good; the message is its last failure."""


@dataclass(slots=True)
class _Job(Generic[J]):
    what: J
    tries: int = 0


@dataclass(slots=True)
class Crowd(Generic[J, R]):
    """Works on jobs, many at once.

    Attributes:
        work: Does one job; a `BackendError` is tried again.
        done: Told each result as soon as it is there, on the event loop.
        limit: How many at once, at most.
        tries: How often a job is tried, besides the backend's own retries.
        patience: How long a server may say that it is busy, in seconds, before it counts as an
            outage.
        load: How it goes.
    """

    work: Callable[[J], Awaitable[R]]
    done: Callable[[J, R], None]
    limit: int
    tries: int = 3
    patience: float = 600.0
    load: Load = field(init=False)

    def __post_init__(self) -> None:
        self.load = Load(limit=self.limit, allowed=float(self.limit))

    async def run(self, jobs: Iterable[J]) -> Load:
        """Does all jobs.

        Raises:
            OutageError: The backend failed for good. What was completed has been told.
        """
        state = _Run(self, deque(_Job(job) for job in jobs))
        began = time.monotonic()
        try:
            await state.all()
        finally:
            self.load.seconds += time.monotonic() - began
        return self.load


class _Run(Generic[J, R]):
    def __init__(self, crowd: Crowd[J, R], waiting: deque[_Job[J]]) -> None:
        self._crowd = crowd
        self._load = crowd.load
        self._waiting = waiting
        self._active: dict[asyncio.Task[R], tuple[_Job[J], float]] = {}
        self._not_before = 0.0
        self._busy_since: float | None = None
        self._cut_at = 0.0
        self._outage: BackendError | None = None

    async def all(self) -> None:
        try:
            while self._active or (self._waiting and self._outage is None):
                self._begin()
                await self._some_end()
        finally:
            for task in self._active:
                task.cancel()
            await asyncio.gather(*self._active, return_exceptions=True)
        if self._outage is not None:
            raise OutageError(str(self._outage)) from self._outage

    def _begin(self) -> None:
        now = time.monotonic()
        room = max(1, int(self._load.allowed))
        while (
            self._waiting
            and self._outage is None
            and len(self._active) < room
            and now >= self._not_before
        ):
            job = self._waiting.popleft()
            task = asyncio.ensure_future(self._crowd.work(job.what))
            self._active[task] = (job, now)

    async def _some_end(self) -> None:
        pause = max(0.0, self._not_before - time.monotonic())
        if not self._active:
            await asyncio.sleep(pause)
            return
        ended, _ = await asyncio.wait(
            self._active,
            timeout=pause if pause and self._waiting else None,
            return_when=asyncio.FIRST_COMPLETED,
        )
        now = time.monotonic()
        for task in ended:
            job, began = self._active.pop(task)
            self._load.work += now - began
            error = task.exception()
            if error is None:
                self._succeeded(job, task.result())
            elif isinstance(error, BackendError):
                self._failed(job, error, began, now)
            else:
                raise error

    def _succeeded(self, job: _Job[J], result: R) -> None:
        self._busy_since = None
        self._load.allowed = min(self._load.limit, self._load.allowed + 1 / self._load.allowed)
        self._load.done += 1
        self._crowd.done(job.what, result)

    def _failed(self, job: _Job[J], error: BackendError, began: float, now: float) -> None:
        if is_busy(error):
            self._load.busy += 1
            self._waiting.appendleft(job)
            self._busy_since = self._busy_since or now
            if now - self._busy_since > self._crowd.patience:
                self._outage = error
            elif (
                began >= self._cut_at
            ):  # those that were under way when it was cut tell nothing new
                self._load.allowed = max(1.0, self._load.allowed / 2)
                self._cut_at = now
                self._wait(retry_after(error) or _FIRST_WAIT, now)
            return
        self._load.failures += 1
        job.tries += 1
        if job.tries >= self._crowd.tries:
            self._outage = error
            return
        self._waiting.append(job)
        self._wait(_FIRST_WAIT * 2**job.tries, now)

    def _wait(self, seconds: float, now: float) -> None:
        seconds = min(_LONGEST_WAIT, seconds) * random.uniform(1.0, 1.2)
        self._not_before = max(self._not_before, now + seconds)


def is_busy(error: BaseException | None) -> bool:
    """Whether a server said that it has no room for now."""
    while error is not None:
        if getattr(error, "status_code", None) in _BUSY:
            return True
        error = error.__cause__
    return False


def retry_after(error: BaseException | None) -> float | None:
    """The seconds that a server asked to wait, if it did."""
    while error is not None:
        headers = getattr(getattr(error, "response", None), "headers", None)
        value = headers.get("retry-after") if headers is not None else None
        if value is not None:
            try:
                return float(value)
            except ValueError:
                return None  # a date; the usual wait will do
        error = error.__cause__
    return None
