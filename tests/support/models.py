"""A chat model that replays what a test tells it to say, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from mascot.dialogue import REQUEST_KEY, DirectorRequest, Request

Answer = str | Exception | Sequence[str | Exception]


class ReplayModel(BaseChatModel):
    """Says `answers` in turn; a sequence is streamed chunk by chunk, an exception is raised.

    `answer` computes instead: it is called with the request (see `mascot.dialogue.Request`).
    """

    answers: list[Any] = Field(default_factory=list)
    answer: Callable[[Request], Answer] | None = None
    asked: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "replay"

    @property
    def requests(self) -> list[Request]:
        return [messages[-1].additional_kwargs[REQUEST_KEY] for messages in self.asked]

    def _next(self, messages: list[BaseMessage]) -> list[str | Exception]:
        self.asked.append(messages)
        if self.answer is not None:
            said = self.answer(messages[-1].additional_kwargs[REQUEST_KEY])
        else:
            said = self.answers.pop(0)
        return [said] if isinstance(said, str | Exception) else list(said)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        parts = self._next(messages)
        for part in parts:
            if isinstance(part, Exception):
                raise part
        message = AIMessage("".join(map(str, parts)))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for part in self._next(messages):
            if isinstance(part, Exception):
                raise part
            yield ChatGenerationChunk(message=AIMessageChunk(part))


def directed(
    speakers: Sequence[str], replies: Callable[[str, int], str] | None = None
) -> ReplayModel:
    """A model whose director calls these speakers in turn, and whose personas answer distinctly."""
    order = iter(speakers)
    count = iter(range(10_000))

    def answer(request: Request) -> str:
        if isinstance(request, DirectorRequest):
            return f'{{"speaker": "{next(order)}", "reason": "r", "action": "a", "tone": "t"}}'
        n = next(count)
        return (
            replies(request.persona.id, n) if replies else f"Reply {n} of {request.persona.name}."
        )

    return ReplayModel(answer=answer)
