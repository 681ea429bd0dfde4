"""One thread of a compiled graph: its state, and at most one thing that runs on it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager, suppress
from typing import Any, cast
from weakref import WeakKeyDictionary

from langchain_core.messages import AIMessage, AnyMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph.state import CompiledStateGraph

from mascot.dialogue import USER, Directive
from mascot.dialogue.events import Event, UtteranceEvent
from mascot.errors import MascotError
from mascot.graph.build import GroupChat
from mascot.graph.context import ChatContext
from mascot.graph.remembering import remember_round
from mascot.graph.state import SAFETY, merge_messages, now, text_of, turns_of
from mascot.memory import Summary
from mascot.personas import Ensemble

Keep = Callable[[Sequence[AnyMessage], Mapping[str, Any]], Awaitable[None]]
"""Commits what was said aside, given the messages and the state there."""

ENDED = Directive(speaker=USER, reason="The round is over.", source="turns").to_dict()
"""Nobody's turn."""

_RUNNING: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""By checkpointer: threads on which something runs, whichever session started it."""


class ChatThread:
    """What a session stands on: reading, committing, running and stopping.

    Args:
        graph: A `GroupChat`, compiled with a checkpointer.
        thread_id: Which conversation.
    """

    def __init__(self, graph: CompiledStateGraph[Any, Any, Any, Any], thread_id: str) -> None:
        if not graph.checkpointer:
            raise MascotError("A session needs a graph that was compiled with a checkpointer.")
        self.graph = graph
        self.thread_id = thread_id
        self.config: RunnableConfig = {"configurable": {"thread_id": thread_id}}
        self._task: asyncio.Task[None] | None = None
        self._inner: ChatThread | None = None
        self._noting: asyncio.Task[Any] | None = None
        self._stopped = False

    @property
    def group(self) -> GroupChat:
        """The uncompiled graph, and who is in it."""
        return cast("GroupChat", self.graph.builder)

    @property
    def ensemble(self) -> Ensemble:
        """The group."""
        return self.group.ensemble

    async def messages(self) -> list[AnyMessage]:
        """Everything that was said and committed."""
        return said_in(await self.values())

    async def values(self) -> dict[str, Any]:
        """The state of the conversation, see `ChatState`."""
        return dict((await self.graph.aget_state(self.config)).values)

    async def interrupted(self) -> bool:
        """Whether a round was cut short (a crash, a failure) and `resume` can finish it."""
        state = await self.graph.aget_state(self.config)
        return bool(state.next) or unfollowed(state.values) is not None

    async def plant(self, values: Mapping[str, Any]) -> None:
        """Puts a state made elsewhere into this conversation: a copy, an import, another context.

        Args:
            values: The state, see `ChatState`; without a directive the round is over.

        Raises:
            MascotError: There are messages among them, and something was said here before.
        """
        if values.get("messages") and await self.messages():
            raise MascotError("This conversation has begun; begin another one for a copy.")
        await self.graph.aupdate_state(
            self.config, {"directive": ENDED, **values}, as_node="director"
        )

    async def stop(self) -> None:
        """Stops at once; what has been said stays, a half-said reply as far as it went."""
        self._stopped = True
        if self._noting is not None:
            self._noting.cancel()
        if self._inner is not None:
            await self._inner.stop()
        elif self._task is not None:
            self._task.cancel()

    async def remember(
        self, *, context: ChatContext | None = None, state: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Event]:
        """Lets the group remember what the user said in the last round, where memory is on.

        `ChatSession.send` and `resume` do this by themselves. `stop` ends it; then nothing is kept.

        Args:
            context: The settings of the round.
            state: The conversation as the round left it, see `values`; by default as it is now.

        Yields:
            What is remembered, see `MemoryEvent`, and notices.
        """
        if context is None or context.memory is None or not self.graph.store:
            return
        values = await self.values() if state is None else state
        notes = self._noting = asyncio.create_task(
            remember_round(
                self.group,
                values,
                store=self.graph.store,
                owner=context.memory,
                thread=self.thread_id,
            )
        )
        try:
            await asyncio.wait({notes})
        finally:
            notes.cancel()
            self._noting = None
        if notes.cancelled():
            return
        done = notes.result()
        if done.update:
            # Where somebody is quicker and the group answers again, the next round catches up.
            with suppress(MascotError), self._alone():
                await self._commit(done.update)
        for event in done.events:
            yield event

    async def _remembering(
        self, events: AsyncGenerator[Event], context: ChatContext | None
    ) -> AsyncGenerator[Event]:
        """A round, and what is remembered of it once it has ended by itself."""
        stopped = False
        async with aclosing(events):
            async for event in events:
                stopped = stopped or event.get("code") == "stopped"
                yield event
        if not stopped:
            async with aclosing(self.remember(context=context)) as notes:
                async for event in notes:
                    yield event

    async def _commit(self, update: dict[str, Any], *, over: bool = False) -> None:
        """Commits an edit; an interrupted round can still be resumed unless it is over now."""
        state = await self.graph.aget_state(self.config)
        update = without_void_summary(state.values, update)
        if not over and "director" in state.next:
            await self.graph.aupdate_state(self.config, update | {"over": False}, as_node=SAFETY)
            return
        pending = state.values.get("directive") if not over else None
        await self.graph.aupdate_state(
            self.config, update | {"directive": pending or ENDED}, as_node="director"
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nothing else runs on this thread meanwhile, whichever session starts it."""
        running = _RUNNING.setdefault(self.graph.checkpointer, set())
        if self.thread_id in running:
            raise MascotError("The group is still answering; wait for it or stop it first.")
        running.add(self.thread_id)
        try:
            yield
        finally:
            running.discard(self.thread_id)

    async def _aside(
        self,
        base: dict[str, Any],
        given: dict[str, Any] | None,
        context: ChatContext,
        keep: Keep,
    ) -> AsyncGenerator[Event]:
        """Runs on a copy in memory, so that the conversation changes only once all is said."""
        inner = ChatThread(self.graph.copy({"checkpointer": InMemorySaver()}), "aside")
        await inner.plant(base)
        self._inner, failed = inner, False
        try:
            async with aclosing(inner._run(given, context)) as events:
                async for event in events:
                    yield event
        except Exception:
            failed = True
            raise
        finally:
            self._inner = None
            if not failed:  # also reached when nobody listens any longer
                values = await inner.values()
                if said := said_in(values)[len(base["messages"]) :]:
                    await keep(said, values)

    async def _run(
        self, given: dict[str, Any] | None, context: ChatContext | None
    ) -> AsyncGenerator[Event]:
        with self._alone():
            events: asyncio.Queue[Event | None] = asyncio.Queue()

            async def pump() -> None:
                async for event in self.graph.astream(
                    given, self.config, context=context or ChatContext(), stream_mode="custom"
                ):
                    events.put_nowait(cast("Event", event))

            task = self._task = asyncio.create_task(pump())
            # Also where it is cancelled before it began, and no line of it runs.
            task.add_done_callback(lambda _: events.put_nowait(None))
            reply = _PartialReply()
            try:
                while (event := await events.get()) is not None:
                    reply.follow(event)
                    yield event
                with suppress(asyncio.CancelledError):
                    await task
                if task.cancelled():
                    if said := await self._keep(reply, given or {}):
                        yield said
                    yield {
                        "event": "notice",
                        "code": "stopped",
                        "text": "Stopped; what was said stays.",
                    }
            finally:
                # Also reached when nobody listens any longer: a closed tab, a broken loop.
                if not task.done():
                    task.cancel()
                    with suppress(asyncio.CancelledError, MascotError):
                        await task
                    await self._keep(reply, given or {})
                self._task = None

    async def _keep(self, reply: _PartialReply, given: Mapping[str, Any]) -> Event | None:
        """Commits what a stopped round leaves behind, and ends the round."""
        values = await self.values()
        kept = {message.id for message in said_in(values)}
        messages = [m for m in given.get("messages", ()) if m.id not in kept and text_of(m).strip()]
        update = dict(given) if messages else {}
        if reply.complete is not None and reply.complete["id"] not in kept:
            # Announced, and stopped before its checkpoint was written.
            messages.append(_message(reply.complete, {"time": now()}))
        said: UtteranceEvent | None = None
        if text := reply.text.strip():
            said = {
                "event": "utterance",
                "speaker": reply.speaker,
                "text": text,
                "id": str(uuid.uuid4()),
                "reasoning": None,
                "usage": None,
            }
            followed = values.get("directive") or {}
            asked = {"directive": followed} if followed.get("speaker") == reply.speaker else {}
            messages.append(_message(said, {"time": now(), "stopped": True, **asked}))
        update |= {"messages": messages, "directive": {**ENDED, "reason": "Stopped."}}
        await self.graph.aupdate_state(self.config, update, as_node="director")
        return said


