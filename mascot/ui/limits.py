"""How many rounds may run at once, so that one visitor does not take the place of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from mascot.errors import MascotError


class BusyError(MascotError):
    """Too many rounds run at once; this one was not begun."""


class Limits:
    """Rounds at once, for one visitor and for all together.

    Args:
        each: Of one visitor.
        everybody: Of all visitors together.
    """

    def __init__(self, *, each: int = 3, everybody: int = 64) -> None:
        for name, value in (("each", each), ("everybody", everybody)):
            if value < 1:
                raise MascotError(f"{value} rounds at once ({name}) answer nobody; give 1 or more")
        self._each = each
        self._everybody = everybody
        self._running: Counter[str] = Counter()

    @contextmanager
    def enter(self, owner: str) -> Iterator[None]:
        """Counts a round while it runs.

        Args:
            owner: Whose round it is.

        Raises:
            BusyError: There is no room for it.
        """
        if self._running[owner] >= self._each:
            raise BusyError(
                f"You have {self._each} conversations that are still answering. Your message waits "
                "in the box: send it when one of them is done."
            )
        if self._running.total() >= self._everybody:
            raise BusyError(
                "Many people are talking here just now. Your message waits in the box: send it "
                "again in a moment."
            )
        self._running[owner] += 1
        try:
            yield
        finally:
            self._running[owner] -= 1
            if not self._running[owner]:
                del self._running[owner]
