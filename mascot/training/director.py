"""Phase II: the director, GRPO on a group reward over episodes of N turns (paper, section 2.2).

The speakers are frozen. Run it as ``mascot train director``, or on several devices as
``accelerate launch -m mascot.training.director``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from datasets import Dataset
from trl import GRPOConfig, GRPOTrainer, ModelConfig

from mascot.agents import Layout, Prompts
from mascot.corpora import Context, load_contexts
from mascot.dialogue import DirectorRequest
from mascot.errors import TrainingError
from mascot.judges import ScoreCache, resolve_judge
from mascot.personas import Ensemble
from mascot.training.coherence import Coherence, JudgedCoherence, speakers_own
from mascot.training.config import Parsed, find_ensemble, parse
from mascot.training.director_rollout import DirectorRollout
from mascot.training.frozen import adapter_of, frozen_speaker, of_trainer
from mascot.training.group_reward import Diversity, GroupReward, GroupWeights
from mascot.training.grpo_plan import grpo_plan
from mascot.training.plan import Plan
from mascot.training.plots import Panel, draw_curves, points, read_log
from mascot.training.policy import Policy, base_of, learn, load_policy, save_adapter, start_of
from mascot.training.progress import Progress
from mascot.training.rollouts import Rollouts, Sampling
from mascot.training.run import RunFolder
from mascot.training.shared_frame import SharedFrame
from mascot.training.stages import launch
from mascot.training.text import chat
from mascot.training.watch import FiniteLoss, MetricsLog

STAGE = "director"

PANELS: Sequence[Panel] = (
    Panel(title="R_group", series={"reward": "reward"}, unit="mean of episodes"),
    Panel(
        title="Its terms",
        series={"coherence": "group/coherence", "diverse": "group/diverse"},
        unit="0 to 1",
    ),
    Panel(
        title="Directives",
        series={"well-formed": "group/valid", "one order": "episode/rotation"},
        unit="share",
    ),
    Panel(
        title="What is said",
        series={"content diversity": "group/content", "silent turns": "episode/silent"},
        unit="0 to 1",
    ),
    Panel(title="KL to the start", series={"kl": "kl"}, unit="nats a token"),
    Panel(
        title="Length of a directive",
        series={"mean": "completions/mean_length", "longest": "completions/max_length"},
        unit="tokens",
    ),
)

SHOWN: Mapping[str, str] = {
    "R_group": "reward",
    "coherence": "group/coherence",
    "diverse": "group/diverse",
    "valid": "group/valid",
    "KL": "kl",
}
"""What the progress line and the card show."""


@dataclass
class DirectorArguments:
    """Phase II: the director."""

    _argument_group_name = "director"

    ensemble: str = field(
        default="emotional-support", metadata={"help": "The group: a name or a YAML file."}
    )
    layout: str = field(
        default="shared",
        metadata={
            "help": "How prompts are laid out; as served.",
            "choices": ["shared", "persona-first"],
        },
    )
    corpus: str = field(
        default="shipped",
        metadata={"help": "Contexts: shipped, ed:FOLDER, qmsum:FOLDER, FILE.jsonl."},
    )
    contexts: int | None = field(
        default=None, metadata={"help": "Draw so many contexts, evenly by group; all by default."}
    )
    turns: int | None = field(
        default=None, metadata={"help": "N: turns of an episode; by default one for each persona."}
    )
    curriculum: list[int] | None = field(
        default=None,
        metadata={"help": "N over the training, in equal parts, such as 2 3; ends with `turns`."},
    )
    start: str = field(
        default="sft",
        metadata={"help": "Where to start: base, sft (the run's adapter), or an adapter's folder."},
    )
    speaker: str = field(
        default="speakers",
        metadata={
            "help": "The frozen speakers: speakers, simpo or sft (the run's adapters), base, an "
            "adapter's folder, or a backend such as vllm:URL."
        },
    )
    share: bool = field(
        default=False,
        metadata={
            "help": "Director and speakers are one adapter, which is trained on from `speaker`."
        },
    )
    judge: str = field(
        default="heuristic", metadata={"help": "Scores coherence: heuristic, or a backend."}
    )
    judge_concurrency: int = field(
        default=16, metadata={"help": "At most so many questions to the judge at once."}
    )
    coherence: str = field(
        default="relevance_coherence",
        metadata={
            "help": "R_coherence: the criterion of that name, or the mean of all four.",
            "choices": ["relevance_coherence", "table6_mean"],
        },
    )
    eta: float = field(default=1.0, metadata={"help": "What I_diverse weighs."})
    diversity: str = field(
        default="indicator",
        metadata={
            "help": "I_diverse: the paper's, or by degrees.",
            "choices": ["indicator", "graded"],
        },
    )
    content_weight: float = field(
        default=0.0, metadata={"help": "What different contents (K*) weigh; not in the paper."}
    )
    validity_weight: float = field(
        default=0.0, metadata={"help": "What well-formed directives weigh; not in the paper."}
    )
    agent_weight: float = field(
        default=0.0,
        metadata={"help": "What the speakers' own learned reward weighs; not in the paper."},
    )
    reward_model: Path | None = field(
        default=None,
        metadata={"help": "For agent_weight: the reward model's folder; the run's by default."},
    )
    director_thinks: bool = field(
        default=False, metadata={"help": "Let the director think before it answers."}
    )
    speaker_thinks: bool = field(
        default=True, metadata={"help": "Let the speakers think, as Phase I trained them to."}
    )
    speaker_tokens: int = field(
        default=1_024, metadata={"help": "The longest trace and reply of a speaker."}
    )
    rollout_batch: int = field(
        default=64, metadata={"help": "At most so many prompts generated at a time."}
    )
    share_frame: bool = field(
        default=False,
        metadata={
            "help": "Read what all prompts of a batch begin with once; the same loss in less time. "
            "For one process without activation checkpointing."
        },
    )
    episodes_every: int = field(
        default=25, metadata={"help": "Write episodes with their rewards every so many steps."}
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Trains the director, or prints what that would take.

    Raises:
        TrainingError: Something is missing, does not fit together, or goes wrong on the way; what
            was completed is kept.
    """
    parsed = parse(STAGE, (DirectorArguments, ModelConfig, GRPOConfig), argv)
    arguments, model, config = parsed.args
    folder = RunFolder(parsed.run.run, STAGE)
    ensemble = find_ensemble(arguments.ensemble)
    turns = check(arguments, config, ensemble)
    if parsed.run.dry_run:
        folder.say("\n".join(plan(parsed, folder, ensemble, turns).lines()))
        return
    if not folder.begin(parsed):
        return
    train(folder, arguments, model, config, ensemble, turns)


