"""A group whose model answers as a test says, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from langchain_core.messages import BaseMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.store.base import BaseStore
from langgraph.store.memory import InMemoryStore

from mascot import ChatContext, ChatSession, build_group_chat
from mascot.backends import Backend
from mascot.dialogue import REQUEST_KEY, DirectorRequest, FactsRequest, SummaryRequest
from mascot.graph import Event
from mascot.personas import Ensemble
from tests.support.cast import group
from tests.support.models import ReplayModel

ANN = ChatContext(memory="ann", turns="round-robin", replies=1)
LED = ChatContext(memory="ann", replies=1)
OFF = ChatContext(turns="round-robin", replies=1)


def model(
    facts: Callable[[FactsRequest], Sequence[str]] | None = None,
    *,
    summary: Callable[[SummaryRequest], str] | None = None,
    speaker: str = "anchor",
) -> ReplayModel:
    """Remembers what it is told to; by default each sentence of the user's, in the third person."""
    count = iter(range(100_000))

    def answer(request: Any) -> str:
        match request:
            case FactsRequest():
                return json.dumps({"facts": list((facts or everything)(request))})
            case SummaryRequest():
                return json.dumps({"summary": (summary or first_words)(request)})
            case DirectorRequest():
                chosen = speaker if speaker in request.eligible else request.eligible[0]
                return json.dumps({"speaker": chosen, "reason": "r", "action": "a", "tone": "t"})
            case _:
                return f"Reply {next(count)} of {request.persona.name}."

    return ReplayModel(answer=answer)


def everything(request: FactsRequest) -> list[str]:
    return [f"User said {word}" for word in request.words]


def first_words(request: SummaryRequest) -> str:
    return " ".join([request.before, *(turn.text[:20] for turn in request.turns)]).strip()


def chat(
    replay: ReplayModel,
    *,
    store: BaseStore | None = None,
    thread: str = "t",
    saver: Any = None,
    cast: Ensemble | None = None,
    context_tokens: int | None = None,
    **options: Any,
) -> ChatSession:
    backend = Backend(spec="replay", model=replay, label="replay", context_tokens=context_tokens)
    graph = build_group_chat(cast or group(), backend=backend, **options)
    compiled = graph.compile(
        checkpointer=saver or InMemorySaver(), store=InMemoryStore() if store is None else store
    )
    return ChatSession(compiled, thread)


async def told(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


def remembered(events: Sequence[Event]) -> list[str]:
    return [fact["text"] for e in events if e["event"] == "memory" for fact in e["kept"]]


def prompts(replay: ReplayModel, kind: type) -> list[str]:
    """What the model was given for requests of a kind, as text."""
    return [as_text(asked) for asked in replay.asked if isinstance(_request(asked), kind)]


def as_text(messages: Sequence[BaseMessage]) -> str:
    return "\n".join(f"<{m.type}> {m.content}" for m in messages)


def _request(messages: Sequence[BaseMessage]) -> Any:
    return messages[-1].additional_kwargs[REQUEST_KEY]
