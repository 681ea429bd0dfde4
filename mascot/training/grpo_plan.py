"""The plan of a GRPO stage: its data, its steps, and what they take here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from trl import GRPOConfig, ModelConfig

from mascot.errors import TrainingError
from mascot.training.plan import (
    KNOWN,
    GrpoJob,
    Hardware,
    ModelShape,
    Plan,
    memory_of,
    shape_of,
    times_of,
)

_CHARACTERS = 3.5
"""A token is about so many, where no tokenizer is at hand."""


def prompts_a_step(config: GRPOConfig) -> int:
    """How many prompts one step of one process learns from."""
    completions = config.per_device_train_batch_size * config.gradient_accumulation_steps
    return max(1, int(completions // config.num_generations))


def grpo_plan(
    stage: str,
    *,
    base: str,
    start: str,
    reward: Path | None,
    model: ModelConfig,
    config: GRPOConfig,
    prompts: Mapping[str, list[dict[str, str]]],
    facts: Mapping[str, str],
) -> Plan:
    """What a GRPO stage is going to do, and an estimate of what it takes.

    Args:
        stage: Its name.
        base: The base model.
        start: ``base``, or an adapter, of which a copy is kept as the reference.
        reward: The reward model's folder, the paper's is assumed while it is empty; None where
            no reward model takes part.
        model: The adapter.
        config: The training.
        prompts: What it trains on, as chat messages.
        facts: What else to say.
    """
    hardware = Hardware.find()
    together = prompts_a_step(config) * hardware.devices
    epochs = math.ceil(config.num_train_epochs * len(prompts) / together)
    steps = config.max_steps if config.max_steps > 0 else epochs
    longest = max(sum(len(m["content"]) for m in prompt) for prompt in prompts.values())
    tokens = math.ceil(longest / _CHARACTERS)
    facts = {
        "start": start,
        **facts,
        "a step": f"{together} prompts of at most about {tokens:,} tokens x "
        f"{config.num_generations} completions of at most {config.max_completion_length}, on "
        f"{hardware.devices} process{'es' if hardware.devices > 1 else ''}",
        "steps": f"{steps:,}",
    }
    notes = _notes(config)
    try:
        shape = shape_of(base)
    except TrainingError as error:
        return Plan(stage=stage, facts=facts, notes=(*notes, f"no estimate: {error}"))
    targets = model.lora_target_modules or ()
    targets = [targets] if isinstance(targets, str) else list(targets)
    trained = shape.lora_parameters(model.lora_r, targets)
    job = GrpoJob(
        policy=shape,
        reward=None if reward is None else _reward_shape(reward),
        rank=model.lora_r,
        targets=targets,
        steps=steps,
        generated=config.generation_batch_size // hardware.devices,
        micro_batch=config.per_device_train_batch_size,
        per_step=config.per_device_train_batch_size * config.gradient_accumulation_steps,
        prompt=tokens,
        completion=config.max_completion_length or 0,
        checkpointing=config.gradient_checkpointing,
        reference_adapter=start != "base",
    )
    about = {
        "base": f"{shape.name} ({shape.parameters:,} weights)",
        "adapter": f"LoRA r = {model.lora_r} on {', '.join(targets)}: {trained:,} weights, "
        f"{trained / shape.parameters:.3%}",
    }
    return Plan(
        stage=stage,
        facts=about | facts,
        memory=memory_of(job, 4 if model.dtype == "float32" else 2),
        times=times_of(job, hardware),
        steps=steps,
        hardware=hardware,
        notes=notes,
    )


def _reward_shape(folder: Path) -> ModelShape:
    try:
        return shape_of(str(folder))
    except TrainingError:
        return KNOWN["Qwen/Qwen3-0.6B"]


def _notes(config: GRPOConfig) -> list[str]:
    notes = []
    if (config.temperature, config.top_p, config.top_k) != (1.0, 1.0, 0):
        notes.append(
            "sampling is truncated or sharpened (temperature, top_p, top_k): the policy that is "
            "sampled is not the one that is trained"
        )
    if config.use_vllm and config.vllm_mode == "server":
        notes.append(
            "vLLM in server mode is overwritten with the policy's weights: do not point it at the "
            "server that a chat uses"
        )
    elif config.use_vllm:
        notes.append(
            f"vLLM shares the device and takes {config.vllm_gpu_memory_utilization:.0%} of its "
            "memory, which is not counted above"
        )
    return notes
