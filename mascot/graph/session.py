"""One conversation, driven: what the page and the command line stand on."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager, suppress
from dataclasses import replace
from typing import Any, cast
from weakref import WeakKeyDictionary

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, RemoveMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph.state import CompiledStateGraph

from mascot.dialogue import USER, Directive
from mascot.dialogue.events import Event
from mascot.errors import MascotError
from mascot.graph.build import GroupChat
from mascot.graph.context import ChatContext
from mascot.graph.state import SAFETY, now, text_of
from mascot.graph.variants import (
    choosing,
    rounds_of,
    shown_of,
    texts_of,
    with_rounds,
    with_variant,
)
from mascot.personas import Ensemble

_RUNNING: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""By checkpointer: threads on which something runs, whichever session started it."""

_ENDED = Directive(speaker=USER, reason="The round is over.", source="turns").to_dict()
_COPIED = ("context", "care", "roster")
"""What a copy of a conversation takes along, besides its messages."""


class ChatSession:
    """A thread of a compiled group chat, on the event loop.

    Args:
        graph: A `GroupChat`, compiled with a checkpointer.
        thread_id: Which conversation.

    Attributes:
        graph: The compiled graph.
        thread_id: Which conversation.
        config: The thread, as LangGraph is told it.

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
        self.config: RunnableConfig = {"configurable": {"thread_id": thread_id}}
        self._task: asyncio.Task[None] | None = None
        self._inner: ChatSession | None = None
        self._stopped = False

    @property
    def ensemble(self) -> Ensemble:
        """The group."""
        return cast("GroupChat", self.graph.builder).ensemble

    async def messages(self) -> list[AnyMessage]:
        """Everything that was said and committed."""
        state = await self.graph.aget_state(self.config)
        return list(state.values.get("messages", []))

    async def interrupted(self) -> bool:
        """Whether a round was cut short (a crash, a failure) and `resume` can finish it."""
        state = await self.graph.aget_state(self.config)
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
        said = HumanMessage(text, id=str(uuid.uuid4()), response_metadata={"time": now()})
        given: dict[str, Any] = {"messages": [said]}
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
        state = await self.graph.aget_state(self.config)
        gone = _unfollowed(state.values) not in (None, *self.ensemble.ids)
        async with aclosing(self._run({"messages": []} if gone else None, context)) as events:
            async for event in events:
                yield event

    async def auto(
        self, rounds: int = 3, *, context: ChatContext | None = None
    ) -> AsyncGenerator[Event]:
        """Lets the group talk on by itself, at most so many rounds; `stop` ends it.

        Where somebody may be in danger the group waits for the person instead.

        Args:
            rounds: The cap.
            context: Settings of every round.

        Yields:
            The events of the rounds.

        Raises:
            MascotError: The cap is below one.
        """
        if rounds < 1:
            raise MascotError(f"rounds is {rounds}; let them talk on for at least one.")
        self._stopped = False
        for _ in range(rounds):
            if (await self._values()).get("care"):
                yield {"event": "notice", "code": "care", "text": "The group waits for you."}
                return
            said = False
            async with aclosing(self.go_on(context=context)) as events:
                async for event in events:
                    said = said or event["event"] == "utterance"
                    yield event
            if self._stopped or not said:
                return

    async def regenerate(
        self, message_id: str, *, context: ChatContext | None = None
    ) -> AsyncGenerator[Event]:
        """Lets a persona say one reply anew, by the same directive and what was said before it.

        The reply keeps its id and its place, later replies stay, and the old words become a variant
        of it. Stopped, it keeps the new words as far as they went; a failure changes nothing.

        Args:
            message_id: The reply.
            context: Settings, as of any round.

        Yields:
            The events of the reply.

        Raises:
            MascotError: There is no such reply, its persona has left, or something is running.
        """
        with self._alone():
            values = await self._values()
            messages = _said(values)
            place = _find(messages, message_id)
            reply = messages[place]
            if not isinstance(reply, AIMessage) or reply.name == SAFETY:
                raise MascotError(
                    f"Message {message_id!r} is not a persona's reply; regenerate its round instead."
                )
            speaker = str(reply.name)
            if speaker not in self.ensemble.ids:
                raise MascotError(
                    f"{speaker!r} has left the group, so nobody can say this reply anew."
                )
            directive = reply.response_metadata.get("directive") or {}
            before = messages[:place]
            spoken = [str(m.name) for m in before[_round_start(before) :] if m.name != SAFETY]
            base = {key: values[key] for key in _COPIED if key in values} | {
                "messages": before,
                "spoken": spoken,
                "limit": len(spoken) + 1,
                "directive": {**directive, "speaker": speaker},
            }

            async def keep(said: Sequence[AnyMessage], _: Mapping[str, Any]) -> None:
                await self._commit({"messages": [with_variant(reply, cast("AIMessage", said[-1]))]})

            seeded = _again(context, shown_of(reply).total)
            async with aclosing(self._aside(base, None, seeded, keep)) as events:
                async for event in events:
                    if event["event"] == "utterance":
                        event = {**event, "id": message_id}  # noqa: PLW2901
                    yield event

    async def regenerate_round(
        self, message_id: str | None = None, *, context: ChatContext | None = None
    ) -> AsyncGenerator[Event]:
        """Lets the group answer a message of the user's anew; the old round becomes a variant.

        The round is everything up to the user's next message; what comes after that stays.
        Stopped, the new round keeps what was said; a failure changes nothing.

        Args:
            message_id: The user's message; by default the last one.
            context: Settings of the round.

        Yields:
            The events of the round.

        Raises:
            MascotError: There is no such message of the user's, or something is running.
        """
        with self._alone():
            values = await self._values()
            messages = _said(values)
            place, end = _round(messages, message_id)
            rounds = rounds_of(messages[place], messages[place + 1 : end])
            base = {key: values[key] for key in _COPIED if key in values} | {
                "messages": messages[: place + 1],
                "directive": _ENDED,
            }

            async def keep(said: Sequence[AnyMessage], after: Mapping[str, Any]) -> None:
                rounds.append(list(said))
                update = _replaced(messages, place, end, rounds, len(rounds) - 1)
                await self._commit({**update, "care": after.get("care", False)}, over=True)

            seeded = _again(context, len(rounds))
            async with aclosing(self._aside(base, {"messages": []}, seeded, keep)) as events:
                async for event in events:
                    yield event

    async def variants(self, message_id: str) -> tuple[str, ...]:
        """The variants of a reply, or of the round that answered a user's message, as texts.

        `shown_of(message)` says which one is shown, without a look into the conversation.

        Raises:
            MascotError: There is no such message.
        """
        messages = await self.messages()
        message = messages[_find(messages, message_id)]
        if isinstance(message, AIMessage):
            return texts_of(message)
        place, end = _round(messages, message_id)
        return tuple(
            "\n".join(f"{m.name}: {text_of(m)}" for m in one)
            for one in rounds_of(message, messages[place + 1 : end])
        )

    async def choose(self, message_id: str, index: int) -> None:
        """Shows another variant: of a reply its words, of a user's message the whole round.

        Args:
            message_id: The message.
            index: Which of its variants, from zero.

        Raises:
            MascotError: There is no such message or variant, or something is running.
        """
        with self._alone():
            messages = await self.messages()
            place = _find(messages, message_id)
            message = messages[place]
            shown = shown_of(message)
            if not 0 <= index < shown.total:
                raise MascotError(
                    f"There is no variant {index}; this message has {shown.total}, counted from 0."
                )
            if index == shown.index:
                return
            if isinstance(message, AIMessage):
                await self._commit({"messages": [choosing(message, index)]})
            else:
                place, end = _round(messages, message_id)
                rounds = rounds_of(message, messages[place + 1 : end])
                await self._commit(_replaced(messages, place, end, rounds, index), over=True)

    async def edit(self, message_id: str, text: str) -> None:
        """Puts other words into a message, the user's or a persona's; all else stays.

        Args:
            message_id: The message.
            text: The new words.

        Raises:
            MascotError: There is no such message, the text is empty, or something is running.
        """
        with self._alone():
            messages = await self.messages()
            message = messages[_find(messages, message_id)]
            if message.name == SAFETY:
                raise MascotError("The safety message stays as it is.")
            if not text.strip():
                raise MascotError("Nothing is written; to take a message away, rewind.")
            metadata = message.response_metadata | {"edited": True}
            edited = message.model_copy(update={"content": text, "response_metadata": metadata})
            await self._commit({"messages": [edited]})

    async def rewind(self, message_id: str, *, drop: bool = False) -> str:
        """Takes everything after a message away; the round is over then.

        `go_on` lets the group answer a user's message that is the last now.

        Args:
            message_id: The message.
            drop: Whether it goes too, to be written anew.

        Returns:
            Its text.

        Raises:
            MascotError: There is no such message, or something is running.
        """
        with self._alone():
            messages = await self.messages()
            place = _find(messages, message_id)
            gone = messages[place if drop else place + 1 :]
            await self._commit({"messages": _removals(gone)}, over=True)
            return text_of(messages[place])

    async def branch(self, message_id: str | None = None) -> str:
        """Begins another conversation with a copy of this one.

        Args:
            message_id: The last message to copy; by default all are.

        Returns:
            The new conversation's thread id. This one stays as it is.

        Raises:
            MascotError: There is no such message, or something is running.
        """
        with self._alone():
            values = await self._values()
            messages = _said(values)
            end = len(messages) if message_id is None else _find(messages, message_id) + 1
            copy = {key: values[key] for key in _COPIED if key in values}
            branch = ChatSession(self.graph, uuid.uuid4().hex)
            await branch.plant({**copy, "messages": messages[:end]})
            return branch.thread_id

    async def plant(self, values: Mapping[str, Any]) -> None:
        """Begins this conversation with a state made elsewhere: a copy, an import.

        Args:
            values: The state, see `ChatState`; without a directive the round is over.
        """
        await self.graph.aupdate_state(
            self.config, {"directive": _ENDED, **values}, as_node="director"
        )

    async def stop(self) -> None:
        """Stops at once; what has been said stays, a half-said reply as far as it went."""
        self._stopped = True
        if self._inner is not None:
            await self._inner.stop()
        elif self._task is not None:
            self._task.cancel()

    async def _values(self) -> dict[str, Any]:
        return dict((await self.graph.aget_state(self.config)).values)

    async def _commit(self, update: dict[str, Any], *, over: bool = False) -> None:
        """Commits an edit; an interrupted round can still be resumed unless it is over now."""
        state = await self.graph.aget_state(self.config)
        if not over and "director" in state.next:
            await self.graph.aupdate_state(self.config, update | {"over": False}, as_node=SAFETY)
            return
        pending = state.values.get("directive") if not over else None
        await self.graph.aupdate_state(
            self.config, update | {"directive": pending or _ENDED}, as_node="director"
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
        keep: Callable[[Sequence[AnyMessage], Mapping[str, Any]], Awaitable[None]],
    ) -> AsyncGenerator[Event]:
        """Runs on a copy in memory, so that the conversation changes only once all is said."""
        inner = ChatSession(self.graph.copy({"checkpointer": InMemorySaver()}), "aside")
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
                values = await inner._values()
                if said := _said(values)[len(base["messages"]) :]:
                    await keep(said, values)

    async def _run(
        self, given: dict[str, Any] | None, context: ChatContext | None
    ) -> AsyncGenerator[Event]:
        with self._alone():
            events: asyncio.Queue[Event | None] = asyncio.Queue()

            async def pump() -> None:
                try:
                    async for event in self.graph.astream(
                        given, self.config, context=context or ChatContext(), stream_mode="custom"
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
            metadata: dict[str, Any] = {"time": now(), "stopped": True}
            followed = (await self._values()).get("directive")
            if followed and followed.get("speaker") == reply.speaker:
                metadata["directive"] = followed
            update["messages"] = [
                AIMessage(text, name=reply.speaker, id=identity, response_metadata=metadata)
            ]
            said = {
                "event": "utterance",
                "speaker": reply.speaker,
                "text": text,
                "id": identity,
                "reasoning": None,
                "usage": None,
            }
        await self.graph.aupdate_state(self.config, update, as_node="director")
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


def _said(values: Mapping[str, Any]) -> list[AnyMessage]:
    return list(values.get("messages", []))


def _find(messages: Sequence[AnyMessage], message_id: str) -> int:
    for place, message in enumerate(messages):
        if message.id == message_id:
            return place
    raise MascotError(f"There is no message {message_id!r} in this conversation.")


def _round(messages: Sequence[AnyMessage], message_id: str | None) -> tuple[int, int]:
    """Where a user's message stands, and where the round that answers it ends."""
    users = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if message_id is not None:
        place = _find(messages, message_id)
        if place not in users:
            raise MascotError(f"Message {message_id!r} is not the user's, so it opens no round.")
    elif users:
        place = users[-1]
    else:
        raise MascotError("Nothing has been said yet that the group could answer anew.")
    return place, next((i for i in users if i > place), len(messages))


def _round_start(messages: Sequence[AnyMessage]) -> int:
    """Where the replies to the user's last message begin."""
    users = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return users[-1] + 1 if users else 0


def _replaced(
    messages: Sequence[AnyMessage],
    place: int,
    end: int,
    rounds: Sequence[Sequence[AnyMessage]],
    index: int,
) -> dict[str, Any]:
    """The update that puts another round after a user's message."""
    asked = with_rounds(messages[place], rounds, index)
    return {"messages": [asked, *_removals(messages[place + 1 :]), *rounds[index], *messages[end:]]}


def _removals(messages: Sequence[AnyMessage]) -> list[RemoveMessage]:
    return [RemoveMessage(str(message.id)) for message in messages]


def _again(context: ChatContext | None, time: int) -> ChatContext:
    """The same settings, with another draw where chance decides."""
    context = context or ChatContext()
    return replace(context, seed=1_000 * (context.seed or 0) + time)
