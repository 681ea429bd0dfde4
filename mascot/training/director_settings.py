"""The settings of ``mascot train director``, and what contradicts itself among them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from trl import GRPOConfig

from mascot.errors import TrainingError
from mascot.personas import Ensemble
from mascot.training.arguments import (
    CorpusArguments,
    GroupArguments,
    GroupTermArguments,
    GrpoArguments,
)


@dataclass
class DirectorArguments(GroupArguments, CorpusArguments, GrpoArguments, GroupTermArguments):
    """Phase II: the director."""

    _argument_group_name = "director"

    turns: int | None = field(
        default=None, metadata={"help": "N: turns of an episode; by default one for each persona."}
    )
    curriculum: list[int] | None = field(
        default=None,
        metadata={"help": "N over the training, in equal parts, such as 2 3; ends with `turns`."},
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
            "help": "R_coherence: the judge's criterion of that name, its mean of all four, or a "
            "group reward model's score.",
            "choices": ["relevance_coherence", "table6_mean", "learned"],
        },
    )
    group_reward_model: Path | None = field(
        default=None,
        metadata={"help": "For coherence learned: its folder; the run's by default."},
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
    episodes_every: int = field(
        default=25, metadata={"help": "Write episodes with their rewards every so many steps."}
    )


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
