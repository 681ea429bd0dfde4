"""The demo as a LangChain chat model."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from mascot.backends.demo import noting
from mascot.backends.demo.directing import direct
from mascot.backends.demo.speaking import speak
from mascot.dialogue import (
    REQUEST_KEY,
    DirectorRequest,
    FactsRequest,
    SpeakerRequest,
    SummaryRequest,
)

DEMO_LABEL = "demo (scripted, not a language model)"
"""How the demo is called wherever it speaks."""

_ALONE = "This is MASCOT's scripted demo and not a language model; it needs a MASCOT group chat to answer in."
_PIECES = re.compile(r"\s*\S+|\s+$")


class DemoChatModel(BaseChatModel):
    """A scripted stand-in for a language model: instant, offline, the same under the same seed.

    It does not read the prompt but the request that the prompt's last message carries (see
    `mascot.dialogue.REQUEST_KEY`).

    Attributes:
        seed: Used where the scene has none.
        token_delay: Seconds to wait before each word of a stream, for a livelier page.
    """

    seed: int | None = None
    token_delay: float = Field(default=0.0, ge=0.0)

    @property
    def _llm_type(self) -> str:
        return "mascot-demo"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": "demo", "label": DEMO_LABEL, "seed": self.seed}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: Sequence[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - the base class's signature
        **kwargs: Any,  # noqa: ARG002 - options for models that have them
    ) -> ChatResult:
        text = _until(stop, self._answer(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: Sequence[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002 - as above
        **kwargs: Any,
    ) -> ChatResult:
        # On the loop itself: an answer takes a few milliseconds, a thread costs more.
        return self._generate(messages, stop, None, **kwargs)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: Sequence[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ARG002 - as above
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in _chunks(_until(stop, self._answer(messages))):
            if self.token_delay:
                time.sleep(self.token_delay)
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: Sequence[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ARG002 - as above
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _chunks(_until(stop, self._answer(messages))):
            if self.token_delay:
                await asyncio.sleep(self.token_delay)
            if run_manager:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _answer(self, messages: list[BaseMessage]) -> str:
        request = messages[-1].additional_kwargs.get(REQUEST_KEY) if messages else None
        if isinstance(request, FactsRequest):
            return json.dumps({"facts": noting.facts(request)}, ensure_ascii=False)
        if isinstance(request, SummaryRequest):
            return json.dumps({"summary": noting.summary(request)}, ensure_ascii=False)
        if not isinstance(request, DirectorRequest | SpeakerRequest):
            return _ALONE
        if request.scene.seed is None and self.seed is not None:
            request = replace(request, scene=replace(request.scene, seed=self.seed))
        if isinstance(request, DirectorRequest):
            return json.dumps(direct(request), ensure_ascii=False)
        return speak(request)


def _until(stop: Sequence[str] | None, text: str) -> str:
    ends = [text.find(mark) for mark in stop or () if mark in text]
    return text[: min(ends)] if ends else text


def _chunks(text: str) -> Iterator[ChatGenerationChunk]:
    """Word by word; joined, the chunks are the text."""
    pieces = _PIECES.findall(text) or [""]
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        message = AIMessageChunk(content=piece, chunk_position="last" if last else None)
        yield ChatGenerationChunk(message=message)
