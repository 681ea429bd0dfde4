"""The state that a conversation keeps between turns, and how updates merge into it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2s
from typing import Annotated, Any, TypedDict, cast

from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessage,
    HumanMessage,
    RemoveMessage,
    convert_to_messages,
)
from langgraph.channels import DeltaChannel
from langgraph.graph.message import REMOVE_ALL_MESSAGES

from mascot.dialogue import USER, Turn
from mascot.dialogue.growing import Growing

SAFETY = "safety"
"""Name of the safety node, and of the author of its messages."""

_SNAPSHOT_EVERY = 4_000
"""Updates between full copies of a channel in the checkpoints; in between only changes are kept,
so that a database grows with what is said and not with what is said times how often."""


def merge_messages(messages: list[AnyMessage], writes: Sequence[Any]) -> list[AnyMessage]:
    """Appends, replaces (same id) and removes messages.

    Checkpoints replay old writes in larger batches than they were made in, so merging one by one
    and merging all at once give the same list, ids included.

    Args:
        messages: What is there; not changed.
        writes: Messages or lists of messages, in any form that LangChain converts.

    Returns:
        The merged list.
    """
    merged: list[Any] = list(messages)
    places = {message.id: place for place, message in enumerate(merged)}
    for write in writes:
        for message in _as_messages(write):
            if isinstance(message, RemoveMessage):
                if message.id == REMOVE_ALL_MESSAGES:
                    merged, places = [], {}
                elif (place := places.pop(message.id, None)) is not None:
                    merged[place] = None
                continue
            named = message if message.id else _with_id(message, len(places))
            if named.id in places:
                merged[places[named.id]] = named
            else:
                places[named.id] = len(merged)
                merged.append(named)
    return merged if len(places) == len(merged) else [m for m in merged if m is not None]


def _as_messages(write: Any) -> list[BaseMessage]:
    messages = write if isinstance(write, list) else [write]
    if all(isinstance(message, BaseMessage) for message in messages):
        return messages
    return convert_to_messages(messages)


def _with_id(message: BaseMessage, place: int) -> BaseMessage:
    digest = blake2s(text_of(message).encode("utf-8", "replace"), digest_size=8).hexdigest()
    return message.model_copy(update={"id": f"{place}-{digest}"})


def latest(value: Any, writes: Sequence[Any]) -> Any:
    """The last write wins."""
    return writes[-1] if writes else value


class ChatState(TypedDict, total=False):
    """A conversation.

    Attributes:
        messages: Everything said; a persona's message has its id as ``name``.
        context: x: what the talk is about beyond itself, such as a meeting's transcript.
        directive: The directive that is to be followed next, as a mapping.
        asked: Ids of those whom the latest user message is addressed to.
        limit: At most so many replies in this round.
        spoken: Ids of those who have replied in this round, in order.
        over: The round is over: nobody else speaks until the user does.
        care: Somebody may be in danger; stays set, the group stays supportive.
        roster: The ids of the group that last talked here, to notice when it has changed.
        summary: What was said in the turns that the models no longer read, where memory is on; see
            `mascot.memory.Summary`.
    """

    messages: Annotated[
        list[AnyMessage], DeltaChannel(merge_messages, snapshot_frequency=_SNAPSHOT_EVERY)
    ]
    context: Annotated[str, DeltaChannel(latest, str, snapshot_frequency=_SNAPSHOT_EVERY)]
    directive: dict[str, Any] | None
    asked: list[str]
    limit: int
    spoken: list[str]
    over: bool
    care: bool
    roster: list[str]
    summary: Annotated[
        dict[str, Any], DeltaChannel(latest, dict, snapshot_frequency=_SNAPSHOT_EVERY)
    ]


class ChatInput(TypedDict, total=False):
    """What a caller puts in: new messages, and x once (or when it changes)."""

    messages: list[Any]
    context: str


def _turns(messages: Sequence[BaseMessage]) -> tuple[Turn, ...]:
    turns = []
    for message in messages:
        if isinstance(message, HumanMessage):
            turns.append(Turn(USER, text_of(message)))
        elif isinstance(message, AIMessage):
            turns.append(Turn(message.name or "assistant", text_of(message)))
    return tuple(turns)


turns_of: Growing[Sequence[BaseMessage], tuple[Turn, ...]] = Growing(
    _turns, lambda turns, messages: turns + _turns(messages)
)
"""The conversation as turns; system and tool messages are not part of it."""


def trailing_user_messages(messages: Sequence[BaseMessage]) -> list[HumanMessage]:
    """What the user has said since anybody last answered, oldest first."""
    trailing = itertools.takewhile(lambda m: isinstance(m, HumanMessage), reversed(messages))
    return cast("list[HumanMessage]", list(trailing)[::-1])


def now() -> str:
    """The time that is written beside what is said."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def text_of(message: BaseMessage) -> str:
    """A message's text, whatever form its content has."""
    return message.content if isinstance(message.content, str) else str(message.text)
