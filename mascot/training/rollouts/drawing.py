"""Drawing completions for a batch of prompts, each by its own seed.

A prompt's completion depends on its seed and not on its neighbours in the batch: each row has
random numbers of its own, and a token is where one of them falls in the cumulated probabilities.
So a batch of 64 episodes and one chat give the same text for the same seed, up to rounding.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import torch
from transformers import (
    GenerationConfig,
    LogitsProcessor,
    LogitsProcessorList,
    StaticCache,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from mascot.backends.profiles import RECOMMENDED

_WORTH_SHARING = 32
"""Tokens that prompts have to share at their beginning before it is computed apart."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One completion.

    Attributes:
        ids: Its tokens, the end token included where it was reached.
        logprobs: Their log-probabilities under the model at temperature 1, as trainers count them.
    """

    ids: tuple[int, ...]
    logprobs: tuple[float, ...]


class Generator(Protocol):
    """Completes prompts, all at once."""

    def __call__(self, prompts: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[Draw]:
        """Draws one completion for each prompt (token ids), in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How tokens are drawn.

    Attributes:
        temperature: 0 takes the likeliest token; training needs 1 with `top_p` 1 and `top_k` 0,
            or the ratio to the trainer's probabilities is biased.
        top_p: Only the likeliest tokens that make up this mass.
        top_k: Only so many tokens; 0 for all.
        max_tokens: Where a completion ends that does not find its end.
    """

    temperature: float = 1.0
    top_p: float = 1.0
    top_k: int = 0
    max_tokens: int = 256

    @classmethod
    def served(cls, *, thinking: bool, max_tokens: int) -> Self:
        """As a served Qwen3 draws, see `mascot.backends.profiles`."""
        temperature, top_p, top_k = RECOMMENDED[thinking].values()
        return cls(temperature=temperature, top_p=top_p, top_k=int(top_k), max_tokens=max_tokens)


class TransformersGenerator:
    """Completions of a model in this process.

    Args:
        model: A causal language model, as it is at every call: a trainer's own, or a frozen one.
        tokenizer: Its tokenizer; pads on the left whatever its setting.
        sampling: How tokens are drawn.
        batch: At most so many rows at a time.
    """

    def __init__(
        self, model: Any, tokenizer: Any, sampling: Sampling | None = None, *, batch: int = 64
    ) -> None:
        self._model = model
        self._pad = tokenizer.pad_token_id
        self._ends = _end_tokens(model, tokenizer)
        self._sampling = sampling or Sampling()
        self._batch = batch

    def __call__(self, prompts: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[Draw]:
        """Draws one completion for each prompt; leaves the model's mode as it was."""
        training = self._model.training
        self._model.eval()  # dropout would make the drawn probabilities not the model's
        try:
            # Rows of like length side by side waste the least on padding.
            order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
            drawn: dict[int, Draw] = {}
            for start in range(0, len(order), self._batch):
                rows = order[start : start + self._batch]
                draws = self._draw([prompts[i] for i in rows], [seeds[i] for i in rows])
                drawn.update(zip(rows, draws, strict=True))
            return [drawn[i] for i in range(len(prompts))]
        finally:
            self._model.train(training)

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def _draw(self, prompts: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[Draw]:
        device = self._model.device
        shared = _shared_beginning(prompts)
        longest = max(map(len, prompts))
        ids = torch.full((len(prompts), longest), self._pad, dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, prompt in enumerate(prompts):
            # Padding stands between what all prompts begin with and what is a prompt's own.
            rest = longest - len(prompt) + shared
            ids[row, :shared] = torch.tensor(prompt[:shared])
            ids[row, rest:] = torch.tensor(prompt[shared:])
            mask[row, :shared] = mask[row, rest:] = 1
        ids, mask = ids.to(device), mask.to(device)
        seeded = _SeededDraw(self._sampling, seeds)
        room = longest + self._sampling.max_tokens
        out = self._model.generate(
            input_ids=ids,
            attention_mask=mask,
            past_key_values=self._read_once(ids[:1, :shared], len(prompts), room),
            logits_processor=LogitsProcessorList([seeded]),
            generation_config=GenerationConfig(
                do_sample=False,
                max_new_tokens=self._sampling.max_tokens,
                eos_token_id=self._ends,
                pad_token_id=self._pad,
                disable_compile=True,  # every batch has another length
            ),
        )
        completions = out[:, longest:].tolist()
        logprobs = torch.stack(seeded.logprobs, dim=1).tolist()
        return [
            self._until_end(tokens, scores)
            for tokens, scores in zip(completions, logprobs, strict=True)
        ]

    def _read_once(self, beginning: torch.Tensor, rows: int, room: int) -> StaticCache | None:
        """What all prompts begin with (the frame, a meeting), computed once for all rows.

        The cache has its full size at once: one that grows copies itself at every token.
        """
        if not beginning.shape[1]:
            return None
        cache = StaticCache(config=self._model.config, max_cache_len=room)
        self._model(input_ids=beginning, past_key_values=cache, use_cache=True, logits_to_keep=1)
        cache.reorder_cache(torch.zeros(rows, dtype=torch.long))  # the one row, for every row
        return cache

    def _until_end(self, tokens: Sequence[int], logprobs: Sequence[float]) -> Draw:
        ends = (i for i, token in enumerate(tokens) if token in self._ends)
        length = next(ends, len(tokens) - 1) + 1
        return Draw(tuple(tokens[:length]), tuple(logprobs[:length]))


class _SeededDraw(LogitsProcessor):
    """Draws each row's next token by the row's own numbers and leaves no other choice."""

    def __init__(self, sampling: Sampling, seeds: Sequence[int]) -> None:
        self.logprobs: list[torch.Tensor] = []
        self._greedy = sampling.temperature == 0
        self._random = [random.Random(seed) for seed in seeds]
        self._warpers: list[LogitsProcessor] = []
        if not self._greedy and sampling.temperature != 1:
            self._warpers.append(TemperatureLogitsWarper(sampling.temperature))
        if sampling.top_k:
            self._warpers.append(TopKLogitsWarper(sampling.top_k))
        if sampling.top_p < 1:
            self._warpers.append(TopPLogitsWarper(sampling.top_p))

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        plain = torch.log_softmax(scores.float(), dim=-1)
        choice = scores.float()
        for warp in self._warpers:
            choice = warp(input_ids, choice)
        if self._greedy:
            chosen = choice.argmax(dim=-1, keepdim=True)
        else:
            heights = choice.double().softmax(dim=-1).cumsum(dim=-1)
            marks = torch.tensor([[own.random()] for own in self._random], dtype=heights.dtype)
            # Times the last height: rounding may leave it a little off 1.
            chosen = torch.searchsorted(heights, marks.to(heights.device) * heights[:, -1:])
            chosen = chosen.clamp_max(heights.shape[-1] - 1)
        self.logprobs.append(plain.gather(-1, chosen).squeeze(-1))
        return torch.full_like(scores, -torch.inf).scatter(-1, chosen, 0.0)


def _shared_beginning(prompts: Sequence[Sequence[int]]) -> int:
    """How many tokens all prompts begin with; each keeps one of its own to be completed from."""
    if len(prompts) == 1:
        return 0
    first, last = min(map(tuple, prompts)), max(map(tuple, prompts))
    most = min(map(len, prompts)) - 1
    shared = next((i for i in range(most) if first[i] != last[i]), most)
    return shared if shared >= _WORTH_SHARING else 0


def _end_tokens(model: Any, tokenizer: Any) -> list[int]:
    configured = getattr(model.generation_config, "eos_token_id", None)
    ends = configured if isinstance(configured, list) else [configured]
    known = {tokenizer.eos_token_id, *ends} - {None}
    return sorted(known)
