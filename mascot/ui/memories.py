"""What visitors are remembered by: whose memory applies in a conversation, and whether it is on."""

from __future__ import annotations

from langgraph.store.base import BaseStore

from mascot.graph.library import Library
from mascot.memory import MemoryBook


class Memories:
    """The memories of all visitors.

    Args:
        store: Where they are kept; None where nothing outlives the process.
        on: Whether memory is on for somebody who has never turned it on or off.
    """

    def __init__(self, store: BaseStore | None, *, on: bool = False) -> None:
        self._store = store
        self._on = on

    def book(self, owner: str) -> MemoryBook | None:
        """What is remembered of a visitor; None where nothing is kept."""
        kind, _, name = owner.partition(":")
        if self._store is None or not (kind and name):  # a browser without an id is anybody's
            return None
        return MemoryBook(self._store, owner=owner)

    async def on(self, owner: str) -> bool:
        """Whether a visitor is remembered."""
        book = self.book(owner)
        if book is None:
            return False
        chosen = await book.switched()
        return self._on if chosen is None else chosen

    async def whose(self, thread: str, owner: str, library: Library | None) -> str | None:
        """Whose memory the group may use in a conversation; None for nobody's.

        In a conversation that belongs to somebody else, and was opened with its address, a
        visitor's facts would be told to its owner: there the group remembers nobody.
        """
        if library is None or not library.allows(thread) or not await self.on(owner):
            return None
        return owner
