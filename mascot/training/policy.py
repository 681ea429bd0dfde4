"""The policy: a base model with a LoRA adapter, where it starts from and how it is saved."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftConfig, PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import ModelConfig, get_peft_config

from mascot.errors import TrainingError
from mascot.training.run import RunFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A model that is to be trained.

    Attributes:
        base: The folder or id of the base model.
        model: The base, or the base with the adapter to go on from.
        new_adapter: What the trainer is to add to it; None where there is an adapter already.
        tokenizer: Pads on the left.
    """

    base: str
    model: Any
    new_adapter: LoraConfig | None
    tokenizer: Any

    @property
    def stops(self) -> tuple[int, ...]:
        """The tokens that end a completion beside the tokenizer's own."""
        ends = self.model.generation_config.eos_token_id
        return tuple(ends) if isinstance(ends, list) else (() if ends is None else (ends,))

    @property
    def window(self) -> int | None:
        """How many tokens it can read and write together."""
        return getattr(self.model.config, "max_position_embeddings", None)


def base_of(folder: RunFolder, model: ModelConfig) -> str:
    """The base model: the one named, else what the run's stage ``base`` made."""
    return model.model_name_or_path or str(folder.input("base").resolve())


def start_of(folder: RunFolder, start: str) -> Path | None:
    """The adapter to start from; None for the base itself.

    Args:
        folder: The stage's.
        start: ``base``, ``sft`` for what the run's stage of that name made, or a folder.

    Raises:
        TrainingError: There is no such adapter.
    """
    if start == "base":
        return None
    if start == "sft":
        return folder.input("sft")
    path = Path(start).expanduser()
    if not (path / "adapter_config.json").is_file():
        raise TrainingError(
            f"start is {start!r}, which is no adapter's folder; give base, sft, or a folder with an "
            "adapter_config.json"
        )
    return path


def load_plain(base: str, model: ModelConfig) -> tuple[Any, Any]:
    """The base model and its tokenizer.

    Raises:
        TrainingError: It cannot be loaded.
    """
    try:
        tokenizer = AutoTokenizer.from_pretrained(base, padding_side="left")
        plain = AutoModelForCausalLM.from_pretrained(
            base,
            revision=model.model_revision,
            dtype=model.dtype or "auto",
            attn_implementation=model.attn_implementation,
        )
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:300]
        raise TrainingError(
            f"the base model {base} cannot be loaded: {reason}; name a folder that holds one, or "
            "an id on the Hugging Face hub, with --model_name_or_path"
        ) from error
    return plain, tokenizer


def load_policy(base: str, start: Path | None, model: ModelConfig) -> Policy:
    """The policy and its tokenizer.

    From the base the trainer adds a new adapter, and the reference is the base. From an adapter it
    goes on with that one and keeps a copy of it as the reference. Either way the reference is the
    start.

    Raises:
        TrainingError: The model cannot be loaded, or the adapter is not one for it.
    """
    policy, tokenizer = load_plain(base, model)
    if start is None:
        model.use_peft = True
        return Policy(
            base=base, model=policy, new_adapter=get_peft_config(model), tokenizer=tokenizer
        )
    settings = PeftConfig.from_pretrained(start)
    settings.lora_dropout = model.lora_dropout
    try:
        adapted = PeftModel.from_pretrained(policy, start, config=settings, is_trainable=True)
    except (RuntimeError, ValueError) as error:
        reason = " ".join(str(error).split())[:300]
        raise TrainingError(
            f"the adapter {start} does not fit {base}; it says that it was made for "
            f"{settings.base_model_name_or_path} ({reason})"
        ) from error
    return Policy(base=base, model=adapted, new_adapter=None, tokenizer=tokenizer)


def learn(trainer: Any, folder: RunFolder) -> None:
    """Trains from the last checkpoint, or from the beginning.

    Raises:
        TrainingError: The disk is full, or the memory.
    """
    try:
        trainer.train(resume_from_checkpoint=folder.last_checkpoint)
    except torch.OutOfMemoryError as error:
        raise TrainingError(
            f"{folder.stage}: the device's memory is full ({' '.join(str(error).split())[:120]}); "
            "lower per_device_train_batch_size (and raise gradient_accumulation_steps), or "
            "max_completion_length; the same command goes on from the last checkpoint"
        ) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        raise TrainingError(
            f"{error.filename or folder.path}: cannot be written ({error.strerror}); make room, "
            "the same command goes on from the last checkpoint"
        ) from error


def save_adapter(trainer: Any, folder: RunFolder) -> None:
    """Writes the trained adapter, and nothing else, as PEFT writes adapters."""
    trained = trainer.accelerator.unwrap_model(trainer.model)
    if "ref" in getattr(trained, "peft_config", {}):
        trained.delete_adapter("ref")
    trainer.save_model(str(folder.path))
    if folder.is_main:
        (folder.path / "training_args.bin").unlink(missing_ok=True)  # a pickle full of paths
