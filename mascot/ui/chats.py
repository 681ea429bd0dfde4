"""The conversations behind the page: what is done to a session, as frames for the browser."""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage

from mascot.dialogue.events import Event
from mascot.errors import MascotError
from mascot.graph import ChatContext, ChatSession, UsageMeter
from mascot.graph.library import Library
from mascot.graph.state import text_of
from mascot.ui.desk import Desk
from mascot.ui.desks import Desks, Graph
from mascot.ui.frames import Frame, Framing, Where
from mascot.ui.memories import Memories
from mascot.ui.render import Renderer
from mascot.ui.transcript import Failure, Notice, Reply, Round, entry_of

_log = logging.getLogger(__name__)
_THREAD = re.compile(r"[0-9a-f]{32}")
_METERS = 2_000
"""What so many conversations took is remembered; the oldest are forgotten first."""

Frames = AsyncGenerator[Frame, None]
Settle = Callable[[ChatSession, Round], Awaitable[Round]]
"""What stands in a round's place once it is over, by what has been kept."""


class StillAnsweringError(MascotError):
    """Something was asked for while the group answers."""


async def _settled(session: ChatSession, round_: Round) -> Round:
    return round_.settled(await session.messages())


@dataclass(frozen=True)
class _Plan:
    """A round that is about to run: its events, what stands there at first, where, and in the end."""

    events: AsyncGenerator[Event, None]
    round_: Round
    place: tuple[Where, str] = ("end", "")
    settle: Settle = _settled
    remembers: ChatContext | None = None
    """Settings by which it is remembered, once the conversation is free again."""


class _Running:
    """Something that runs in a conversation."""

    def __init__(self, session: ChatSession) -> None:
        self.session = session
        self.over = asyncio.Event()


