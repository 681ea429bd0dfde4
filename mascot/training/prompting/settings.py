"""The settings of ``mascot train prompts``, and what they would take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from mascot.agents import Layout, Prompts
from mascot.corpora import Context, count_tokens
from mascot.dialogue import DirectorRequest
from mascot.personas import Ensemble
from mascot.training.arguments import (
    GroupArguments,
    GroupTermArguments,
    PatienceArguments,
    PriceArguments,
    SeatArguments,
    at_least_one,
)
from mascot.training.plan import Plan
from mascot.training.prompting.reflection import SCRIPTED
from mascot.training.prompting.wording import PHASES
from mascot.training.records import Situation
from mascot.training.run import RunFolder
from mascot.training.spending import Spending

_JUDGED = 600
"""Tokens of a judge's answer, about: a sentence and a score for each criterion."""


@dataclass
class PromptArguments(
    GroupArguments, SeatArguments, GroupTermArguments, PatienceArguments, PriceArguments
):
    """The texts of the group."""

    _argument_group_name = "prompts"

    phases: list[str] = field(
        default_factory=lambda: list(PHASES),
        metadata={
            "help": "speakers: the personas' instructions; director: its brief; in this order."
        },
    )
    corpus: str = field(
        default="shipped",
        metadata={"help": "Contexts: shipped, ed:FOLDER, qmsum:FOLDER, FILE.jsonl."},
    )
    split: str = field(default="train", metadata={"help": "To learn from and to select by."})
    contexts: int = field(default=30, metadata={"help": "How many to learn from."})
    select: int = field(default=20, metadata={"help": "How many others to select the best by."})
    held_out: str = field(default="test", metadata={"help": "The split of before and after."})
    held_out_contexts: int = field(default=40, metadata={"help": "How many of it."})
    judge: str = field(default="heuristic", metadata={"help": "heuristic, or a backend."})
    reward: str = field(
        default="judge",
        metadata={
            "help": "What a reply is worth: the judge's mean of Table 5, or the reward model's "
            "score.",
            "choices": ["judge", "learned"],
        },
    )
    reward_model: Path | None = field(
        default=None, metadata={"help": "Its folder; the run's by default."}
    )
    format_weight: float = field(default=0.0, metadata={"help": "What R_format weighs: lambda."})
    trace_tokens: int = field(
        default=448, metadata={"help": "The reasoning is longer; only where speakers think."}
    )
    answer_tokens: int = field(default=64, metadata={"help": "The reply is shorter."})
    coherence: str = field(
        default="relevance_coherence",
        metadata={
            "help": "R_coherence: that criterion, or the mean of all four.",
            "choices": ["relevance_coherence", "table6_mean"],
        },
    )
    reflection: str = field(
        default=SCRIPTED,
        metadata={
            "help": "Who proposes texts: a backend, or scripted (a fixed list, not a model)."
        },
    )
    reflection_temperature: float = field(default=1.0, metadata={"help": "Of that model."})
    proposals: Path | None = field(
        default=None, metadata={"help": "The list of the scripted one: YAML, texts by name."}
    )
    trials: int = field(
        default=300, metadata={"help": "Trials per phase: a trial is one context with some texts."}
    )
    minibatch: int = field(
        default=3, metadata={"help": "Contexts that a proposal is first tried on."}
    )
    longest: int = field(default=1_500, metadata={"help": "Characters of a text, at most."})
    concurrency: int = field(default=16, metadata={"help": "Trials at once, at most."})
    seed: int = field(default=1, metadata={"help": "Draws contexts and seeds every call."})

    def __post_init__(self) -> None:
        if not self.phases or set(self.phases) - set(PHASES):
            raise ValueError(
                f"phases is {self.phases}; it holds one or both of {', '.join(PHASES)}"
            )
        self.phases = [phase for phase in PHASES if phase in self.phases]
        at_least_one(
            self,
            *("contexts", "select", "held_out_contexts", "trials", "minibatch"),
            *("longest", "concurrency", "speaker_tokens", "director_tokens"),
        )
        if self.turns is not None and self.turns < 1:
            raise ValueError(f"turns is {self.turns}; an episode has at least one")


def plan(
    folder: RunFolder,
    args: PromptArguments,
    ensemble: Ensemble,
    contexts: Mapping[str, Sequence[Context]],
) -> Plan:
    """What the stage would do: calls, tokens, and the cost where prices are known."""
    facts = {
        "group": f"{ensemble.id}: {', '.join(ensemble.ids)}",
        "contexts": f"{len(contexts['learn'])} to learn from, {len(contexts['select'])} to select "
        f"by, {len(contexts['test'])} held out, of {args.corpus}",
        "speakers": args.speaker,
        "judge": args.judge,
        "reflection": args.reflection,
    }
    prompts = Prompts(ensemble, cast("Layout", args.layout))
    sample = (*contexts["learn"], *contexts["select"])
    most = Spending()
    # The last round may go over the budget: two minibatches and a full look at the selection.
    trials = args.trials + 2 * args.minibatch + len(contexts["select"])
    trials += 2 * len(contexts["test"])
    rounds = max(1, (args.trials - len(contexts["select"])) // (2 * args.minibatch))
    for phase in args.phases:
        read, written, calls = _one_trial(phase, args, ensemble, prompts, sample)
        judged = 0
        if args.judge != "heuristic":
            judged = len(ensemble.ids) if phase == "speakers" else 1
            read += judged * (read // max(1, calls))
            written += judged * _JUDGED
        facts[f"{phase}"] = (
            f"at most {trials:,} trials of {calls} calls and {judged} judgements each: "
            f"{trials * (calls + judged):,} calls; at most {rounds:,} proposals"
        )
        most.prompt += trials * read
        most.completion += trials * written
        if args.reflection != SCRIPTED:
            most.prompt += rounds * args.minibatch * _JUDGED
            most.completion += rounds * args.longest // 4
    facts["tokens"] = f"about {most.prompt:,} read, at most {most.completion:,} written"
    if (cost := most.cost(args.prices)) is not None:
        facts["cost"] = f"at most {cost:,.2f}, before any cache"
    facts["writes"] = str(folder.path)
    return Plan(stage="prompts", facts=facts)


def _one_trial(
    phase: str,
    args: PromptArguments,
    ensemble: Ensemble,
    prompts: Prompts,
    contexts: Sequence[Context],
) -> tuple[int, int, int]:
    """Tokens read and written in one trial, and its calls; the judge's apart."""

    def mean(lengths: Sequence[int]) -> int:
        return round(sum(lengths) / max(1, len(lengths)))

    spoken = mean(
        [
            _length(prompts, Situation.undirected(context, ensemble.ids[0]).request(ensemble))
            for context in contexts
        ]
    )
    if phase == "speakers":
        count = len(ensemble.ids)
        return count * spoken, count * args.speaker_tokens, count
    turns = args.turns or len(ensemble.ids)
    asked = mean(
        [
            _length(prompts, DirectorRequest(scene=context.scene(ensemble), eligible=ensemble.ids))
            for context in contexts
        ]
    )
    grown = sum(range(turns)) * 2 * args.answer_tokens  # both read what was said before
    written = turns * (args.speaker_tokens + args.director_tokens)
    return turns * (spoken + asked) + grown, written, 2 * turns


def _length(prompts: Prompts, request: object) -> int:
    messages = prompts.render(request)  # type: ignore[arg-type]
    return sum(count_tokens(str(message.content)) for message in messages)