def check(arguments: DirectorArguments, config: GRPOConfig, ensemble: Ensemble) -> int:
    """N, once the settings do not contradict each other.

    Raises:
        TrainingError: They do; the message says which and what to do.
    """
    turns = arguments.turns or len(ensemble.personas)
    rows, group = config.num_generations, f"{ensemble.id} ({len(ensemble.personas)} personas)"
    if turns < 1:
        raise TrainingError(f"turns is {turns}; an episode has at least one")
    if rows % turns or rows // turns < 2:  # noqa: PLR2004  (one episode has no advantage)
        raise TrainingError(
            f"num_generations is {rows}: it counts rows, G episodes x N turns, and N is {turns} "
            f"for {group}; for G = 8 set it to {8 * turns}"
        )
    local = config.generation_batch_size // max(1, config.world_size)
    if local % turns:
        raise TrainingError(
            f"a process generates {local} rows at a time, which is no multiple of the {turns} "
            "turns of an episode; change per_device_train_batch_size or steps_per_generation"
        )
    steps = arguments.curriculum or [turns]
    if min(steps) < 1 or max(steps) > turns or steps[-1] != turns:
        raise TrainingError(
            f"curriculum is {steps}: it holds numbers of turns from 1 to {turns} and ends with {turns}"
        )
    if arguments.share_frame and config.gradient_checkpointing:
        raise TrainingError(
            "share_frame needs gradient_checkpointing off: checkpointed layers keep no cache"
        )
    if config.use_vllm and arguments.share:
        raise TrainingError(
            "share needs the speakers in this process; with use_vllm serve them apart and name "
            "their backend: --speaker vllm:URL"
        )
    return turns


