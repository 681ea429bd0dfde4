"""``mascot train sft``: supervised fine-tuning on a teacher's trajectories, with TRL's SFTTrainer.

A row is the served prompt and the teacher's completion, token for token as a server would have
them, and the loss is on the completion alone. It is the paper's SFT baseline and, by default,
where Phase I starts.

    accelerate launch -m mascot.training.sft --preset paper --run runs/paper
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from datasets import Dataset
from trl import ModelConfig, SFTConfig, SFTTrainer, get_peft_config

from mascot.errors import TrainingError
from mascot.training.config import parse
from mascot.training.plots import Panel, draw_curves, read_log
from mascot.training.policy import base_of, learn, load_plain, save_adapter
from mascot.training.progress import Progress
from mascot.training.recording import TeacherCall, Trajectory
from mascot.training.run import RunFolder
from mascot.training.stages import launch
from mascot.training.text import completion_ids, prompt_ids, without_thought
from mascot.training.trajectories import read_trajectories
from mascot.training.watch import FiniteLoss, MetricsLog, hush

STAGE = "sft"
_SHOWN = {"loss": "loss", "token accuracy": "mean_token_accuracy"}
_PANELS = (
    Panel(title="Loss on completions", series={"training": "loss", "held out": "eval_loss"}),
    Panel(
        title="Token accuracy",
        series={"training": "mean_token_accuracy", "held out": "eval_mean_token_accuracy"},
    ),
)


@dataclass
class SftArguments:
    """What is imitated."""

    _argument_group_name = "sft"

    roles: str = field(
        default="both",
        metadata={"help": "Whose calls to learn from.", "choices": ["both", "speaker", "director"]},
    )
    kept_only: bool = field(
        default=True, metadata={"help": "Leave out what the group did not go on with."}
    )
    speaker_thinking: bool = field(
        default=True, metadata={"help": "Speakers think before they answer, as when served so."}
    )
    director_thinking: bool = field(
        default=False, metadata={"help": "The director thinks before it answers."}
    )
    held_out: float = field(
        default=0.05, metadata={"help": "Share of the contexts kept for the loss at the end."}
    )

    def __post_init__(self) -> None:
        if not 0 <= self.held_out < 1:
            raise ValueError(f"held_out is {self.held_out}; it is a share, from 0 to below 1")


def main(argv: Sequence[str] | None = None) -> None:
    """The stage.

    Raises:
        TrainingError: Something is missing, does not fit together, or goes wrong on the way; what
            was completed is kept.
    """
    parsed = parse(STAGE, (SftArguments, ModelConfig, SFTConfig), argv)
    arguments, model, config = parsed.args
    folder = RunFolder(parsed.run.run, STAGE)
    if parsed.run.dry_run:
        folder.say(_plan(folder, arguments, model, config))
        return
    if not folder.begin(parsed):
        return
    hush()
    folder.input("trajectories")
    trajectories = read_trajectories(folder)
    base = base_of(folder, model)
    policy, tokenizer = load_plain(base, model)
    train, held_out = split(trajectories, arguments.held_out, config.seed)
    rows = {
        "train": rows_of(train, arguments, tokenizer),
        "held out": rows_of(held_out, arguments, tokenizer),
    }
    if not rows["train"]:
        raise TrainingError(
            f"{STAGE}: no call of {arguments.roles!r} is left to learn from in "
            f"{len(train)} trajectories; choose other roles, or kept_only false"
        )
    left_out = 0
    for name, found in rows.items():
        rows[name] = [row for row in found if not _too_long(row, config)]
        left_out += len(found) - len(rows[name])
    if left_out:
        folder.say(f"{STAGE}: {left_out:,} rows are longer than max_length {config.max_length}")
    if not rows["train"]:
        raise TrainingError(f"{STAGE}: every row is longer than max_length {config.max_length}")
    trainer = make_trainer(policy, tokenizer, rows["train"], rows["held out"], model, config)
    trainer.add_callback(MetricsLog(folder))
    Progress(folder, _SHOWN).instead_of_bars(trainer)
    learn(trainer, folder)
    measured = trainer.evaluate() if rows["held out"] else {}
    save_adapter(trainer, folder)
    if folder.is_main and not model.use_peft:
        tokenizer.save_pretrained(folder.path)
    log = read_log(folder.path / "metrics.jsonl")
    drawn = draw_curves({"run": log}, _PANELS, folder.path / "curves.png", title="SFT")
    scripted = {each.teacher for each in trajectories if "scripted" in each.teacher}
    folder.finish(
        title="MASCOT, fine-tuned on a teacher",
        what=f"{'A LoRA adapter' if model.use_peft else 'A model'} that imitates a teacher's "
        f"calls ({arguments.roles}) in the group as it is served.",
        summary={
            "rows": len(rows["train"]),
            "rows too long": left_out,
            **{
                f"held-out {name}": measured[f"eval_{key}"]
                for name, key in _SHOWN.items()
                if f"eval_{key}" in measured
            },
        },
        corpora={*folder.corpora_of("trajectories", "base")},
        base=base,
        plots=[drawn.name] if drawn else [],
        scripted=[f"teacher: {name}" for name in sorted(scripted)],
    )


def split(
    trajectories: Sequence[Trajectory], share: float, seed: int
) -> tuple[list[Trajectory], list[Trajectory]]:
    """Trajectories to learn from and to measure on; no conversation is in both."""
    clusters = sorted({each.context.cluster for each in trajectories})
    random.Random(seed).shuffle(clusters)
    kept_back = set(clusters[: round(share * len(clusters))])
    train = [each for each in trajectories if each.context.cluster not in kept_back]
    return train, [each for each in trajectories if each.context.cluster in kept_back]


def rows_of(
    trajectories: Iterable[Trajectory], arguments: SftArguments, tokenizer: Any
) -> list[dict[str, list[int]]]:
    """The rows, as TRL takes what is tokenised already."""
    return [
        row_of(call, arguments, tokenizer)
        for trajectory in trajectories
        for call in trajectory.calls
        if arguments.roles in ("both", call.role) and (call.kept or not arguments.kept_only)
    ]


def row_of(call: TeacherCall, arguments: SftArguments, tokenizer: Any) -> dict[str, list[int]]:
    """The tokens of a call, and which of them are learnt: those that the model writes itself."""
    thinking = arguments.speaker_thinking if call.role == "speaker" else arguments.director_thinking
    text = call.completion if thinking else without_thought(call.completion)
    prompt = prompt_ids(tokenizer, call.messages, thinking=thinking)
    written = completion_ids(tokenizer, text)
    return {
        "input_ids": [*prompt, *written],
        "completion_mask": [0] * len(prompt) + [1] * len(written),
    }


class Imitator(FiniteLoss, SFTTrainer):
    """TRL's, which stops at a loss that is no number."""


