"""Phase I: GRPO for the persona speakers, with R = r_phi + lambda * R_format.

The prompts are those of the served group and the objective is the paper's equation 5; TRL's
defaults are not, so the presets set them, and `check` refuses what would silently be another method.

    accelerate launch -m mascot.training.speakers --preset paper --run runs/paper
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from datasets import Dataset
from trl import GRPOConfig, GRPOTrainer, ModelConfig

from mascot.agents import Layout, Names
from mascot.corpora import load_contexts
from mascot.errors import TrainingError
from mascot.training.arguments import CorpusArguments, GroupArguments, GrpoArguments
from mascot.training.config import Parsed, find_ensemble, parse
from mascot.training.grpo_plan import grpo_plan, prompts_a_step
from mascot.training.material import Material
from mascot.training.plan import Plan
from mascot.training.plots import Panel, draw_curves, points, read_log
from mascot.training.policy import Policy, base_of, learn, load_policy, save_adapter, start_of
from mascot.training.progress import Progress
from mascot.training.rewards import FormatBounds, Marks, ReplyReader, Scorer, SpeakerReward
from mascot.training.run import RunFolder
from mascot.training.scorer import RewardScorer
from mascot.training.shared_frame import SharedFrame
from mascot.training.stages import launch
from mascot.training.text import prompt_ids
from mascot.training.watch import FiniteLoss, MetricsLog, hush

STAGE = "speakers"
_LEAST_AROUND = 5
"""Tokens besides a trace that is just long enough: its marks, an answer of one, the end."""

PANELS: Sequence[Panel] = (
    Panel(
        title="Learned reward",
        series={"r_phi": "rewards/learned/mean"},
        unit="sd of held-out replies",
    ),
    Panel(
        title="Format reward",
        series={
            "R_format": "rewards/format/mean",
            "long trace": "guard/long_trace",
            "short answer": "guard/short_answer",
        },
        unit="share",
    ),
    Panel(title="KL to the start", series={"kl": "kl"}, unit="nats a token"),
    Panel(
        title="Length",
        series={
            "completion": "completions/mean_length",
            "trace": "guard/trace_tokens",
            "answer": "guard/answer_tokens",
        },
        unit="tokens",
    ),
    Panel(
        title="Repetition and variety",
        series={
            "repeated 4-grams": "guard/repetition",
            "different replies": "guard/variety",
            "empty replies": "guard/empty",
            "cut at the limit": "completions/clipped_ratio",
        },
        unit="share",
    ),
    Panel(
        title="Groups without a signal",
        series={"no spread": "frac_reward_zero_std", "clipped": "clip_ratio/region_mean"},
        unit="share",
    ),
)

SHOWN: Mapping[str, str] = {
    "learned": "rewards/learned/mean",
    "format": "rewards/format/mean",
    "KL": "kl",
    "length": "completions/mean_length",
    "variety": "guard/variety",
}
"""What the progress line and the card show."""


@dataclass
class SpeakerArguments(GroupArguments, CorpusArguments, GrpoArguments):
    """Phase I: the speakers."""

    _argument_group_name = "speakers"

    context_tokens: int = field(
        default=2048, metadata={"help": "How long a meeting's topic may be, about."}
    )
    reward_model: Path | None = field(
        default=None, metadata={"help": "The reward model's folder; the run's by default."}
    )
    format_weight: float = field(
        default=1.0, metadata={"help": "lambda: what R_format weighs beside r_phi."}
    )
    trace_tokens: int = field(
        default=448, metadata={"help": "R_format: the trace is longer than so many tokens."}
    )
    answer_tokens: int = field(
        default=64, metadata={"help": "R_format: the answer is shorter than so many tokens."}
    )
    silence: float = field(
        default=-3.0,
        metadata={"help": "The learned reward of an empty reply, which is not scored."},
    )
    completions_every: int = field(
        default=25, metadata={"help": "Write completions with their rewards every so many steps."}
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Trains the speakers, or prints what that would take.

    Raises:
        TrainingError: Something is missing, does not fit together, or goes wrong on the way; what
            was completed is kept.
    """
    parsed = parse(STAGE, (SpeakerArguments, ModelConfig, GRPOConfig), argv)
    arguments, model, config = parsed.args
    folder = RunFolder(parsed.run.run, STAGE)
    check(arguments, config)
    if parsed.run.dry_run:
        folder.say("\n".join(plan(parsed, folder).lines()))
        return
    if not folder.begin(parsed):
        return
    hush()
    train(folder, arguments, model, config)


