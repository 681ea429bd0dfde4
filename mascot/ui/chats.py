"""The conversations behind the page: rounds of a session as frames for the browser."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, TypedDict

from mascot.dialogue.events import Event
from mascot.errors import MascotError
from mascot.graph import ChatSession
from mascot.ui.desk import Desk
from mascot.ui.desks import Desks, Graph
from mascot.ui.render import Renderer
from mascot.ui.transcript import Notice, Round

_log = logging.getLogger(__name__)
_THREAD = re.compile(r"[0-9a-f]{32}")


class Live(TypedDict):
    """The words so far of the reply that is being said."""

    key: str
    text: str


class Frame(TypedDict):
    """All that stands in the chat since the user's last message.

    A frame replaces the ones before it, so the browser may skip some; it changes only what differs.

    Attributes:
        chat: Another chat than the one shown empties the page first.
        round: Entries of other rounds stay as they are.
        entries: Keys and HTML, in order.
        live: The reply being said; its words are kept apart so that a token costs a token.
        status: Who is at it; empty when nobody is.
    """

    chat: str
    round: str
    entries: list[tuple[str, str]]
    live: Live | None
    status: str


class StillAnsweringError(MascotError):
    """A message was sent while the group answers another."""


class Chats:
    """All conversations of one process, by thread id.

    Args:
        desks: How the conversations are set up.
        open_session: Opens the session of a thread on a graph.
    """

    def __init__(
        self, desks: Desks, open_session: Callable[[Graph, str], ChatSession] = ChatSession
    ) -> None:
        self._desks = desks
        self._open_session = open_session
        self._answering: dict[str, ChatSession] = {}

    async def desk(self, thread: str) -> Desk:
        """How this conversation is set up."""
        return await self._desks.of(thread)

    async def change(self, thread: str, **changes: Any) -> Desk:
        """Sets a conversation up otherwise; nothing changes when that cannot be.

        Raises:
            MascotError: A setting or the model cannot be used; the message says why.
        """
        return await self._desks.change(thread, **changes)

    @staticmethod
    def thread(claimed: object = None, user: str | None = None) -> str:  # noqa: ARG004
        """The thread that a browser names, or a new one.

        Only what cannot be guessed is taken: the ids that other programs give to conversations in
        the same database do not open them here.
        """
        if isinstance(claimed, str) and _THREAD.fullmatch(claimed):
            return claimed
        return uuid.uuid4().hex

    async def shown(self, thread: str) -> Frame:
        """The conversation as it was kept."""
        desk = await self.desk(thread)
        try:
            session = self._answering.get(thread) or await self._session(thread, desk)
            round_ = Round.of(_new_id(), await session.messages())
            if thread in self._answering:
                round_ = round_.add(
                    Notice(
                        code="elsewhere", text="They are still answering; look again in a moment."
                    )
                )
            elif round_.entries and await session.interrupted():
                round_ = round_.failed("The last round was cut short.")
        except MascotError as error:
            round_ = Round(_new_id()).failed(str(error))
        return self._frame(thread, desk, round_)

    async def send(self, thread: str, text: str) -> AsyncGenerator[Frame, None]:
        """Says something to the group and yields what stands in the chat, until all is said.

        Raises:
            StillAnsweringError: The group answers another message; this one was not sent.
        """
        desk = await self.desk(thread)
        session = await self._enter(thread, desk)
        try:
            about = desk.about if desk.about and not await session.messages() else None
            events = session.send(text, about=about, context=desk.context())
            async with aclosing(
                self._follow(thread, desk, Round(_new_id()).says(text), events)
            ) as frames:
                async for frame in frames:
                    yield frame
        finally:
            del self._answering[thread]

    async def again(self, thread: str) -> AsyncGenerator[Frame, None]:
        """Finishes a round that was cut short.

        Raises:
            StillAnsweringError: The group is at it already.
        """
        desk = await self.desk(thread)
        session = await self._enter(thread, desk)
        try:
            events = session.resume(context=desk.context())
            async with aclosing(self._follow(thread, desk, Round(_new_id()), events)) as frames:
                async for frame in frames:
                    yield frame
        finally:
            del self._answering[thread]

    async def stop(self, thread: str) -> None:
        """Stops at once; what was said stays."""
        if session := self._answering.get(thread):
            await session.stop()

    async def _session(self, thread: str, desk: Desk) -> ChatSession:
        return self._open_session(await self._desks.graph(desk), thread)

    async def _enter(self, thread: str, desk: Desk) -> ChatSession:
        session = await self._session(thread, desk)
        if thread in self._answering:
            raise StillAnsweringError(
                "They are still answering. Your message waits in the box: send it when they are done, "
                "or press Stop first."
            )
        return self._answering.setdefault(thread, session)

    async def _follow(
        self, thread: str, desk: Desk, round_: Round, events: AsyncGenerator[Event, None]
    ) -> AsyncGenerator[Frame, None]:
        yield self._frame(thread, desk, round_, busy=True)
        try:
            # Closed with us: a session whose listener is gone ends its round.
            async with aclosing(events):
                async for event in events:
                    round_ = round_.follow(event)
                    yield self._frame(thread, desk, round_, busy=True)
        except MascotError as error:
            round_ = round_.failed(str(error))
        except Exception:  # noqa: BLE001  (a page shows words and never a stack trace)
            _log.exception("A round failed")
            round_ = round_.failed(
                "Something went wrong on our side; what was said is kept. The server’s log has the details."
            )
        yield self._frame(thread, desk, round_.over())

    def _frame(self, thread: str, desk: Desk, round_: Round, *, busy: bool = False) -> Frame:
        entries, live, renderer = round_.keyed, round_.live, Renderer(desk.ensemble)
        words: Live | None = None
        if live is not None:
            words = {"key": next(key for key, entry in entries if entry is live), "text": live.text}
        return {
            "chat": thread,
            "round": round_.id,
            "entries": [(key, renderer.entry(entry)) for key, entry in entries],
            "live": words,
            "status": renderer.status(live) if busy else "",
        }


def _new_id() -> str:
    return uuid.uuid4().hex[:8]
