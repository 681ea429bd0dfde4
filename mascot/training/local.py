"""A model of this run as a backend that answers many calls in one batch."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from peft import PeftConfig, PeftModel
from pydantic import ConfigDict, Field
from transformers import AutoModelForCausalLM, AutoTokenizer

from mascot.backends import Backend
from mascot.errors import TrainingError
from mascot.training.rollouts.drawing import Draw, Generator, Sampling, TransformersGenerator
from mascot.training.rollouts.lockstep import seed_of
from mascot.training.text import chat, prompt_ids

_GATHER = 0.005
"""Seconds to wait for more calls before a batch that is not full begins."""


class Batches:
    """Calls that come one by one, answered together.

    What a prompt gets depends on its seed and not on its neighbours (see `drawing`), so a stage
    that was killed and goes on writes what it would have written.

    Args:
        generator: Draws completions.
        batch: At most so many at a time.
    """

    def __init__(self, generator: Generator, batch: int) -> None:
        self._generator = generator
        self._batch = batch
        self._waiting: list[tuple[Sequence[int], int, asyncio.Future[Draw]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def draw(self, prompt: Sequence[int], seed: int) -> Draw:
        """The completion of one prompt."""
        answer: asyncio.Future[Draw] = asyncio.get_running_loop().create_future()
        self._waiting.append((prompt, seed, answer))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        while self._waiting:
            if len(self._waiting) < self._batch:
                await asyncio.sleep(_GATHER)
            now, self._waiting = self._waiting[: self._batch], self._waiting[self._batch :]
            prompts, seeds = [prompt for prompt, _, _ in now], [seed for _, seed, _ in now]
            try:
                draws = await asyncio.to_thread(self._generator, prompts, seeds)
            except Exception as error:  # noqa: BLE001  (it belongs to whoever asked)
                for _, _, answer in now:
                    if not answer.done():
                        answer.set_exception(error)
                continue
            for (_, _, answer), draw in zip(now, draws, strict=True):
                if not answer.done():
                    answer.set_result(draw)


class BatchedChatModel(BaseChatModel):
    """A chat model over `Batches`.

    Attributes:
        batches: Answers the calls.
        tokenizer: The model's.
        ends: Tokens that end a completion.
        thinking: Whether the chat template leaves thinking on.
        seed: Of the next call; 0 takes the conversation's, see `seed_of`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    batches: Batches = Field(exclude=True, repr=False)
    tokenizer: Any = Field(exclude=True, repr=False)
    ends: frozenset[int] = frozenset()
    thinking: bool = True
    seed: int = 0

    @property
    def _llm_type(self) -> str:
        return "mascot-batched"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        return asyncio.run(self._agenerate(messages, stop, None, **kwargs))

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        prompt = prompt_ids(self.tokenizer, chat(messages), thinking=self.thinking)
        draw = await self.batches.draw(prompt, self.seed or seed_of(messages))
        text = self.tokenizer.decode(list(draw.ids), skip_special_tokens=True)
        ended = bool(draw.ids) and draw.ids[-1] in self.ends
        message = AIMessage(
            text,
            usage_metadata=UsageMetadata(
                input_tokens=len(prompt),
                output_tokens=len(draw.ids),
                total_tokens=len(prompt) + len(draw.ids),
            ),
            response_metadata={"finish_reason": "stop" if ended else "length"},
        )
        return ChatResult(generations=[ChatGeneration(message=message)])


def local_backend(
    folder: Path, *, temperature: float, top_p: float, max_tokens: int, thinking: bool, batch: int
) -> Backend:
    """The model in a folder of the run: a base model, or an adapter for one.

    Args:
        folder: Holds the one or the other.
        temperature: See `Sampling`.
        top_p: See `Sampling`.
        max_tokens: See `Sampling`.
        thinking: Whether it thinks before it answers.
        batch: How many calls are computed together.

    Raises:
        TrainingError: The model cannot be loaded.
    """
    adapter = folder if (folder / "adapter_config.json").is_file() else None
    try:
        base = PeftConfig.from_pretrained(str(folder)).base_model_name_or_path if adapter else None
        source = base or str(folder)
        tokenizer = AutoTokenizer.from_pretrained(source, padding_side="left")
        model: Any = AutoModelForCausalLM.from_pretrained(source, dtype="auto")
        if adapter:
            model = PeftModel.from_pretrained(model, str(adapter))
    except (OSError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:300]
        raise TrainingError(
            f"{folder}: the model in it cannot be loaded ({reason}); make it again with --force"
        ) from error
    model = _placed(model).eval()
    sampling = Sampling(temperature=temperature, top_p=top_p, max_tokens=max_tokens)
    generator = TransformersGenerator(model, tokenizer, sampling, batch=batch)
    configured = getattr(model.generation_config, "eos_token_id", None)
    ends = configured if isinstance(configured, list) else [configured]
    return Backend(
        spec=str(folder),
        model=BatchedChatModel(
            batches=Batches(generator, batch),
            tokenizer=tokenizer,
            ends=frozenset({tokenizer.eos_token_id, *ends} - {None}),
            thinking=thinking,
        ),
        label=f"{folder.parent.name}/{folder.name}",
        context_tokens=getattr(model.config, "max_position_embeddings", None),
    )


def _placed(model: Any) -> Any:
    return model.to("cuda") if torch.cuda.is_available() else model
