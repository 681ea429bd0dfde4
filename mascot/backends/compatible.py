"""CompatibleChatModel: `ChatOpenAI` for everything that speaks OpenAI's chat completions."""

from __future__ import annotations

from typing import Any, Self

import openai
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from pydantic import Field, model_validator

from mascot.backends.address import Address
from mascot.backends.connections import async_client, sync_client, unbound_async_client
from mascot.backends.failures import UnusableAnswerError, excerpt
from mascot.backends.wire import AsyncRunningStream, RunningStream, Spared

REASONING = "reasoning_content"
"""Where a message keeps what the model thought, in ``additional_kwargs``."""

_PATH = "/chat/completions"
_TYPED_ONLY = frozenset({"extra_headers", "extra_query", "timeout"})


class CompatibleChatModel(ChatOpenAI):
    """`ChatOpenAI` with what compatible endpoints need.

    - Reasoning is kept: ``reasoning_content`` and ``reasoning``, as vLLM, SGLang, llama.cpp,
      DeepSeek and others send it, is in ``additional_kwargs["reasoning_content"]``.
    - Answers stay the dictionaries that arrived. The SDK would make a pydantic object of each
      streamed token and ChatOpenAI a dictionary of it again: two thirds of a token's cost.
    - One model serves several event loops, one after the other or at once.
    - ``max_tokens`` keeps its name where only OpenAI itself wants ``max_completion_tokens``.
    - A stream that is left early has its usage nevertheless, where the server counts as it goes.
    - A server that refuses a bound on thinking is asked without one, from then on.
    """

    address: Address = Field(exclude=True, repr=False)
    """Where the endpoint is."""

    counts_on: bool = Field(default=False, exclude=True)
    """Whether the server takes vLLM's ``continuous_usage_stats``."""

    @model_validator(mode="after")
    def _use_plain_answers(self) -> Self:
        spared = Spared()
        self.client = _Completions(self.root_client, self.client, spared)
        self.async_client = _AsyncCompletions(
            self.root_async_client, self.async_client, self.address, spared
        )
        return self

    def _get_request_payload(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        payload = super()._get_request_payload(*args, **kwargs)
        if "max_completion_tokens" in payload and not self.address.is_openai:
            payload["max_tokens"] = payload.pop("max_completion_tokens")
        if self.counts_on and (options := payload.get("stream_options")):
            payload["stream_options"] = {**options, "continuous_usage_stats": True}
        return payload

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], *args: Any
    ) -> ChatGenerationChunk | None:
        generation = super()._convert_chunk_to_generation_chunk(chunk, *args)
        if generation is not None and (choices := chunk.get("choices")):
            thought = _reasoning(choices[0]["delta"])
            if thought and isinstance(generation.message, AIMessageChunk):
                generation.message.additional_kwargs[REASONING] = thought
        return generation

    def _create_chat_result(self, response: Any, *args: Any) -> ChatResult:
        result = super()._create_chat_result(response, *args)
        if isinstance(response, dict):
            for choice, generation in zip(response["choices"], result.generations, strict=True):
                thought = _reasoning(choice["message"])
                if thought and isinstance(generation.message, AIMessage):
                    generation.message.additional_kwargs[REASONING] = thought
        return result


def connect(address: Address, model: str, **kwargs: Any) -> CompatibleChatModel:
    """A model at an address.

    Args:
        address: Where it is.
        model: What the endpoint calls it; with vLLM also the name of a LoRA adapter.
        **kwargs: Arguments of `ChatOpenAI`.
    """
    timeout = kwargs.pop("timeout")
    local = address.is_local
    kwargs.setdefault("stream_usage", True)
    # It would wrap every token in a task; the read timeout below bounds a silent server.
    kwargs.setdefault("stream_chunk_timeout", None)
    return CompatibleChatModel(
        address=address,
        model=model,
        base_url=address.base_url,
        default_query=address.query or None,
        timeout=openai.Timeout(timeout, connect=min(timeout, 5.0)),
        http_client=sync_client(local=local),
        http_async_client=unbound_async_client(local=local),
        use_responses_api=False,
        **kwargs,
    )


def _reasoning(part: dict[str, Any] | None) -> str | None:
    if not part:
        return None
    thought = part.get("reasoning_content") or part.get("reasoning")
    return thought if isinstance(thought, str) else None


class _Answer:
    """What `ChatOpenAI` expects of a raw response."""

    __slots__ = ("body",)

    def __init__(self, body: Any) -> None:
        self.body = body

    def parse(self) -> Any:
        return self.body


