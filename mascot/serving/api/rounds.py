"""Rounds that run on their own, whatever becomes of the connection that asked for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Literal

from mascot.dialogue.events import Event
from mascot.graph import ChatSession, UsageMeter
from mascot.graph.state import SAFETY


class Round:
    """A round in a task of its own.

    A server cancels what serves a connection that is gone, at every await again; a task of its own
    lets the round stop in order, with what was said kept.

    Args:
        session: The conversation.
        events: The round, not begun yet.
        at_end: Awaited once it has ended, before anybody is told so.

    Attributes:
        task: Runs it; done once it has ended, stopped or not.
        meter: What it took.
        speakers: Who replied, in order.
        outcome: How it ended.
    """

    def __init__(
        self,
        session: ChatSession,
        events: AsyncGenerator[Event],
        at_end: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._session = session
        self._at_end = at_end
        self._events = events
        self._stopped = False
        self.meter = UsageMeter()
        self.speakers: list[str] = []
        self.outcome: Literal["complete", "stopped", "failed"] = "failed"
        self._first: Event | None = None
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self.task = asyncio.create_task(self._run())
        self.task.add_done_callback(lambda _: self._queue.put_nowait(None))

    async def _run(self) -> None:
        try:
            await self._follow()
        finally:
            if self._at_end is not None:
                await self._at_end()

    async def _follow(self) -> None:
        async with aclosing(self._events) as events:
            async for event in events:
                self.meter.follow(event)
                if event["event"] == "utterance":
                    self.speakers.append(event["speaker"])
                elif event["event"] == "safety":
                    self.speakers.append(SAFETY)
                self._queue.put_nowait(event)
                if self._stopped:  # before there was anything to stop
                    await self._session.stop()
        self.outcome = "stopped" if self._stopped else "complete"

    async def begun(self, patience: float) -> None:
        """Waits for the first event, so that a round which fails at once can be told as such.

        Args:
            patience: Seconds to wait at most.

        Raises:
            MascotError: The round failed.
        """
        with suppress(TimeoutError):
            self._first = await self.next(patience)

    async def next(self, patience: float | None = None) -> Event | None:
        """The next event; None when the round is over.

        Args:
            patience: Seconds to wait.

        Raises:
            TimeoutError: Nothing happened meanwhile.
            MascotError: The round failed.
        """
        if (first := self._first) is not None:
            self._first = None
            return first
        async with asyncio.timeout(patience):
            event = await self._queue.get()
        if event is None:
            self._queue.put_nowait(None)
            self.task.result()
        return event

    def stop(self) -> None:
        """Has the round stopped, if it still runs; does not wait."""
        if not self.task.done() and not self._stopped:
            self._stopped = True
            stopping = asyncio.create_task(self._session.stop())
            _STOPPING.add(stopping)
            stopping.add_done_callback(_STOPPING.discard)


_STOPPING: set[asyncio.Task[None]] = set()
"""Held, for the loop holds tasks weakly."""
