"""One conversation, driven: what the page and the command line stand on."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any, cast

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from mascot.dialogue.events import Event
from mascot.errors import MascotError
from mascot.graph.context import ChatContext
from mascot.graph.places import find, removals, replaced, round_at, round_start
from mascot.graph.state import SAFETY, now, text_of
from mascot.graph.thread import ENDED, ChatThread, said_in, unfollowed, without_void_summary
from mascot.graph.variants import choosing, rounds_of, shown_of, texts_of, with_variant

_COPIED = ("context", "care", "roster", "summary")
"""What a copy of a conversation takes along, besides its messages."""


class ChatSession(ChatThread):
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

    def send(
        self,
        text: str,
        *,
        about: str | None = None,
        context: ChatContext | None = None,
        remember: bool = True,
    ) -> AsyncGenerator[Event]:
        """Says something to the group and yields what happens until it has answered.

        Args:
            text: The user's message.
            about: x, such as a meeting's transcript; kept until another is given.
            context: Settings of this round.
            remember: Whether what is remembered of the round (see `remember`) follows on the same
                stream, where memory is on. The group is free for the next message before that.

        Returns:
            The events of the round as they happen. Raises `MascotError` when a model cannot be
            asked or the group is still answering; what was said before is kept.
        """
        said = HumanMessage(text, id=str(uuid.uuid4()), response_metadata={"time": now()})
        given: dict[str, Any] = {"messages": [said]}
        if about is not None:
            given["context"] = about
        events = self._run(given, context)
        return self._remembering(events, context) if remember else events

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
        gone = unfollowed(state.values) not in (None, *self.ensemble.ids)
        rest = self._run({"messages": []} if gone else None, context)
        async with aclosing(self._remembering(rest, context)) as events:
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
            if (await self.values()).get("care"):
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
            values = await self.values()
            messages = said_in(values)
            place = find(messages, message_id)
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
            round_ = before[round_start(before) :]
            spoken = [str(m.name) for m in round_ if isinstance(m, AIMessage) and m.name != SAFETY]
            base = _copied(values) | {
                "messages": before,
                "spoken": spoken,
                "limit": len(spoken) + 1,
                "directive": {**directive, "speaker": speaker},
            }

            async def keep(said: Sequence[AnyMessage], _: Mapping[str, Any]) -> None:
                find(await self.messages(), message_id)  # another process may have rewound it
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
            values = await self.values()
            messages = said_in(values)
            place, end = round_at(messages, message_id)
            rounds = rounds_of(messages[place], messages[place + 1 : end])
            base = _copied(values) | {"messages": messages[: place + 1], "directive": ENDED}

            async def keep(said: Sequence[AnyMessage], after: Mapping[str, Any]) -> None:
                find(await self.messages(), str(messages[place].id))
                answered = [*filter(None, rounds), list(said)]
                update = replaced(messages, place, end, answered, len(answered) - 1)
                await self._commit(
                    {**update, "care": after.get("care", False)}, over=end == len(messages)
                )

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
        message = messages[find(messages, message_id)]
        if isinstance(message, AIMessage):
            return texts_of(message)
        place, end = round_at(messages, message_id)
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
            place = find(messages, message_id)
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
                place, end = round_at(messages, message_id)
                rounds = rounds_of(message, messages[place + 1 : end])
                await self._commit(
                    replaced(messages, place, end, rounds, index), over=end == len(messages)
                )

    async def edit(self, message_id: str, text: str) -> None:
        """Puts other words into a message, the user's or a persona's; all else stays.

        Words of danger to life are answered as in a round: the way to help follows the message.

        Args:
            message_id: The message.
            text: The new words.

        Raises:
            MascotError: There is no such message, the text is empty, or something is running.
        """
        with self._alone():
            messages = await self.messages()
            place = find(messages, message_id)
            message = messages[place]
            if message.name == SAFETY:
                raise MascotError("The safety message stays as it is.")
            if not text.strip():
                raise MascotError("Nothing is written; to take a message away, rewind.")
            metadata = message.response_metadata | {"edited": True}
            edited = message.model_copy(update={"content": text, "response_metadata": metadata})
            update: dict[str, Any] = {"messages": [edited]}
            rest = messages[place + 1 :]
            if isinstance(message, HumanMessage) and (help_ := self.group.safety.help_for([text])):
                update["care"] = True
                if not rest or rest[0].name != SAFETY:
                    update["messages"] += [*removals(rest), help_, *rest]
            await self._commit(update)

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
            place = find(messages, message_id)
            gone = messages[place if drop else place + 1 :]
            await self._commit({"messages": removals(gone)}, over=True)
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
            values = await self.values()
            messages = said_in(values)
            end = len(messages) if message_id is None else find(messages, message_id) + 1
            branch = ChatSession(self.graph, uuid.uuid4().hex)
            copied = {**_copied(values), "messages": messages[:end]}
            await branch.plant(without_void_summary(copied, copied))
            return branch.thread_id


def _copied(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: values[key] for key in _COPIED if key in values}


def _again(context: ChatContext | None, time: int) -> ChatContext:
    """The same settings, with another draw where chance decides."""
    context = context or ChatContext()
    return replace(context, seed=1_000 * (context.seed or 0) + time)