def check(arguments: SpeakerArguments, config: GRPOConfig) -> None:
    """Settings that contradict each other.

    Raises:
        TrainingError: They do; the message says which and what to do.
    """
    limit, least = config.max_completion_length, arguments.trace_tokens + _LEAST_AROUND
    if limit is not None and arguments.format_weight and limit < least:
        raise TrainingError(
            f"max_completion_length is {limit}: a trace of more than {arguments.trace_tokens} "
            f"tokens and an answer do not fit, so no completion could earn R_format; set it to at "
            f"least {least}, better {arguments.trace_tokens + 4 * arguments.answer_tokens}"
        )
    if arguments.share_frame and config.gradient_checkpointing:
        raise TrainingError(
            "share_frame needs gradient_checkpointing off: checkpointed layers keep no cache"
        )
    generated = config.steps_per_generation * config.num_iterations
    if config.save_strategy == "steps" and (
        config.save_steps * config.gradient_accumulation_steps % generated
    ):
        raise TrainingError(
            f"save_steps is {config.save_steps}, but completions are generated every "
            f"{generated // config.gradient_accumulation_steps} steps; a run that goes on from a "
            "checkpoint in between would learn from others: make it a multiple"
        )


def train(
    folder: RunFolder, arguments: SpeakerArguments, model: ModelConfig, config: GRPOConfig
) -> None:
    """Trains the speakers, going on from the last checkpoint if there is one."""
    material = gather(arguments, config.seed)
    policy = load_policy(base_of(folder, model), start_of(folder, arguments.start), model)
    longest = check_lengths(material, policy, config)
    reward = make_reward(folder, arguments, material, policy, load_scorer(folder, arguments))
    trainer = make_trainer(policy, material, reward, arguments, config)
    trainer.add_callback(MetricsLog(folder))
    Progress(folder, SHOWN).instead_of_bars(trainer)
    folder.say(
        f"{STAGE}: {len(material.prompts):,} prompts of at most {longest:,} tokens, "
        f"{prompts_a_step(config)} a step and process, {config.num_generations} completions each"
    )
    learn(trainer, folder)
    save_adapter(trainer, folder)
    finish(folder, material, policy, config)


def gather(arguments: SpeakerArguments, seed: int) -> Material:
    """The training contexts with every persona."""
    ensemble = find_ensemble(arguments.ensemble)
    contexts = load_contexts(
        arguments.corpus,
        "train",
        limit=arguments.contexts,
        seed=seed,
        tokens=arguments.context_tokens,
    )
    return Material.gather(ensemble, contexts, cast("Layout", arguments.layout))


def load_scorer(folder: RunFolder, arguments: SpeakerArguments) -> Scorer:
    """r_phi: the reward model that was named, else the run's."""
    return RewardScorer.load(arguments.reward_model or folder.input("reward-model"))


def make_reward(
    folder: RunFolder,
    arguments: SpeakerArguments,
    material: Material,
    policy: Policy,
    scorer: Scorer,
) -> SpeakerReward:
    """R = r_phi + lambda * R_format for this material."""
    marks = Marks.of(policy.tokenizer, policy.stops)
    return SpeakerReward(
        scorer=scorer,
        read=ReplyReader(policy.tokenizer, marks, Names(material.ensemble)),
        requests=material.requests,
        bounds=FormatBounds(arguments.trace_tokens, arguments.answer_tokens),
        silence=arguments.silence,
        folder=folder.path / "completions" if folder.is_main else None,
        every=arguments.completions_every,
    )


class SpeakerTrainer(SharedFrame, FiniteLoss, GRPOTrainer):
    """TRL's, which stops at a loss that is no number and may read the frame once a batch."""


