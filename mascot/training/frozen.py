"""Who generates in Phase II: the director that is being trained, and the speakers that are not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from peft import PeftModel
from transformers import AutoModelForCausalLM

from mascot.backends import Backend, Seat, resolve_backend
from mascot.errors import TrainingError
from mascot.settings import Settings
from mascot.training.policy import Policy
from mascot.training.rollouts import Draw, Generator, Sampling, TransformersGenerator
from mascot.training.run import RunFolder

_STAGES = ("speakers", "simpo", "sft")


def of_trainer(trainer: Any, sampling: Sampling | None = None, *, batch: int = 64) -> Generator:
    """Draws from the policy as it is now: through the trainer's vLLM, or in this process.

    Args:
        trainer: A `GRPOTrainer`.
        sampling: By default the trainer's own, which its loss supposes.
        batch: At most so many rows at a time in this process.
    """
    options = trainer.args
    if trainer.use_vllm and sampling is None:
        return VLLMGenerator(trainer.vllm_generation)
    own = Sampling(
        temperature=options.temperature,
        top_p=options.top_p,
        top_k=options.top_k or 0,
        max_tokens=options.max_completion_length,
    )
    model = trainer.accelerator.unwrap_model(trainer.model)
    return TransformersGenerator(model, trainer.processing_class, sampling or own, batch=batch)


class VLLMGenerator:
    """Draws through TRL's vLLM, colocated or a server, whose weights TRL has just synchronised.

    It samples by its own random numbers: the seeds of the rows are not heard.

    Args:
        engine: The trainer's ``vllm_generation``.
    """

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def __call__(self, prompts: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[Draw]:
        """Draws one completion for each prompt."""
        del seeds
        _, completions, logprobs, _ = self._engine.generate(
            prompts=[list(prompt) for prompt in prompts], images=None, num_generations=1
        )
        return [
            Draw(tuple(ids), tuple(first[0] for first in scores))
            for ids, scores in zip(completions, logprobs, strict=True)
        ]


def frozen_speaker(
    folder: RunFolder,
    speaker: str,
    policy: Policy,
    sampling: Sampling,
    *,
    thinking: bool,
    batch: int = 64,
) -> Generator | Backend:
    """The speakers of the roll-outs; no gradient ever reaches them.

    Args:
        folder: The stage's; its run has the speakers' adapter.
        speaker: ``speakers``, ``simpo``, ``sft``, ``base``, an adapter's folder, or a backend.
        policy: Whose base they share.
        sampling: As they are served; a backend samples by its own profile, as many tokens.
        thinking: Whether they may think before they answer; the roll-outs' prompts decide it for
            a model in this process.
        batch: At most so many rows at a time.

    Raises:
        TrainingError: There is no such adapter, or it does not fit the base.
        BackendError: The backend cannot be used.
    """
    adapter = adapter_of(folder, speaker)
    if adapter is None and speaker != "base":
        options = {
            "spec": speaker,
            "max_tokens": sampling.max_tokens,
            "profile": "deliberate" if thinking else "fast",
        }
        return resolve_backend(options, settings=Settings.load(), seat=Seat("speaker"))
    model = AutoModelForCausalLM.from_pretrained(
        policy.base, dtype=next(policy.model.parameters()).dtype
    )
    if adapter is not None:
        try:
            model = PeftModel.from_pretrained(model, adapter).merge_and_unload()
        except (RuntimeError, ValueError) as error:
            reason = " ".join(str(error).split())[:300]
            raise TrainingError(
                f"the speakers' adapter {adapter} does not fit {policy.base} ({reason})"
            ) from error
    frozen = model.requires_grad_(requires_grad=False).eval().to(policy.model.device)
    return TransformersGenerator(frozen, policy.tokenizer, sampling, batch=batch)


def adapter_of(folder: RunFolder, name: str) -> Path | None:
    """The folder of an adapter: one of the run's stages, or one that is named.

    Returns:
        None when the name is that of no adapter.
    """
    if name in _STAGES:
        return folder.input(name)
    path = Path(name).expanduser()
    return path if (path / "adapter_config.json").is_file() else None
