"""SimPO on the same pairs: an alternative to Phase I's GRPO that samples nothing.

The reward is the mean log-probability of a reply's tokens, so long replies earn nothing by their
length and no reference model is needed. The pairs hold clean speech without a trace; the prompt is
therefore the one that is served when speakers do not think.

    accelerate launch -m mascot.training.simpo --preset paper --run runs/paper
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict, load_from_disk
from trl import ModelConfig
from trl.experimental.cpo import CPOConfig, CPOTrainer

from mascot.errors import TrainingError
from mascot.training.config import parse
from mascot.training.plan import Plan
from mascot.training.plots import Panel, draw_curves, points, read_log
from mascot.training.policy import Policy, base_of, learn, load_policy, save_adapter, start_of
from mascot.training.progress import Progress
from mascot.training.run import RunFolder
from mascot.training.stages import launch
from mascot.training.watch import FiniteLoss, MetricsLog, hush

STAGE = "simpo"

PANELS: Sequence[Panel] = (
    Panel(title="Loss", series={"train": "loss", "held out": "eval_loss"}),
    Panel(
        title="Better reply preferred",
        series={"train": "rewards/accuracies", "held out": "eval_rewards/accuracies"},
        unit="share of pairs",
    ),
    Panel(
        title="Mean log-probability of a token",
        series={"better": "logps/chosen", "worse": "logps/rejected"},
        unit="nats",
    ),
    Panel(title="Margin", series={"train": "rewards/margins", "held out": "eval_rewards/margins"}),
)


@dataclass
class SimpoArguments:
    """SimPO."""

    _argument_group_name = "simpo"

    start: str = field(
        default="sft",
        metadata={"help": "Where to start: base, sft (the run's adapter), or an adapter's folder."},
    )
    pairs: Path | None = field(
        default=None, metadata={"help": "The folder of the pairs; the run's by default."}
    )


class SimpoTrainer(FiniteLoss, CPOTrainer):
    """TRL's, which stops at a loss that is no number and reads tokens as they are served."""

    def build_tokenized_answer(self, prompt: str, answer: str) -> dict[str, list[int]]:
        """Prompt and reply tokenised apart: together, tokens at the seam may be others."""
        first, own = (
            list(self.processing_class(text, add_special_tokens=False)["input_ids"])
            for text in (prompt, answer)
        )
        return {
            "prompt_input_ids": first,
            "prompt_attention_mask": [1] * len(first),
            "input_ids": own,
            "attention_mask": [1] * len(own),
        }


def main(argv: Sequence[str] | None = None) -> None:
    """Trains on the pairs, or prints what that would take.

    Raises:
        TrainingError: Something is missing, does not fit together, or goes wrong on the way.
    """
    parsed = parse(STAGE, (SimpoArguments, ModelConfig, CPOConfig), argv)
    arguments, model, config = parsed.args
    folder = RunFolder(parsed.run.run, STAGE)
    check(config)
    if parsed.run.dry_run:
        folder.say("\n".join(plan(folder, arguments, config).lines()))
        return
    if not folder.begin(parsed):
        return
    hush()
    pairs = read_pairs(folder, arguments)
    policy = load_policy(base_of(folder, model), start_of(folder, arguments.start), model)
    trainer = make_trainer(policy, pairs, config)
    trainer.add_callback(MetricsLog(folder))
    Progress(folder, {"loss": "loss", "accuracy": "rewards/accuracies"}).instead_of_bars(trainer)
    folder.say(f"{STAGE}: {len(pairs['train']):,} pairs, {len(pairs['test']):,} held out")
    learn(trainer, folder)
    held_out = trainer.evaluate()
    save_adapter(trainer, folder)
    finish(folder, policy, config, held_out)


def check(config: CPOConfig) -> None:
    """Makes sure that it is SimPO that is trained.

    Raises:
        TrainingError: The settings are another method's.
    """
    if config.loss_type != "simpo" or config.cpo_alpha:
        raise TrainingError(
            f"loss_type is {config.loss_type!r} and cpo_alpha {config.cpo_alpha:g}: that is another "
            "method; SimPO has loss_type simpo and cpo_alpha 0"
        )


