"""One model call, streamed or not, sync or async.

The agents are generators that yield a `ModelCall` and are sent its `Completion`: their logic is
written once, and `drive` or `adrive` performs the calls for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import aclosing, closing
from dataclasses import dataclass, field
from typing import Any, TypeVar

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata, add_usage
from langchain_core.runnables import RunnableConfig

from mascot.backends import Backend, describe_failure, structured_kwargs
from mascot.dialogue.events import Usage
from mascot.errors import BackendError, ContextOverflowError

T = TypeVar("T")

_REFUSALS = (400, 404, 415, 422, 501)
"""HTTP statuses with which servers answer a request for structured output that they lack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """What to ask, of whom.

    Attributes:
        backend: The model, with its fallbacks.
        messages: The prompt.
        on_text: Receives the text as it comes and returns True when it has heard enough;
            None asks for the whole answer at once.
        on_restart: Told why, when a partial answer is void because another model takes over.
        schema: A JSON schema for the answer, where the backend can constrain it.
        schema_name: What the schema is called in the request.
        hidden: Keeps the answer out of LangGraph's ``messages`` stream.
    """

    backend: Backend
    messages: Sequence[BaseMessage]
    on_text: Callable[[str], bool] | None = None
    on_restart: Callable[[str], None]
    schema: dict[str, object] | None = None
    schema_name: str = "directive"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """What came back.

    Attributes:
        text: The raw text, with any ``<think>`` that is part of it.
        reasoning: A trace that the server sent apart from the text.
        truncated: The model hit its token limit.
        schema_refused: The server does not take the schema; it was asked again without.
        usage: Tokens and times.
    """

    text: str
    reasoning: str
    truncated: bool
    schema_refused: bool
    usage: Usage


Steps = Generator[ModelCall, Completion, T]
"""An agent's work: yields model calls, is sent completions, returns its result."""


def drive(steps: Steps[T]) -> T:
    """Runs an agent's steps, performing its model calls in this thread.

    Raises:
        BackendError: A call failed for good and the agent has no way on without it.
    """
    try:
        call = next(steps)
        while True:
            try:
                done = _perform(call)
            except BackendError as error:
                call = steps.throw(error)
            else:
                call = steps.send(done)
    except StopIteration as stop:
        result: T = stop.value
        return result


async def adrive(steps: Steps[T]) -> T:
    """Runs an agent's steps, performing its model calls on the running event loop.

    Raises:
        BackendError: A call failed for good and the agent has no way on without it.
    """
    try:
        call = next(steps)
        while True:
            try:
                done = await _aperform(call)
            except BackendError as error:
                call = steps.throw(error)
            else:
                call = steps.send(done)
    except StopIteration as stop:
        result: T = stop.value
        return result


def _perform(call: ModelCall) -> Completion:
    for attempt in _attempts(call):
        try:
            model, options = attempt.backend.model, attempt.options
            if call.on_text is None:
                attempt.heard(model.invoke(call.messages, attempt.config, **options))
            else:
                with closing(model.stream(call.messages, attempt.config, **options)) as chunks:  # type: ignore[type-var]
                    for chunk in chunks:
                        if attempt.heard(chunk):
                            break
        except Exception as error:  # noqa: BLE001  # providers raise whatever they like
            attempt.failed(error)
        else:
            return attempt.completion()
    raise AssertionError("the last attempt returns or raises")


async def _aperform(call: ModelCall) -> Completion:
    for attempt in _attempts(call):
        try:
            model, options = attempt.backend.model, attempt.options
            if call.on_text is None:
                attempt.heard(await model.ainvoke(call.messages, attempt.config, **options))
            else:
                async with aclosing(
                    model.astream(call.messages, attempt.config, **options)
                ) as chunks:  # type: ignore[type-var]
                    async for chunk in chunks:
                        if attempt.heard(chunk):
                            break
        except Exception as error:  # noqa: BLE001  # providers raise whatever they like
            attempt.failed(error)
        else:
            return attempt.completion()
    raise AssertionError("the last attempt returns or raises")


def _attempts(call: ModelCall) -> Iterator[_Attempt]:
    """The tries in turn: each model of the chain, and once more without the schema it refused."""
    chain = (call.backend, *call.backend.fallbacks)
    refused = False
    for i, backend in enumerate(chain):
        following = chain[i + 1] if i + 1 < len(chain) else None
        attempt = _Attempt(call, backend, following, schema=None if refused else call.schema)
        yield attempt
        if attempt.schema_refused:
            refused = True
            yield _Attempt(call, backend, following, schema=None, schema_refused=True)


@dataclass(slots=True)
class _Attempt:
    """One request to one model, and what has been heard of its answer."""

    call: ModelCall
    backend: Backend
    following: Backend | None
    schema: dict[str, object] | None
    schema_refused: bool = False
    started: float = field(default_factory=time.perf_counter)
    first_token: float | None = None
    text: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    finish: str = ""
    tokens: UsageMetadata | None = None

    @property
    def options(self) -> dict[str, Any]:
        if not self.schema:
            return {}
        return structured_kwargs(self.backend, self.schema, self.call.schema_name)

    @property
    def config(self) -> RunnableConfig | None:
        return _HIDDEN if self.call.hidden else None

    def heard(self, message: BaseMessage) -> bool:
        """Takes a chunk (or the whole answer); True when the caller has heard enough."""
        content = message.content
        text = content if isinstance(content, str) else str(message.text)
        if thought := _reasoning(message):
            self.reasoning.append(thought)
        if (text or thought) and self.first_token is None:
            self.first_token = time.perf_counter()
        if isinstance(message, AIMessage) and message.usage_metadata:
            self.tokens = add_usage(self.tokens, message.usage_metadata)
        if message.response_metadata:
            self.finish = str(message.response_metadata.get("finish_reason") or self.finish)
        if not text:
            return False
        self.text.append(text)
        return self.call.on_text(text) if self.call.on_text else False

    def failed(self, error: Exception) -> None:
        """Says what went wrong, if there is another way; raises if there is none.

        Raises:
            BackendError: There is no other way.
        """
        if self.options and getattr(error, "status_code", None) in _REFUSALS:
            self.schema_refused = True
            return
        failure = describe_failure(error, self.backend)
        if self.following is None or isinstance(failure, ContextOverflowError):
            raise failure from error
        self.call.on_restart(f"{failure} {self.following.label} answers instead.")

    def completion(self) -> Completion:
        now = time.perf_counter()
        tokens: dict[str, Any] = dict(self.tokens or {})
        cached = (tokens.get("input_token_details") or {}).get("cache_read")
        return Completion(
            text="".join(self.text),
            reasoning="".join(self.reasoning),
            truncated=self.finish == "length",
            schema_refused=self.schema_refused,
            usage=Usage(
                prompt_tokens=tokens.get("input_tokens"),
                cached_tokens=cached,
                completion_tokens=tokens.get("output_tokens"),
                latency_ms=round(1e3 * (now - self.started), 1),
                first_token_ms=round(1e3 * (self.first_token - self.started), 1)
                if self.call.on_text and self.first_token
                else None,
            ),
        )


_HIDDEN: RunnableConfig = {"tags": ["nostream"]}


def _reasoning(message: BaseMessage) -> str:
    if thought := message.additional_kwargs.get("reasoning_content"):
        return str(thought)
    if isinstance(message.content, str):
        return ""
    blocks = (block for block in message.content if isinstance(block, dict))
    return "".join(str(block.get("reasoning") or block.get("thinking") or "") for block in blocks)
