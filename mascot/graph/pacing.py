"""Tokens are announced at most every few milliseconds: an eye sees no more, and a stream costs less."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from mascot.dialogue.events import Event

INTERVAL = 0.02
"""Seconds between two token events of one reply."""


class Paced:
    """Passes events on; joins tokens that follow each other within `INTERVAL`.

    The first token goes out at once. On an event loop a timer sends what is left when a stream
    stalls, so that nothing said is held back longer than `INTERVAL`.

    Args:
        emit: The receiver.
    """

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._held: list[str] = []
        self._speaker = ""
        self._next = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        with suppress(RuntimeError):  # sync callers have no loop and no timer
            self._loop = asyncio.get_running_loop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._flush()

    def __call__(self, event: Event) -> None:
        """Takes an event."""
        if event["event"] != "token":
            if event["event"] == "redo":
                self._held.clear()
            self._flush()
            self._emit(event)
            return
        self._speaker = event["speaker"]
        self._held.append(event["text"])
        now = time.monotonic()
        if now >= self._next:
            self._flush()
            self._next = now + INTERVAL
        elif self._timer is None and self._loop is not None:
            self._timer = self._loop.call_later(self._next - now, self._flush)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._held:
            self._emit({"event": "token", "speaker": self._speaker, "text": "".join(self._held)})
            self._held.clear()
            self._next = time.monotonic() + INTERVAL
