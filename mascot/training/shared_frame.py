"""What all prompts of a batch begin with is read once, as a served model's cache does.

Every speaker's prompt begins with the same frame: setting, cards, rules. In the miniature that is
four tokens of five. The frame is read as one row, in sampling and in learning; its keys and values
stand for all rows, and the gradient flows back through them, so nothing changes but the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from transformers import DynamicCache

from mascot.training.frozen import of_trainer


class SharedFrame:
    """Put in front of a GRPO trainer's class.

    Attributes:
        share_frame: Whether to do so. It needs one process and no activation checkpointing, whose
            layers keep no cache.
    """

    share_frame = False

    def _generate_single_turn(
        self, prompt_ids: Sequence[Sequence[int]], *others: Any, **named: Any
    ) -> tuple[list[list[int]], list[list[float]] | None]:
        """The trainer's, with the common beginning of the prompts read once."""
        trainer: Any = self
        if not self.share_frame or trainer.use_vllm:
            plain: Any = super()
            found: tuple[list[list[int]], list[list[float]] | None] = plain._generate_single_turn(  # noqa: SLF001
                prompt_ids, *others, **named
            )
            return found
        # Seeds from the trainer's own generator of random numbers, which its checkpoints keep.
        seeds = torch.randint(2**31, (len(prompt_ids),)).tolist()
        draws = of_trainer(trainer, batch=len(prompt_ids))(prompt_ids, seeds)
        return [list(draw.ids) for draw in draws], None

    def _get_per_token_logps_and_entropies(
        self,
        model: Any,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        logits_to_keep: int,
        batch_size: int | None = None,
        compute_entropy: bool = False,  # noqa: FBT001, FBT002  (TRL's signature)
        **others: Any,
    ) -> tuple[torch.Tensor, torch.Tensor | None, torch.Tensor | None]:
        """The trainer's, with the common beginning of the prompts read once."""
        trainer: Any = self
        first = rest = 0
        if self.share_frame:
            first, rest = common_beginning(input_ids, attention_mask, logits_to_keep)
        if not first:
            plain: Any = super()
            found: tuple[torch.Tensor, torch.Tensor | None, torch.Tensor | None] = (
                plain._get_per_token_logps_and_entropies(  # noqa: SLF001
                    model,
                    input_ids,
                    attention_mask,
                    logits_to_keep,
                    batch_size=batch_size,
                    compute_entropy=compute_entropy,
                    **others,
                )
            )
            return found
        logits = completion_logits(
            trainer.accelerator.unwrap_model(model),
            input_ids,
            attention_mask,
            logits_to_keep,
            first=first,
            rest=rest,
        )
        scores = torch.log_softmax(logits.float() / trainer.temperature, dim=-1)
        chosen = scores.gather(-1, input_ids[:, -logits_to_keep:, None]).squeeze(-1)
        asked = attention_mask[:, -logits_to_keep:] != 0
        entropy = -(scores.exp() * scores).sum(-1).detach() if compute_entropy else None
        return chosen.masked_fill(~asked, 0.0), entropy, None


def common_beginning(
    input_ids: torch.Tensor, attention_mask: torch.Tensor, completion: int
) -> tuple[int, int]:
    """How many tokens all prompts begin with, and how many the longest has after them.

    At least one token of each prompt is left, for its last one says what comes next.
    """
    prompt = input_ids.size(1) - completion
    starts = attention_mask[:, :prompt].argmax(dim=1).tolist()
    shortest = prompt - max(starts)
    rows = torch.stack(
        [row[start : start + shortest] for row, start in zip(input_ids, starts, strict=True)]
    )
    alike = (rows == rows[0]).all(dim=0)
    first = min(int(alike.long().cumprod(0).sum()), shortest - 1)
    return first, prompt - min(starts) - first


def completion_logits(
    model: Any,
    input_ids: torch.Tensor,
    attention_mask: torch.Tensor,
    completion: int,
    *,
    first: int,
    rest: int,
) -> torch.Tensor:
    """The logits of the completions' tokens.

    Args:
        model: A causal language model, with or without an adapter.
        input_ids: Prompts, padded on the left, and completions, padded on the right.
        attention_mask: Their mask.
        completion: How many columns are completion.
        first: How many tokens all prompts share at their beginning.
        rest: How many the longest prompt has after them.
    """
    language_model = model.get_base_model() if hasattr(model, "get_base_model") else model
    rows, columns = input_ids.shape
    begin = columns - completion - rest
    starts = attention_mask[:, : columns - completion].argmax(dim=1, keepdim=True)
    # The column where each row's own part begins; what stands before it in the cut is the frame's.
    place = torch.arange(begin, columns, device=input_ids.device).expand(rows, -1)
    own = place >= starts + first
    cache = DynamicCache(config=language_model.config)
    start = int(starts[0])
    language_model.model(
        input_ids=input_ids[:1, start : start + first], past_key_values=cache, use_cache=True
    )
    cache.batch_repeat_interleave(rows)
    frame = attention_mask.new_ones(rows, first)
    hidden = language_model.model(
        input_ids=input_ids[:, begin:],
        attention_mask=torch.cat((frame, attention_mask[:, begin:] * own), dim=1),
        position_ids=(place - starts).clamp(min=0),
        past_key_values=cache,
        use_cache=True,
    ).last_hidden_state
    return torch.as_tensor(language_model.lm_head(hidden[:, -completion - 1 : -1]))
