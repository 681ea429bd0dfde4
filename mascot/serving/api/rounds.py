"""Rounds that run on their own, whatever becomes of the connection that asked for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from mascot.dialogue.events import Event
from mascot.graph import ChatSession


class Round:
    """A round in a task of its own.

    A server cancels what serves a connection that is gone, at every await again; a task of its own
    lets the round stop in order, with what was said kept.

    Args:
        session: The conversation.
        events: The round, not begun yet.
    """

    def __init__(self, session: ChatSession, events: AsyncGenerator[Event]) -> None:
        self._session = session
        self._events = events
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self.task = asyncio.create_task(self._run())
        self.task.add_done_callback(lambda _: self._queue.put_nowait(None))

    async def _run(self) -> None:
        async with aclosing(self._events) as events:
            async for event in events:
                self._queue.put_nowait(event)

    async def next(self, patience: float | None = None) -> Event | None:
        """The next event; None when the round is over.

        Args:
            patience: Seconds to wait.

        Raises:
            TimeoutError: Nothing happened meanwhile.
            MascotError: The round failed.
        """
        event = await asyncio.wait_for(self._queue.get(), patience)
        if event is None:
            self._queue.put_nowait(None)
            self.task.result()
        return event

    def stop(self) -> None:
        """Has the round stopped, if it still runs; does not wait."""
        if not self.task.done():
            stopping = asyncio.create_task(self._session.stop())
            _STOPPING.add(stopping)
            stopping.add_done_callback(_STOPPING.discard)


_STOPPING: set[asyncio.Task[None]] = set()
"""Held, for the loop holds tasks weakly."""