class _PartialReply:
    """The reply that is being said, as far as it went."""

    def __init__(self) -> None:
        self.speaker = ""
        self.text = ""
        self.complete: UtteranceEvent | None = None

    def follow(self, event: Event) -> None:
        if event["event"] == "token":
            self.speaker = event["speaker"]
            self.text += event["text"]
        elif event["event"] == "redo":
            self.text = ""
        elif event["event"] == "utterance":
            self.text, self.complete = "", event


def _message(said: UtteranceEvent, metadata: dict[str, Any]) -> AIMessage:
    return AIMessage(said["text"], name=said["speaker"], id=said["id"], response_metadata=metadata)


def without_void_summary(values: Mapping[str, Any], update: dict[str, Any]) -> dict[str, Any]:
    """An update after which the summary would tell other words than the turns takes it along.

    Args:
        values: The state before.
        update: The update.
    """
    if not values.get("summary") or "messages" not in update:
        return update
    after = merge_messages(said_in(values), [update["messages"]])
    if Summary.in_state(values, turns_of(after)):
        return update
    return {**update, "summary": {}}


def unfollowed(state: Mapping[str, Any]) -> str | None:
    """The persona whose turn it is by a directive that nobody has followed yet."""
    speaker = (state.get("directive") or {}).get("speaker", USER)
    return None if speaker == USER else str(speaker)


def said_in(values: Mapping[str, Any]) -> list[AnyMessage]:
    """The messages of a state."""
    return list(values.get("messages", []))