def read_pairs(folder: RunFolder, arguments: SimpoArguments) -> DatasetDict:
    """The pairs, split for training and testing.

    Raises:
        TrainingError: They are not there, or there are none.
    """
    path = arguments.pairs or folder.input("pairs")
    try:
        pairs = load_from_disk(str(path))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path}: no pairs can be read there ({error})") from error
    if not isinstance(pairs, DatasetDict) or not {"train", "test"} <= pairs.keys():
        raise TrainingError(f"{path}: the pairs have no splits train and test; make them again")
    if not len(pairs["train"]):
        raise TrainingError(f"{path}: there is no pair to learn from; lower the margin (delta)")
    return pairs


def make_trainer(policy: Policy, pairs: DatasetDict, config: CPOConfig) -> SimpoTrainer:
    """The trainer, ready to start.

    Raises:
        TrainingError: A pair is longer than the trainer reads.
    """
    rows = {split: prepared(policy, pairs[split], config) for split in ("train", "test")}
    return SimpoTrainer(
        model=policy.model,
        args=config,
        train_dataset=rows["train"],
        eval_dataset=rows["test"],
        processing_class=policy.tokenizer,
        peft_config=policy.new_adapter,
    )


def prepared(policy: Policy, pairs: Dataset, config: CPOConfig) -> Dataset:
    """Pairs as text, the prompt as it is served without thinking.

    Raises:
        TrainingError: A pair is longer than ``max_length``; it would silently be cut.
    """
    rows = []
    for pair in pairs:
        prompt: str = policy.tokenizer.apply_chat_template(
            pair["prompt"], tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
        texts = {side: speech(pair[side]) for side in ("chosen", "rejected")}
        longest = max(
            len(policy.tokenizer(prompt + text, add_special_tokens=False)["input_ids"]) + 1
            for text in texts.values()
        )
        if longest > config.max_length:
            raise TrainingError(
                f"a pair of {longest:,} tokens (it says {texts['chosen'][:60]!r}) is longer than "
                f"max_length, {config.max_length:,}; raise it, or cap the contexts' length"
            )
        rows.append({"prompt": prompt, **texts})
    return Dataset.from_list(rows)


def speech(side: str | Sequence[dict[str, str]]) -> str:
    """What is said, whether it comes as text or as a chat's last message."""
    return side if isinstance(side, str) else side[-1]["content"]


def finish(folder: RunFolder, policy: Policy, config: CPOConfig, held_out: dict[str, Any]) -> None:
    """Plots, card, marker."""
    rows = read_log(folder.path / "metrics.jsonl")
    title = f"SimPO, beta {config.beta:g}, gamma {config.simpo_gamma:g}"
    drawn = draw_curves({"run": rows}, PANELS, folder.path / "curves.png", title=title)
    _, losses = points(rows, "loss")
    folder.finish(
        title="MASCOT persona speakers (SimPO)",
        what=(
            "A LoRA adapter with which one model speaks as every persona of the group, trained "
            "with SimPO on the preference pairs of Phase I. It answers without thinking first. It "
            "loads in `mascot serve --speaker` and as `hf:BASE+ADAPTER`."
        ),
        summary={
            "loss, last": losses[-1] if losses else math.nan,
            "held-out pair accuracy": held_out.get("eval_rewards/accuracies", math.nan),
            "held-out margin": held_out.get("eval_rewards/margins", math.nan),
        },
        corpora=folder.corpora_of("pairs", "sft"),
        base=policy.base,
        plots=[drawn.name] if drawn else [],
    )


def plan(folder: RunFolder, arguments: SimpoArguments, config: CPOConfig) -> Plan:
    """What the stage would do."""
    facts = {
        "start": arguments.start,
        "loss": f"SimPO, beta {config.beta:g}, gamma {config.simpo_gamma:g}",
        "a step": f"{config.per_device_train_batch_size * config.gradient_accumulation_steps} pairs "
        f"of at most {config.max_length:,} tokens a side, per process",
        "writes": str(folder.path),
    }
    try:
        pairs = read_pairs(folder, arguments)
    except TrainingError as error:
        return Plan(stage=STAGE, facts=facts, notes=(f"not yet: {error}",))
    count, together = len(pairs["train"]), config.per_device_train_batch_size
    steps = math.ceil(
        config.num_train_epochs * count / together / config.gradient_accumulation_steps
    )
    facts["pairs"] = f"{count:,}, {len(pairs['test']):,} held out"
    facts["steps"] = f"{config.max_steps if config.max_steps > 0 else steps:,}"
    return Plan(stage=STAGE, facts=facts)


if __name__ == "__main__":
    launch(main)