def make_trainer(
    model: Any,
    tokenizer: Any,
    train: Sequence[dict[str, list[int]]],
    held_out: Sequence[dict[str, list[int]]],
    settings: ModelConfig,
    config: SFTConfig,
) -> Imitator:
    """The trainer, ready to start."""
    config.completion_only_loss = True
    config.packing = False
    return Imitator(
        model=model,
        args=config,
        train_dataset=Dataset.from_list(list(train)),
        eval_dataset=Dataset.from_list(list(held_out)) if held_out else None,
        processing_class=tokenizer,
        peft_config=get_peft_config(settings),
    )


def _too_long(row: dict[str, list[int]], config: SFTConfig) -> bool:
    return config.max_length is not None and len(row["input_ids"]) > config.max_length


def _plan(folder: RunFolder, arguments: SftArguments, model: ModelConfig, config: SFTConfig) -> str:
    base = model.model_name_or_path or str(folder.run / "base")
    how = f"LoRA r={model.lora_r}" if model.use_peft else "all weights"
    steps = (
        f"{config.max_steps} steps" if config.max_steps > 0 else f"{config.num_train_epochs} epochs"
    )
    return (
        f"{STAGE}: {base}, {how}, on the calls of {arguments.roles} in "
        f"{folder.run / 'trajectories'}; {steps} of {config.per_device_train_batch_size} x "
        f"{config.gradient_accumulation_steps} rows and process, into {folder.path}"
    )


if __name__ == "__main__":
    launch(main)
