"""Phase II: the director, GRPO on a group reward over episodes of N turns (paper, section 2.2).

The speakers are frozen. Run it as ``mascot train director``, or on several devices as
``accelerate launch -m mascot.training.director``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from datasets import Dataset
from trl import GRPOConfig, GRPOTrainer, ModelConfig

from mascot.agents import Layout, Prompts
from mascot.corpora import Context, load_contexts
from mascot.dialogue import DirectorRequest
from mascot.errors import TrainingError
from mascot.judges import ScoreCache, resolve_judge
from mascot.personas import Ensemble
from mascot.training.coherence import (
    LEARNED,
    Coherence,
    JudgedCoherence,
    LearnedCoherence,
    speakers_own,
)
from mascot.training.config import Parsed, find_ensemble, parse
from mascot.training.director_rollout import DirectorRollout
from mascot.training.director_settings import DirectorArguments, check
from mascot.training.frozen import adapter_of, frozen_speaker, of_trainer
from mascot.training.group_reward import CoherenceJudge, Diversity, GroupReward, GroupWeights
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
from mascot.training.watch import FiniteLoss, MetricsLog, hush

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
    hush()
    train(folder, arguments, model, config, ensemble, turns)


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
            f"{turns} turns each, R_group = coherence ({_by(arguments)}) + {arguments.eta:g} x "
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
    coherence: CoherenceJudge
    if arguments.coherence == LEARNED:
        from mascot.training.scorer import RewardScorer  # noqa: PLC0415

        path = arguments.group_reward_model or folder.input("group-reward-model")
        coherence = LearnedCoherence(RewardScorer.load(path, subject="block").blocks, ensemble)
    else:
        coherence = JudgedCoherence(
            resolve_judge(arguments.judge, cache=cache),
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
        else frozen_speaker(
            folder,
            arguments.speaker,
            policy,
            speaking,
            thinking=arguments.speaker_thinks,
            batch=batch,
        )
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
        scripted=(
            folder.scripted_of("group-reward-model")
            if arguments.coherence == LEARNED
            else ["judge: heuristic (fixed rules, not a model)"] * (arguments.judge == "heuristic")
        ),
    )


def _by(arguments: DirectorArguments) -> str:
    """Who says how coherent an episode is."""
    return "a group reward model" if arguments.coherence == LEARNED else arguments.judge


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
            "reward": f"{arguments.coherence} ({_by(arguments)}) + {arguments.eta:g} x "
            f"I_diverse ({arguments.diversity})",
            "writes": str(folder.path),
        },
    )


if __name__ == "__main__":
    launch(main)
