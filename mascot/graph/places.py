"""Where messages stand in a conversation, and updates that change what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage, RemoveMessage

from mascot.errors import MascotError
from mascot.graph.variants import with_rounds


def find(messages: Sequence[AnyMessage], message_id: str) -> int:
    """Where a message stands.

    Raises:
        MascotError: Nowhere.
    """
    for place, message in enumerate(messages):
        if message.id == message_id:
            return place
    raise MascotError(f"There is no message {message_id!r} in this conversation.")


def round_at(messages: Sequence[AnyMessage], message_id: str | None) -> tuple[int, int]:
    """Where a user's message stands, and where the round that answers it ends."""
    users = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if message_id is not None:
        place = find(messages, message_id)
        if place not in users:
            raise MascotError(f"Message {message_id!r} is not the user's, so it opens no round.")
    elif users:
        place = users[-1]
    else:
        raise MascotError("Nothing has been said yet that the group could answer anew.")
    return place, next((i for i in users if i > place), len(messages))


def round_start(messages: Sequence[AnyMessage]) -> int:
    """Where the replies to the user's last message begin."""
    users = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return users[-1] + 1 if users else 0


def replaced(
    messages: Sequence[AnyMessage],
    place: int,
    end: int,
    rounds: Sequence[Sequence[AnyMessage]],
    index: int,
) -> dict[str, Any]:
    """The update that puts another round after a user's message."""
    asked = with_rounds(messages[place], rounds, index)
    return {"messages": [asked, *removals(messages[place + 1 :]), *rounds[index], *messages[end:]]}


def removals(messages: Sequence[AnyMessage]) -> list[RemoveMessage]:
    """The update that takes messages away."""
    return [RemoveMessage(str(message.id)) for message in messages]
