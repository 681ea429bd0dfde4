"""Lockstep: the calls of many conversations, answered in one batch a stage.

Each conversation runs on its own, through the graph, and waits where it asks a model. Once all
that are under way wait, what they ask is answered together. In the paper's episode of N turns
that is a batch for the directors and one for the speakers, N times: 2N batches, however many
episodes there are.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import ConfigDict, Field

from mascot.dialogue import REQUEST_KEY, DirectorRequest, Request
from mascot.training.rollouts.drawing import Draw, Generator
from mascot.training.text import chat, prompt_ids


@dataclass(frozen=True, slots=True)
class Call:
    """One answered call of a model.

    Attributes:
        prompt_ids: The prompt's tokens.
        draw: The completion.
        text: The completion in words.
    """

    prompt_ids: tuple[int, ...]
    draw: Draw
    text: str


recorded: ContextVar[list[Call] | None] = ContextVar("recorded", default=None)
"""The director's calls of the conversation under way; a list of its own for each."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    generator: Generator
    prompt: Sequence[int]
    seed: int
    answer: asyncio.Future[Draw]


class Lockstep:
    """Brings conversations to the same stage.

    Args:
        last: The generator that is asked only when all conversations wait for it: the
            director's. A speaker that has to say its reply again does not make a stage more.
            None where the director is served.

    Attributes:
        batches: The sizes of the batches so far.
    """

    def __init__(self, last: Generator | None) -> None:
        self.batches: list[int] = []
        self._last = last
        self._under_way = 0
        self._waiting: list[_Waiting] = []

    def begin(self, conversations: int) -> None:
        """So many conversations are about to start."""
        self._under_way += conversations

    def end(self) -> None:
        """A conversation is over; the others may have waited for it alone."""
        self._under_way -= 1
        self._advance()

    async def draw(self, generator: Generator, prompt: Sequence[int], seed: int) -> Draw:
        """Waits until everybody waits, and returns the completion."""
        answer: asyncio.Future[Draw] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(generator, prompt, seed, answer))
        self._advance()
        return await answer

    def _advance(self) -> None:
        if not self._waiting or len(self._waiting) < self._under_way:
            return
        # In the trainer's own thread: there a process's device and its collective calls belong.
        generators = {call.generator: None for call in self._waiting}
        first = next((g for g in generators if g is not self._last), next(iter(generators)))
        batch = [call for call in self._waiting if call.generator is first]
        self._waiting = [call for call in self._waiting if call.generator is not first]
        self.batches.append(len(batch))
        try:
            draws = first([call.prompt for call in batch], [call.seed for call in batch])
        except Exception as error:  # noqa: BLE001  (it belongs to those who asked)
            for call in batch:
                call.answer.set_exception(error)
            return
        for call, draw in zip(batch, draws, strict=True):
            call.answer.set_result(draw)


class LockstepModel(BaseChatModel):
    """A role's model in roll-outs, as the graph knows models.

    Called on an event loop it waits for the other conversations; called without one it answers
    alone, with the same text for the same seed.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    generator: Any = Field(exclude=True, repr=False)
    tokenizer: Any = Field(exclude=True, repr=False)
    lockstep: Any = Field(default=None, exclude=True, repr=False)
    thinking: bool = False
    """Whether the chat template lets the model think first."""
    max_tokens: int = 256

    @property
    def _llm_type(self) -> str:
        return "mascot-lockstep"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **_: Any,
    ) -> ChatResult:
        prompt, seed = self.prompt_ids(messages), seed_of(messages)
        (draw,) = self.generator([prompt], [seed])
        return self._result(prompt, draw, messages)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        if self.lockstep is None:
            return self._generate(messages, stop, **kwargs)
        prompt, seed = self.prompt_ids(messages), seed_of(messages)
        draw = await self.lockstep.draw(self.generator, prompt, seed)
        return self._result(prompt, draw, messages)

    def prompt_ids(self, messages: Sequence[BaseMessage]) -> tuple[int, ...]:
        """The served prompt's tokens."""
        return tuple(prompt_ids(self.tokenizer, chat(messages), thinking=self.thinking))

    def _result(
        self, prompt: tuple[int, ...], draw: Draw, messages: Sequence[BaseMessage]
    ) -> ChatResult:
        text = self.tokenizer.decode(draw.ids, skip_special_tokens=True)
        calls = recorded.get()
        if calls is not None and isinstance(_request(messages), DirectorRequest):
            calls.append(Call(prompt, draw, text))
        usage = UsageMetadata(
            input_tokens=len(prompt),
            output_tokens=len(draw.ids),
            total_tokens=len(prompt) + len(draw.ids),
        )
        ended = {"finish_reason": "length" if len(draw.ids) >= self.max_tokens else "stop"}
        message = AIMessage(text, usage_metadata=usage, response_metadata=ended)
        return ChatResult(generations=[ChatGeneration(message=message)])


def seed_of(messages: Sequence[BaseMessage]) -> int:
    """A call's own seed: of the conversation's, the turn and the role, and of nothing else."""
    request = _request(messages)
    if request is None:
        return 0
    role = "director" if isinstance(request, DirectorRequest) else request.persona.id
    again = not isinstance(request, DirectorRequest) and request.avoid is not None
    place = f"{request.scene.seed}:{len(request.scene.turns)}:{len(request.scene.spoken)}:{role}:{again}"
    return int.from_bytes(hashlib.blake2s(place.encode(), digest_size=7).digest())


def _request(messages: Sequence[BaseMessage]) -> Request | None:
    request: Request | None = messages[-1].additional_kwargs.get(REQUEST_KEY)
    return request