def make_trainer(
    policy: Policy,
    material: Material,
    reward: SpeakerReward,
    arguments: SpeakerArguments,
    config: GRPOConfig,
) -> SpeakerTrainer:
    """The trainer, ready to start.

    Raises:
        TrainingError: What generation by vLLM needs is not there.
    """
    config.reward_weights = [1.0, arguments.format_weight]
    try:
        trainer = SpeakerTrainer(
            model=policy.model,
            reward_funcs=reward.functions,
            args=config,
            train_dataset=Dataset.from_list(material.rows),
            processing_class=policy.tokenizer,
            peft_config=policy.new_adapter,
        )
    except (ImportError, ConnectionError) as error:
        raise TrainingError(f"{STAGE}: {' '.join(str(error).split())}") from error
    trainer.share_frame = arguments.share_frame and trainer.accelerator.num_processes == 1
    return trainer


def check_lengths(material: Material, policy: Policy, config: GRPOConfig) -> int:
    """Makes sure that every prompt leaves room for a completion.

    Returns:
        The tokens of the longest prompt.

    Raises:
        TrainingError: One does not.
    """
    thinking = (config.chat_template_kwargs or {}).get("enable_thinking", True)
    lengths = {
        key: len(prompt_ids(policy.tokenizer, prompt, thinking=thinking))
        for key, prompt in material.prompts.items()
    }
    longest = max(lengths, key=lambda key: lengths[key])
    window = policy.window
    need = lengths[longest] + (config.max_completion_length or 0)
    if window and need > window:
        request = material.requests[longest]
        text = request.scene.context or request.scene.turns[0].text
        raise TrainingError(
            f"the context that begins with {text[:60]!r} makes a prompt of {lengths[longest]:,} "
            f"tokens; with {config.max_completion_length} of completion that is more than the "
            f"{window:,} that {policy.base} can read: cap the contexts' length or lower "
            "max_completion_length"
        )
    return lengths[longest]


def finish(
    folder: RunFolder,
    material: Material,
    policy: Policy,
    config: GRPOConfig,
) -> None:
    """Plots, card, marker."""
    rows = read_log(folder.path / "metrics.jsonl")
    title = f"Speakers: {config.num_generations} completions a prompt, KL weight {config.beta:g}"
    drawn = draw_curves({"run": rows}, PANELS, folder.path / "curves.png", title=title)
    folder.finish(
        title="MASCOT persona speakers",
        what=(
            "A LoRA adapter with which one model speaks as every persona of the group "
            f"{material.ensemble.id!r}, trained with GRPO on a learned reward and a format reward "
            "(Phase I of MASCOT). It loads in `mascot serve --speaker` and as `hf:BASE+ADAPTER`."
        ),
        summary=summarise(rows),
        corpora=(
            *{context.corpus for context in material.contexts},
            *folder.corpora_of("sft", "reward-model"),
        ),
        base=policy.base,
        plots=[drawn.name] if drawn else [],
        scripted=(),
    )


def summarise(rows: Sequence[Mapping[str, Any]], share: float = 0.1) -> dict[str, float]:
    """The first and the last tenth of a run's log, metric by metric."""
    summary: dict[str, float] = {}
    for name, key in SHOWN.items():
        _, values = points(rows, key)
        if values:
            part = max(1, round(share * len(values)))
            summary[f"{name}, first steps"] = sum(values[:part]) / part
            summary[f"{name}, last steps"] = sum(values[-part:]) / part
    return summary


def plan(parsed: Parsed, folder: RunFolder) -> Plan:
    """What `train` would do, and an estimate of what it takes on this machine."""
    arguments, model, config = parsed.args
    material = gather(arguments, config.seed)
    return grpo_plan(
        STAGE,
        base=model.model_name_or_path or str(folder.run / "base"),
        start=arguments.start,
        reward=arguments.reward_model or folder.run / "reward-model",
        model=model,
        config=config,
        prompts=material.prompts,
        facts={
            "prompts": f"{len(material.prompts):,}: {len(material.contexts):,} contexts x "
            f"{len(material.ensemble.ids)} personas",
            "reward": f"learned + {arguments.format_weight:g} x format (trace > "
            f"{arguments.trace_tokens} tokens, answer < {arguments.answer_tokens})",
            "writes": str(folder.path),
        },
    )


if __name__ == "__main__":
    launch(main)