def train(
    folder: RunFolder,
    arguments: DirectorArguments,
    model: ModelConfig,
    config: GRPOConfig,
    ensemble: Ensemble,
    turns: int,
) -> None:
    """Trains the director, going on from the last checkpoint if there is one."""
    contexts = load_contexts(arguments.corpus, "train", limit=arguments.contexts)
    base = base_of(folder, model)
    start = (
        adapter_of(folder, arguments.speaker)
        if arguments.share
        else start_of(folder, arguments.start)
    )
    policy = load_policy(base, start, model)
    with ScoreCache(folder.path / "cache.sqlite") as cache:
        reward = make_reward(folder, arguments, ensemble, cache)
        rollout = make_rollout(folder, arguments, config, policy, contexts, ensemble, turns, reward)
        trainer = make_trainer(policy, contexts, rollout, config)
        trainer.share_frame = arguments.share_frame and trainer.accelerator.num_processes == 1
        trainer.add_callback(MetricsLog(folder))
        Progress(folder, SHOWN).instead_of_bars(trainer)
        folder.say(
            f"{STAGE}: {len(contexts):,} contexts, {config.num_generations // turns} episodes of "
            f"{turns} turns each, R_group = coherence ({arguments.judge}) + {arguments.eta:g} x "
            f"{arguments.diversity}"
        )
        learn(trainer, folder)
    save_adapter(trainer, folder)
    finish(folder, arguments, contexts, policy, ensemble)


def make_reward(
    folder: RunFolder, arguments: DirectorArguments, ensemble: Ensemble, cache: ScoreCache
) -> GroupReward:
    """R_group as the settings have it."""
    own = None
    if arguments.agent_weight:
        from mascot.training.scorer import RewardScorer  # noqa: PLC0415

        path = arguments.reward_model or folder.input("reward-model")
        own = speakers_own(RewardScorer.load(path), ensemble)
    judge = resolve_judge(arguments.judge, cache=cache)
    coherence = JudgedCoherence(
        judge,
        ensemble,
        cast("Coherence", arguments.coherence),
        concurrency=arguments.judge_concurrency,
    )
    weights = GroupWeights(
        eta=arguments.eta,
        diversity=cast("Diversity", arguments.diversity),
        content=arguments.content_weight,
        validity=arguments.validity_weight,
        agent=arguments.agent_weight,
    )
    return GroupReward(coherence, ensemble.ids, weights, own)


def make_rollout(
    folder: RunFolder,
    arguments: DirectorArguments,
    config: GRPOConfig,
    policy: Policy,
    contexts: Sequence[Context],
    ensemble: Ensemble,
    turns: int,
    reward: GroupReward,
) -> DirectorRollout:
    """What the trainer generates with."""
    steps = arguments.curriculum or [turns]
    speaking = Sampling.served(
        thinking=arguments.speaker_thinks, max_tokens=arguments.speaker_tokens
    )
    batch = arguments.rollout_batch
    frozen = (
        None
        if arguments.share
        else frozen_speaker(folder, arguments.speaker, policy, speaking, batch=batch)
    )

    def rollouts_of(trainer: Any, n: int) -> Rollouts:
        return Rollouts(
            ensemble,
            of_trainer(trainer, batch=batch),
            frozen or of_trainer(trainer, speaking, batch=batch),
            policy.tokenizer,
            turns=n,
            layout=cast("Layout", arguments.layout),
            director_thinks=arguments.director_thinks,
            speaker_thinks=arguments.speaker_thinks,
            max_tokens=(config.max_completion_length or 0, arguments.speaker_tokens),
        )

    def turns_at(step: int) -> int:
        part: int = step * len(steps) // max(1, config.max_steps)
        return steps[min(part, len(steps) - 1)]

    return DirectorRollout(
        {context.id: context for context in contexts},
        rows=turns,
        turns_at=turns_at,
        rollouts_of=rollouts_of,
        reward=reward,
        folder=folder.path / "episodes" if folder.is_main else None,
        every=arguments.episodes_every,
    )


