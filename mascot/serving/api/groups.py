"""The groups that are served, each as a model."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import HumanMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph.state import CompiledStateGraph

from mascot.errors import MascotError
from mascot.graph import ChatContext, ChatSession, GroupChat
from mascot.graph.state import text_of
from mascot.safety import SafetyCheck
from mascot.serving.api.errors import ApiError, busy
from mascot.serving.api.history import History, Script
from mascot.serving.api.rounds import Round
from mascot.serving.api.wire import ChatRequest

Release = Callable[[], Awaitable[None]]
Claim = Callable[[str], Awaitable[Release | None]]
"""Makes a thread one process's own; answers with what gives it free, or None where another has it."""

_STARTED = int(time.time())
_REMEMBERED = 10_000
_LOOKED_BACK = 20
"""Messages of the user's in which a danger is looked for that no safety message tells of."""


@dataclass(frozen=True)
class Group:
    """One group.

    Attributes:
        graph: Compiled, with a place where conversations are kept.
        script: Its texts.
        check: Finds a crisis in the user's words; None where that is turned off.
        claim: Keeps other processes from answering the same thread meanwhile.
    """

    graph: CompiledStateGraph[Any, Any, Any, Any]
    script: Script
    check: SafetyCheck | None
    claim: Claim | None = None
    _checked: dict[bytes, bool] = field(default_factory=dict)

    @property
    def _chat(self) -> GroupChat:
        chat = self.graph.builder
        assert isinstance(chat, GroupChat)  # noqa: S101  (what `Groups` compiles)
        return chat

    def card(self) -> dict[str, Any]:
        """What a list of models says of it."""
        ensemble = self._chat.ensemble
        return {
            "id": ensemble.id,
            "object": "model",
            "created": _STARTED,
            "owned_by": "mascot",
            "name": ensemble.name,
            "description": ensemble.description,
            "mascot": {
                "personas": [
                    {
                        "id": p.id,
                        "name": p.name,
                        "role": p.role,
                        "emoji": p.emoji,
                        "colour": p.colour,
                    }
                    for p in ensemble.personas
                ],
                "scripted": any(backend.scripted for backend in self._chat.backends),
            },
        }

    async def begin(self, request: ChatRequest, thread: str | None) -> Round:
        """Begins the round that a request asks for.

        Args:
            request: What is asked.
            thread: The conversation that is kept; None for one that the client keeps.

        Raises:
            ApiError: There is nothing to answer, or it cannot be read.
        """
        history, context = self.script.read(request.messages), request.context
        about = request.mascot.about or history.about or None
        if history.text is None and not history.earlier and context.speak is None:
            raise ApiError(400, "No message says anything; write to the group.", param="messages")
        if thread is not None and self.claim is not None:
            try:
                release = await self.claim(thread)
            except MascotError as error:
                raise ApiError(503, str(error), code="storage_failed", retry_after=2) from None
            if release is None:
                raise busy()
            try:
                return await self._begin(history, context, about, thread, release)
            except BaseException:
                await release()
                raise
        return await self._begin(history, context, about, thread)

    async def _begin(
        self,
        history: History,
        context: ChatContext,
        about: str | None,
        thread: str | None,
        release: Release | None = None,
    ) -> Round:
        if thread is None:
            # A shallow copy: the graph's own `copy` checks all of it again, at every request.
            graph = copy(self.graph)
            graph.checkpointer = InMemorySaver()
            session = ChatSession(graph, "history")
            if history.earlier:
                await session.plant(self._planted(history))
        else:
            session = ChatSession(self.graph, thread)
            kept = await session.values()
            if not kept.get("messages") and history.earlier:
                await session.plant(self._planted(history))
            if kept.get("context") == about:
                about = None
            if await self._asked_before(session, history.text):
                return Round(session, session.resume(context=context), release)
        if history.text is None:
            return Round(session, session.go_on(context=context), release)
        events = session.send(history.text, about=about, context=context)
        return Round(session, events, release)

    def _planted(self, history: History) -> dict[str, Any]:
        """The state of a conversation that a client remembers."""
        said = [m for m in history.earlier if isinstance(m, HumanMessage)][-_LOOKED_BACK:]
        danger = history.danger or any(self._dangerous(text_of(message)) for message in said)
        roster = list(self._chat.ensemble.ids)
        planted = {"messages": list(history.earlier), "care": danger, "roster": roster}
        return planted | ({"context": history.about} if history.about else {})

    def _dangerous(self, text: str) -> bool:
        """What the check says of a message; a client sends the same ones again every time."""
        if self.check is None:
            return False
        digest = hashlib.blake2s(text.encode("utf-8", "replace")).digest()
        if digest not in self._checked:
            if len(self._checked) >= _REMEMBERED:
                del self._checked[next(iter(self._checked))]
            self._checked[digest] = self.check(text) is not None
        return self._checked[digest]

    @staticmethod
    async def _asked_before(session: ChatSession, text: str | None) -> bool:
        """Whether this very message waits for its answer since a round was cut short.

        A client that lost its connection, or whose worker died, sends it again.
        """
        if text is None or not await session.interrupted():
            return False
        asked = [m for m in await session.messages() if isinstance(m, HumanMessage)]
        return bool(asked) and text_of(asked[-1]).strip() == text


class Groups:
    """All groups by the model's name.

    Args:
        chats: The groups' graphs.
        saver: Where conversations with a thread are kept.
        check: Finds a crisis in the user's words.
        claim: Keeps other processes from answering the same thread meanwhile.
    """

    def __init__(
        self,
        chats: Iterable[GroupChat],
        saver: BaseCheckpointSaver[Any],
        check: SafetyCheck | None,
        claim: Claim | None = None,
    ) -> None:
        self._groups = {
            chat.ensemble.id: Group(
                chat.compile(checkpointer=saver), Script(chat.ensemble), check, claim
            )
            for chat in chats
        }

    def __getitem__(self, model: str) -> Group:
        """The group of this name.

        Raises:
            ApiError: There is none.
        """
        if group := self._groups.get(model):
            return group
        known = ", ".join(self._groups)
        raise ApiError(
            404,
            f"There is no model {model[:60]!r}; there are: {known}",
            code="model_not_found",
            param="model",
        )

    def cards(self) -> list[dict[str, Any]]:
        """All of them, as a list of models has them."""
        return [group.card() for group in self._groups.values()]


def thread_id(owner: str, named: str) -> str:
    """The thread that a caller's name for a conversation stands for: nobody else's name does."""
    return "api-" + hashlib.sha256(f"{owner}\0{named}".encode()).hexdigest()[:32]