class _Raw:
    """``with_raw_response``: the same call, its answer to be parsed."""

    __slots__ = ("create",)

    def __init__(self, create: Any) -> None:
        self.create = create


class _Completions:
    """``client.chat.completions`` whose answers stay dictionaries, retries and errors as ever."""

    def __init__(self, client: openai.OpenAI, typed: Any, spared: Spared) -> None:
        self._client = client
        self._typed = typed
        self._spared = spared
        self.with_raw_response = _Raw(self._create_whole)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._typed, name)

    def create(self, **payload: Any) -> Any:
        if not payload.get("stream") or payload.keys() & _TYPED_ONLY:
            return self._typed.create(**payload)
        stream = self._post(payload, stream=True, stream_cls=RunningStream)
        if problem := _not_a_stream(stream):
            stream.response.read()
            stream.close()
            raise UnusableAnswerError(f"{problem} ({excerpt(stream.response.text)})")
        return stream

    def _create_whole(self, **payload: Any) -> Any:
        if payload.keys() & _TYPED_ONLY:
            return self._typed.with_raw_response.create(**payload)
        return _Answer(_checked(self._post(payload)))

    def _post(self, payload: dict[str, Any], **options: Any) -> Any:
        body = self._spared.without(_merge(payload))
        try:
            return self._client.post(_PATH, body=body, cast_to=object, **options)
        except openai.BadRequestError as error:
            if not self._spared.learn(error, body):
                raise
        return self._post(body, **options)


class _AsyncCompletions:
    """The same for asyncio, over the connections of the running loop."""

    def __init__(
        self, client: openai.AsyncOpenAI, typed: Any, address: Address, spared: Spared
    ) -> None:
        self._client = client
        self._typed = typed
        self._local = address.is_local
        self._spared = spared
        self._bound: tuple[Any, openai.AsyncOpenAI] | None = None
        self.with_raw_response = _Raw(self._create_whole)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._typed, name)

    def _here(self) -> openai.AsyncOpenAI:
        http = async_client(local=self._local)
        bound = self._bound
        if bound is None or bound[0] is not http:
            self._bound = bound = (http, self._client.copy(http_client=http))
        return bound[1]

    async def create(self, **payload: Any) -> Any:
        if not payload.get("stream") or payload.keys() & _TYPED_ONLY:
            return await self._here().chat.completions.create(**payload)
        stream = await self._post(payload, stream=True, stream_cls=AsyncRunningStream)
        if problem := _not_a_stream(stream):
            await stream.response.aread()
            await stream.close()
            raise UnusableAnswerError(f"{problem} ({excerpt(stream.response.text)})")
        return stream

    async def _create_whole(self, **payload: Any) -> Any:
        if payload.keys() & _TYPED_ONLY:
            return await self._here().chat.completions.with_raw_response.create(**payload)
        return _Answer(_checked(await self._post(payload)))

    async def _post(self, payload: dict[str, Any], **options: Any) -> Any:
        body = self._spared.without(_merge(payload))
        try:
            return await self._here().post(_PATH, body=body, cast_to=object, **options)
        except openai.BadRequestError as error:
            if not self._spared.learn(error, body):
                raise
        return await self._post(body, **options)


def _merge(payload: dict[str, Any]) -> dict[str, Any]:
    extra = payload.pop("extra_body", None)
    return {**payload, **extra} if extra else payload


def _not_a_stream(stream: Any) -> str | None:
    kind = stream.response.headers.get("content-type", "").partition(";")[0].strip().lower()
    # Some servers name no type, or an odd one: only what certainly holds no events is refused.
    if kind in {"text/html", "application/json"}:
        return f"it answered {kind} instead of a stream"
    return None


def _checked(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        text = excerpt(answer) if isinstance(answer, str) else type(answer).__name__
        raise UnusableAnswerError(f"it answered something that is not JSON ({text})")
    if answer.get("error"):
        raise UnusableAnswerError(f"it answered with an error ({excerpt(str(answer['error']))})")
    choices = answer.get("choices")
    if not (isinstance(choices, list) and choices and _is_message(choices[0])):
        raise UnusableAnswerError(f"its answer holds no message ({excerpt(str(answer))})")
    for choice in choices:
        choice["message"].setdefault("role", "assistant")
    return answer


def _is_message(choice: Any) -> bool:
    return isinstance(choice, dict) and isinstance(choice.get("message"), dict)