class DirectorTrainer(SharedFrame, FiniteLoss, GRPOTrainer):
    """TRL's, which stops at a loss that is no number and may read the frame once a batch."""


def make_trainer(
    policy: Policy, contexts: Sequence[Context], rollout: DirectorRollout, config: GRPOConfig
) -> DirectorTrainer:
    """The trainer, ready to start.

    Raises:
        TrainingError: What generation by vLLM needs is not there.
    """
    try:
        return DirectorTrainer(
            model=policy.model,
            reward_funcs=rollout.group,
            args=config,
            train_dataset=Dataset.from_list([{"prompt": context.id} for context in contexts]),
            processing_class=policy.tokenizer,
            peft_config=policy.new_adapter,
            rollout_func=rollout,
        )
    except (ImportError, ConnectionError) as error:
        raise TrainingError(f"{STAGE}: {' '.join(str(error).split())}") from error


def finish(
    folder: RunFolder,
    arguments: DirectorArguments,
    contexts: Sequence[Context],
    policy: Policy,
    ensemble: Ensemble,
) -> None:
    """Plots, card, marker."""
    rows = read_log(folder.path / "metrics.jsonl")
    drawn = draw_curves({"run": rows}, PANELS, folder.path / "curves.png", title="Director")
    served = "shared by director and speakers" if arguments.share else "as the director"
    judge = arguments.judge
    folder.finish(
        title="MASCOT director",
        what=(
            f"A LoRA adapter, served {served}, that decides who of the group {ensemble.id!r} "
            "speaks next and with what instruction, trained with GRPO on a group reward over whole "
            "episodes (Phase II of MASCOT). It loads in `mascot serve --director` and as "
            "`hf:BASE+director=ADAPTER`."
        ),
        summary=summarise(rows),
        corpora=(
            *{context.corpus for context in contexts},
            *folder.corpora_of("sft", "speakers", "reward-model"),
        ),
        base=policy.base,
        plots=[drawn.name] if drawn else [],
        scripted=["judge: heuristic (fixed rules, not a model)"] if judge == "heuristic" else [],
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


def plan(parsed: Parsed, folder: RunFolder, ensemble: Ensemble, turns: int) -> Plan:
    """What `train` would do, and an estimate of what it takes on this machine."""
    arguments, model, config = parsed.args
    contexts = load_contexts(arguments.corpus, "train", limit=arguments.contexts)
    prompts = Prompts(ensemble, cast("Layout", arguments.layout))
    return grpo_plan(
        STAGE,
        base=model.model_name_or_path or str(folder.run / "base"),
        start=arguments.speaker if arguments.share else arguments.start,
        reward=None,
        model=model,
        config=config,
        prompts={
            context.id: chat(
                prompts.render(
                    DirectorRequest(scene=context.scene(ensemble), eligible=ensemble.ids)
                )
            )
            for context in contexts
        },
        facts={
            "contexts": f"{len(contexts):,}",
            "episodes": f"{config.num_generations // turns} for a context, {turns} turns each: "
            f"{2 * turns} batches of generation a step",
            "speakers": "the same adapter" if arguments.share else f"{arguments.speaker}, frozen",
            "reward": f"{arguments.coherence} ({arguments.judge}) + {arguments.eta:g} x "
            f"I_diverse ({arguments.diversity})",
            "writes": str(folder.path),
        },
    )


if __name__ == "__main__":
    launch(main)