class Chats:
    """All conversations of one process, by thread id.

    Args:
        desks: How the conversations are set up.
        open_session: Opens the session of a thread on a graph.
        remember: Whether visitors are remembered who have not chosen.

    Attributes:
        memories: What visitors are remembered by.
    """

    def __init__(
        self,
        desks: Desks,
        open_session: Callable[[Graph, str], ChatSession] = ChatSession,
        *,
        remember: bool = False,
    ) -> None:
        self._desks = desks
        self.memories = Memories(desks.store, on=remember)
        self._noted: dict[str, str] = {}
        self._open_session = open_session
        self._answering: dict[str, _Running] = {}
        self._meters: OrderedDict[str, UsageMeter] = OrderedDict()

    async def desk(self, thread: str) -> Desk:
        """How this conversation is set up."""
        return await self._desks.of(thread)

    async def change(self, thread: str, **changes: Any) -> Desk:
        """Sets a conversation up otherwise; nothing changes when that cannot be.

        Raises:
            MascotError: A setting or the model cannot be used; the message says why.
        """
        return await self._desks.change(thread, **changes)

    async def graph(self, thread: str) -> Graph:
        """What this conversation runs on."""
        return await self._desks.graph(await self.desk(thread))

    @staticmethod
    def thread(claimed: object = None) -> str:
        """The thread that a browser names, or a new one.

        Only what cannot be guessed is taken: the ids that other programs give to conversations in
        the same database do not open them here.
        """
        if isinstance(claimed, str) and _THREAD.fullmatch(claimed):
            return claimed
        return uuid.uuid4().hex

    async def admitted(self, claimed: object, owner: str = "") -> str:
        """The thread that a browser names, where this owner may open it; else a new one.

        Who logs in opens only what is theirs. Elsewhere whoever has the unguessable id has the
        conversation, as with a link that was shared.
        """
        thread = self.thread(claimed)
        library = self.library(owner)
        if thread == claimed and library and owner.startswith("user:"):
            try:
                library.get(thread)
            except MascotError:
                if await (await self._session(thread, await self.desk(thread))).messages():
                    return self.thread()
        return thread

    def library(self, owner: str) -> Library | None:
        """The conversations of an owner; None where nothing outlives the process."""
        saver = self._desks.saver
        return None if saver is None else Library(saver, owner=owner)

    async def keep(self, thread: str, owner: str) -> None:
        """Enters a conversation into its owner's list, or notes that it has changed."""
        library = self.library(owner)
        if library is None:
            return
        session = await self._session(thread, await self.desk(thread))
        if not await session.messages():  # nothing was said, or it has just been deleted
            return
        with suppress(MascotError):  # somebody else's, opened with its id: it stays theirs
            await library.keep(session)

    def answering(self, thread: str) -> bool:
        """Whether something runs in this conversation."""
        return thread in self._answering

    async def forget(self, thread: str) -> None:
        """Stops a conversation and deletes its settings; `Library.delete` deletes its words."""
        await self.stop(thread)
        if running := self._answering.get(thread):
            await running.over.wait()
        await self._desks.forget(thread)
        self._meters.pop(thread, None)

    def meter(self, thread: str) -> UsageMeter:
        """What this conversation took since this process opened it."""
        meter = self._meters.setdefault(thread, UsageMeter())
        self._meters.move_to_end(thread)
        if len(self._meters) > _METERS:
            self._meters.popitem(last=False)
        return meter

    async def shown(self, thread: str) -> Frame:
        """The conversation as it was kept."""
        desk = await self.desk(thread)
        try:
            session = await self._session(thread, desk)
            round_ = Round.of(_new_id(), await session.messages())
            if thread in self._answering:
                notice = "They are still answering; look again in a moment."
                round_ = round_.add(Notice(code="elsewhere", text=notice))
            elif round_.entries and await session.interrupted():
                round_ = round_.failed("The last round was cut short.")
        except MascotError as error:
            round_ = Round(_new_id()).failed(str(error), again=False)
        return Framing(thread, Renderer(desk.ensemble), ("all", "")).frame(round_)

    def send(self, thread: str, text: str, whose: str = "") -> Frames:
        """Says something to the group; the frames of what follows, until all is said and noted.

        They raise `StillAnsweringError` where the group answers another message: this one was not
        sent.
        """

        async def begin(session: ChatSession, desk: Desk) -> _Plan:
            values = await session.values()
            about = desk.about if desk.about != values.get("context", "") else None
            if not values.get("messages"):
                # From now on it stays as it is, whatever the server is started with later.
                await self._desks.put(thread, desk)
            context = await self._context(thread, desk, whose)
            events = session.send(text, about=about, context=context, remember=False)
            noted = context if context.memory else None
            return _Plan(events, Round(_new_id()).says(text), remembers=noted)

        return self._run(thread, begin)

    def again(self, thread: str, whose: str = "") -> Frames:
        """Finishes a round that was cut short."""

        async def begin(session: ChatSession, desk: Desk) -> _Plan:
            context = await self._context(thread, desk, whose)
            return _Plan(session.resume(context=context), Round(_new_id()))

        return self._run(thread, begin)

    def talk(self, thread: str, who: str | None = None, whose: str = "") -> Frames:
        """Lets one persona speak, or the whole group talk on by itself up to the desk's cap."""

        async def begin(session: ChatSession, desk: Desk) -> _Plan:
            if desk.about != (await session.values()).get("context", ""):
                await session.plant({"context": desk.about})
            context = await self._context(thread, desk, whose, speak=who)
            one = session.go_on(context=context)
            events = one if who else session.auto(desk.auto, context=context)
            return _Plan(events, Round(_new_id()))

        return self._run(thread, begin)

    def regenerate(self, thread: str, message: str, whose: str = "") -> Frames:
        """Has a reply said anew, or a message of the user's answered anew; the old stays a variant.

        The frames raise `MascotError` where there is no such message.
        """

        async def begin(session: ChatSession, desk: Desk) -> _Plan:
            target = _find(await session.messages(), message)
            context, round_ = await self._context(thread, desk, whose), Round(_new_id())
            if isinstance(target, HumanMessage):
                events = session.regenerate_round(message, context=context)
                round_ = round_.says(text_of(target), identity=message)
                return _Plan(events, round_, ("round", message), _kept_of(message))
            events = session.regenerate(message, context=context)
            round_ = round_.add(Reply(speaker=target.name or ""))
            return _Plan(events, round_, ("at", message), _kept_of(message))

        return self._run(thread, begin)

    async def choose(self, thread: str, message: str, variant: int) -> Frame:
        """Shows another variant of a reply or of a round."""
        async with self._entered(thread) as (session, desk):
            await session.choose(message, variant)
            return await self._redrawn(session, desk, message)

    async def edit(self, thread: str, message: str, text: str) -> Frame:
        """Puts other words into a message."""
        async with self._entered(thread) as (session, desk):
            await session.edit(message, text)
            return await self._redrawn(session, desk, message)

    async def rewind(self, thread: str, message: str) -> Frame:
        """Takes away everything after a message."""
        async with self._entered(thread) as (session, desk):
            await session.rewind(message)
            framing = Framing(thread, Renderer(desk.ensemble), ("after", message))
            return framing.frame(Round(_new_id()))

    async def branch(self, thread: str, message: str) -> str:
        """Begins another conversation with a copy of this one up to a message; its thread."""
        async with self._entered(thread) as (session, desk):
            other = await session.branch(message)
            await self._desks.put(other, desk)
            return other

    async def fresh(self, thread: str) -> str:
        """Begins another conversation that is set up as this one; its thread."""
        other = self.thread()
        desk = await self.desk(thread)
        if desk != await self.desk(other):
            await self._desks.put(other, desk)
        return other

    async def stop(self, thread: str) -> None:
        """Stops at once; what was said stays."""
        if running := self._answering.get(thread):
            await running.session.stop()

    async def _context(
        self, thread: str, desk: Desk, whose: str, speak: str | None = None
    ) -> ChatContext:
        memory = await self.memories.whose(thread, whose, self.library(whose))
        return desk.context(speak=speak, memory=memory)

    async def _session(self, thread: str, desk: Desk) -> ChatSession:
        return self._open_session(await self._desks.graph(desk), thread)

    @asynccontextmanager
    async def _entered(self, thread: str) -> AsyncGenerator[tuple[ChatSession, Desk]]:
        desk = await self.desk(thread)
        session = await self._session(thread, desk)
        if thread in self._answering:
            raise StillAnsweringError(
                "They are still answering. What you wrote waits in the box: send it when they are "
                "done, or press Stop first."
            )
        running = self._answering[thread] = _Running(session)
        self._noted.pop(thread, None)
        try:
            yield session, desk
        finally:
            del self._answering[thread]
            running.over.set()

    async def _run(
        self, thread: str, begin: Callable[[ChatSession, Desk], Awaitable[_Plan]]
    ) -> Frames:
        async with self._entered(thread) as (session, desk):
            plan = await begin(session, desk)
            framing = Framing(thread, Renderer(desk.ensemble), plan.place)
            async with aclosing(self._follow(thread, plan)) as rounds:
                async for round_ in rounds:
                    yield framing.frame(round_, busy=True)
            round_ = await plan.settle(session, round_.over())
            if plan.remembers:
                state, self._noted[thread] = await session.values(), round_.id
        # Not before the conversation is free again: somebody may answer at once.
        yield framing.frame(round_)
        if plan.remembers is None:
            return
        async with aclosing(session.remember(context=plan.remembers, state=state)) as notes:
            async for event in notes:
                self.meter(thread).follow(event)
                round_ = round_.follow(event)
                # The browser shows one round at a time: a later one is not to be disturbed.
                if self._noted.get(thread) == round_.id:
                    yield framing.frame(round_)
        if self._noted.get(thread) == round_.id:
            del self._noted[thread]

    async def _follow(self, thread: str, plan: _Plan) -> AsyncGenerator[Round, None]:
        meter, round_ = self.meter(thread), plan.round_
        failure, again = "", plan.place[0] == "end"
        yield round_
        try:
            # Closed with us: a session whose listener is gone ends its round.
            async with aclosing(plan.events):
                async for event in plan.events:
                    meter.follow(event)
                    round_ = round_.follow(event)
                    yield round_
        except MascotError as error:
            failure = str(error)
        except Exception:  # noqa: BLE001  (a page shows words and never a stack trace)
            _log.exception("A round failed")
            failure = "Something went wrong on our side; what was said is kept. The server’s log has the details."
        if failure:
            yield round_.failed(failure, again=again)

    async def _redrawn(self, session: ChatSession, desk: Desk, message: str) -> Frame:
        """A message as it is kept now, with its answers where it is the user's."""
        messages = await session.messages()
        kept = _with_answers(messages, message)
        whole = isinstance(kept[0], HumanMessage)
        place: tuple[Where, str] = ("round" if whole else "at", message)
        framing = Framing(session.thread_id, Renderer(desk.ensemble), place)
        return framing.frame(Round.of(_new_id(), kept if whole else kept[:1]))


def _kept_of(message: str) -> Settle:
    async def settle(session: ChatSession, round_: Round) -> Round:
        """What is kept of the round, whether it was replaced or not; and what was remarked."""
        kept = _with_answers(await session.messages(), message)
        entries = [entry for m in kept if (entry := entry_of(m)) is not None]
        remarks = [entry for entry in round_.entries if isinstance(entry, Notice | Failure)]
        said = entries if isinstance(kept[0], HumanMessage) else entries[:1]
        return Round(round_.id, (*said, *remarks))

    return settle


def _find(messages: Sequence[AnyMessage], identity: str) -> AnyMessage:
    for message in messages:
        if message.id == identity:
            return message
    raise MascotError("That message is no longer part of this chat; load the page anew.")


def _with_answers(messages: Sequence[AnyMessage], identity: str) -> list[AnyMessage]:
    """A message and what follows it up to the user's next one."""
    start = list(messages).index(_find(messages, identity))
    answers = []
    for message in messages[start + 1 :]:
        if isinstance(message, HumanMessage):
            break
        answers.append(message)
    return [messages[start], *answers]


def _new_id() -> str:
    return uuid.uuid4().hex[:8]
