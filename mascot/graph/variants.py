"""What else was said in a message's place: variants live in the message itself.

A reply keeps the other versions of its words, a user's message the other rounds that answered it.
So they are saved, exported and copied with it; models see only what stands in the conversation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessage,
    messages_from_dict,
    messages_to_dict,
)

from mascot.graph.state import text_of

_VARIANTS, _CHOSEN = "variants", "variant"
_OWN = ("directive", "usage", "time", "edited", "stopped")
"""What belongs to one variant of a reply and not to its place."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which of its variants a message shows, counted from zero, and how many it has."""

    index: int
    total: int


def shown_of(message: BaseMessage) -> Shown:
    """Which variant a message shows, and of how many; a user's message counts rounds."""
    kept = message.response_metadata.get(_VARIANTS) or [None]
    return Shown(message.response_metadata.get(_CHOSEN, 0), len(kept))


def texts_of(reply: AIMessage) -> tuple[str, ...]:
    """The variants of a reply."""
    place = shown_of(reply)
    others = reply.response_metadata.get(_VARIANTS) or [None]
    return tuple(
        text_of(reply) if i == place.index else str(kept["text"]) for i, kept in enumerate(others)
    )


def with_variant(reply: AIMessage, said: AIMessage) -> AIMessage:
    """A reply that shows what was said anew, and keeps what it showed."""
    kept = _stored(reply)
    return _showing(reply, _variant(said), [*kept, None], len(kept))


def choosing(reply: AIMessage, index: int) -> AIMessage:
    """A reply that shows another of its variants."""
    kept = _stored(reply)
    shown, kept[index] = kept[index], None
    return _showing(reply, cast("dict[str, Any]", shown), kept, index)


def rounds_of(message: BaseMessage, current: Sequence[AnyMessage]) -> list[list[AnyMessage]]:
    """The rounds that answered a user's message, the one that stands there now included."""
    kept = message.response_metadata.get(_VARIANTS) or [None]
    return [
        list(current) if one is None else cast("list[AnyMessage]", messages_from_dict(one))
        for one in kept
    ]


def with_rounds(
    message: AnyMessage, rounds: Sequence[Sequence[AnyMessage]], index: int
) -> AnyMessage:
    """A user's message that keeps all these rounds but the one that stands there now."""
    kept = [None if i == index else messages_to_dict(one) for i, one in enumerate(rounds)]
    return message.model_copy(
        update={"response_metadata": message.response_metadata | {_VARIANTS: kept, _CHOSEN: index}}
    )


def _stored(reply: AIMessage) -> list[dict[str, Any] | None]:
    """All variants of a reply, the shown one too."""
    kept = list(reply.response_metadata.get(_VARIANTS) or [None])
    kept[shown_of(reply).index] = _variant(reply)
    return kept


def _variant(reply: AIMessage) -> dict[str, Any]:
    own = {key: reply.response_metadata[key] for key in _OWN if key in reply.response_metadata}
    reasoning = reply.additional_kwargs.get("reasoning_content")
    return {"text": text_of(reply), **own, **({"reasoning": reasoning} if reasoning else {})}


def _showing(
    reply: AIMessage,
    shown: Mapping[str, Any],
    kept: Sequence[Mapping[str, Any] | None],
    index: int,
) -> AIMessage:
    metadata = {k: v for k, v in reply.response_metadata.items() if k not in _OWN}
    metadata |= {key: shown[key] for key in _OWN if key in shown}
    private = {k: v for k, v in reply.additional_kwargs.items() if k != "reasoning_content"}
    if reasoning := shown.get("reasoning"):
        private["reasoning_content"] = reasoning
    return reply.model_copy(
        update={
            "content": shown["text"],
            "additional_kwargs": private,
            "response_metadata": metadata | {_VARIANTS: list(kept), _CHOSEN: index},
        }
    )
