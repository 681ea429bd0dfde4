"""InProcessChatModel: transformers' ``generate`` as a LangChain chat model."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import (
    agenerate_from_stream,
    generate_from_stream,
)
from langchain_core.messages import AIMessageChunk, BaseMessage, convert_to_openai_messages
from langchain_core.messages.ai import InputTokenDetails, UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field

from mascot.backends.huggingface.engine import Engine, Finished, Item, Request, Started

MAX_TOKENS = 1024
"""Where an answer ends that does not find its end and for which nobody has set a limit."""

_SAMPLING = ("temperature", "top_p", "top_k", "min_p", "repetition_penalty")


class InProcessChatModel(BaseChatModel):
    """A model inside this process.

    Not LangChain's `ChatHuggingFace` over a `HuggingFacePipeline`: its chat template takes no
    arguments, so thinking cannot be switched off; it has no asynchronous calls and no token
    counts; its thread generates on when nobody listens; and it knows no adapters. It also bars
    the version of the hub's client that the rest of this application uses.

    It takes the fields of a request to an endpoint: ``temperature``, ``max_tokens``, ``seed``,
    ``extra_body={"chat_template_kwargs": {"enable_thinking": …}, "top_k": …}``. What is left out
    is the model's own ``generation_config.json``; thinking is off unless it is asked for.
    """

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    engine: Engine = Field(exclude=True, repr=False)
    model_name: str
    label: str
    """For people and messages."""
    adapter: Path | None = None
    temperature: float | None = Field(default=None, ge=0)
    top_p: float | None = Field(default=None, gt=0, le=1)
    max_tokens: int | None = Field(default=None, ge=1)
    seed: int | None = None
    timeout: float | None = None
    """Seconds to wait for the next token, once the model has begun to read."""
    extra_body: dict[str, Any] = Field(default_factory=dict)

    @property
    def _llm_type(self) -> str:
        return "mascot-in-process"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model_name, "adapter": str(self.adapter or "")}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, **kwargs))

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        return await agenerate_from_stream(self._astream(messages, stop, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        items: queue.SimpleQueue[Item] = queue.SimpleQueue()
        stopped = self.engine.start(self._request(messages, stop, kwargs), items.put)
        limit = None
        try:
            while True:
                try:
                    item = items.get(timeout=limit)
                except queue.Empty:
                    raise TimeoutError(f"no token within {limit} s") from None
                if isinstance(item, Started):
                    limit = self.timeout
                    continue
                yield self._chunk(item)
                if isinstance(item, Finished):
                    return
        finally:
            stopped.set()

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        loop = asyncio.get_running_loop()
        items: asyncio.Queue[Item] = asyncio.Queue()

        def report(item: Item) -> None:
            with suppress(RuntimeError):  # the loop is closed, and nobody waits
                loop.call_soon_threadsafe(items.put_nowait, item)

        stopped = self.engine.start(self._request(messages, stop, kwargs), report)
        limit = None
        try:
            while True:
                async with asyncio.timeout(limit):
                    item = await items.get()
                if isinstance(item, Started):
                    limit = self.timeout
                    continue
                yield self._chunk(item)
                if isinstance(item, Finished):
                    return
        finally:
            stopped.set()

    def _request(
        self, messages: Sequence[BaseMessage], stop: list[str] | None, given: dict[str, Any]
    ) -> Request:
        if stop:
            raise ValueError("stop sequences are not supported by models inside this process")
        fields = {
            **self.model_dump(
                include={"temperature", "top_p", "max_tokens", "seed"}, exclude_none=True
            ),
            **self.extra_body,
            **(given.get("extra_body") or {}),
            **{key: value for key, value in given.items() if value is not None},
        }
        return Request(
            messages=convert_to_openai_messages(messages, text_format="string"),
            adapter=self.adapter,
            template={"enable_thinking": False, **(fields.get("chat_template_kwargs") or {})},
            sampling={key: fields[key] for key in _SAMPLING if key in fields},
            max_tokens=fields.get("max_tokens") or MAX_TOKENS,
            seed=fields.get("seed"),
            where=self.label,
        )

    def _chunk(self, item: str | Finished | Exception) -> ChatGenerationChunk:
        if isinstance(item, Exception):
            raise item
        if isinstance(item, str):
            return ChatGenerationChunk(message=AIMessageChunk(content=item))
        usage = UsageMetadata(
            input_tokens=item.prompt_tokens,
            output_tokens=item.completion_tokens,
            total_tokens=item.prompt_tokens + item.completion_tokens,
            input_token_details=InputTokenDetails(cache_read=item.cached_tokens),
        )
        ended = {
            "finish_reason": "length" if item.truncated else "stop",
            "model_name": self.model_name,
        }
        message = AIMessageChunk(
            content="", usage_metadata=usage, response_metadata=ended, chunk_position="last"
        )
        return ChatGenerationChunk(message=message)
