"""One conversation, driven: what the page and the command line stand on."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from typing import Any, cast

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.graph.state import CompiledStateGraph

from mascot.dialogue import USER
from mascot.dialogue.events import Event
from mascot.errors import MascotError
from mascot.graph.build import GroupChat
from mascot.graph.context import ChatContext
from mascot.personas import Ensemble


class ChatSession:
    """A thread of a compiled group chat, on the event loop.

    Args:
        graph: A `GroupChat`, compiled with a checkpointer.
        thread_id: Which conversation.

    Attributes:
        graph: The compiled graph.
        thread_id: Which conversation.

    Example:
        >>> session = ChatSession(build_group_chat("workplace").compile(InMemorySaver()), "1")
        >>> async for event in session.send("Who does what by Friday?"):
        ...     print(event)
    """

    def __init__(self, graph: CompiledStateGraph[Any, Any, Any, Any], thread_id: str) -> None:
        if not graph.checkpointer:
            raise MascotError("A session needs a graph that was compiled with a checkpointer.")
        self.graph = graph
        self.thread_id = thread_id
        self._config: RunnableConfig = {"configurable": {"thread_id": thread_id}}
        self._task: asyncio.Task[None] | None = None

    @property
    def ensemble(self) -> Ensemble:
        """The group."""
        return cast("GroupChat", self.graph.builder).ensemble

    async def messages(self) -> list[AnyMessage]:
        """Everything that was said and committed."""
        state = await self.graph.aget_state(self._config)
        return list(state.values.get("messages", []))

    async def interrupted(self) -> bool:
        """Whether a round was cut short (a crash, a failure) and `resume` can finish it."""
        state = await self.graph.aget_state(self._config)
        return bool(state.next) or _unfollowed(state.values) is not None

    def send(
        self, text: str, *, about: str | None = None, context: ChatContext | None = None
    ) -> AsyncGenerator[Event]:
        """Says something to the group and yields what happens until it has answered.

        Args:
            text: The user's message.
            about: x, such as a meeting's transcript; kept until another is given.
            context: Settings of this round.

        Returns:
            The events of the round as they happen. Raises `MascotError` when a model cannot be
            asked or the group is still answering; what was said before is kept.
        """
        given: dict[str, Any] = {"messages": [HumanMessage(text, id=str(uuid.uuid4()))]}
        if about is not None:
            given["context"] = about
        return self._run(given, context)

    def go_on(self, *, context: ChatContext | None = None) -> AsyncGenerator[Event]:
        """Lets the group talk on without a new message; `ChatContext.speak` names who.

        Returns:
            The events of the round.
        """
        return self._run({"messages": []}, context)

    async def resume(self, *, context: ChatContext | None = None) -> AsyncGenerator[Event]:
        """Finishes a round that was cut short; nothing is said twice.

        Should the one whose turn it was have left the group, the others answer instead.

        Yields:
            The events of the rest of the round.
        """
        if not await self.interrupted():
            return
        state = await self.graph.aget_state(self._config)
        gone = _unfollowed(state.values) not in (None, *self.ensemble.ids)
        async with aclosing(self._run({"messages": []} if gone else None, context)) as events:
            async for event in events:
                yield event

    async def stop(self) -> None:
        """Stops at once; what has been said stays, a half-said reply as far as it went."""
        if self._task is not None:
            self._task.cancel()

    async def _run(
        self, given: dict[str, Any] | None, context: ChatContext | None
    ) -> AsyncGenerator[Event]:
        if self._task is not None:
            raise MascotError("The group is still answering; wait for it or stop it first.")
        events: asyncio.Queue[Event | None] = asyncio.Queue()

        async def pump() -> None:
            try:
                async for event in self.graph.astream(
                    given, self._config, context=context or ChatContext(), stream_mode="custom"
                ):
                    events.put_nowait(cast("Event", event))
            finally:
                events.put_nowait(None)

        task = self._task = asyncio.create_task(pump())
        reply = _PartialReply()
        try:
            while (event := await events.get()) is not None:
                reply.follow(event)
                yield event
            with suppress(asyncio.CancelledError):
                await task
            if task.cancelled():
                if said := await self._keep(reply):
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
                await self._keep(reply)
            self._task = None

    async def _keep(self, reply: _PartialReply) -> Event | None:
        """Commits what a stopped round leaves behind, and ends the round."""
        update: dict[str, Any] = {
            "directive": {"speaker": USER, "reason": "Stopped.", "source": "turns"}
        }
        said: Event | None = None
        if text := reply.text.strip():
            identity = str(uuid.uuid4())
            update["messages"] = [AIMessage(text, name=reply.speaker, id=identity)]
            said = {
                "event": "utterance",
                "speaker": reply.speaker,
                "text": text,
                "id": identity,
                "reasoning": None,
                "usage": None,
            }
        await self.graph.aupdate_state(self._config, update, as_node="director")
        return said


class _PartialReply:
    """The reply that is being said, as far as it went."""

    def __init__(self) -> None:
        self.speaker = ""
        self.text = ""

    def follow(self, event: Event) -> None:
        if event["event"] == "token":
            self.speaker = event["speaker"]
            self.text += event["text"]
        elif event["event"] in ("redo", "utterance"):
            self.text = ""


def _unfollowed(state: Mapping[str, Any]) -> str | None:
    """The persona whose turn it is by a directive that nobody has followed yet."""
    speaker = (state.get("directive") or {}).get("speaker", USER)
    return None if speaker == USER else str(speaker)
