"""What a run of the chain came to: the speakers against their start, and whether bounds were kept."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from trl import GRPOConfig, ModelConfig

from mascot.agents import Layout, Names
from mascot.corpora import load_contexts
from mascot.judges import ScoreCache, resolve_judge
from mascot.training.comparison import (
    CONSISTENCY,
    Change,
    Measure,
    Speakers,
    answer_all,
    changes,
    divergence_per_token,
    spread,
    write_rows,
)
from mascot.training.config import find_ensemble, parse
from mascot.training.material import Material
from mascot.training.outcome_file import WrittenOutcome
from mascot.training.policy import base_of, load_plain, start_of
from mascot.training.rewards import FormatBounds, Marks, ReplyReader
from mascot.training.rollouts.drawing import Sampling
from mascot.training.run import RunFolder
from mascot.training.speakers import SpeakerArguments, load_scorer

FILE = "outcome.json"


class Bounds(Protocol):
    """What `compare_speakers` has to be told."""

    judge_by: str
    held_out: str
    held_out_contexts: int | None
    draws: int
    kl_bound: float
    length_bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(WrittenOutcome):
    """The speakers before and after, on held-out contexts.

    Attributes:
        changes: Every figure by its name.
        spread: The standard deviation of the start's learned reward.
        divergence: The KL to the start in nats a token.
        accuracy: The reward model's, on held-out pairs.
        bounds: What KL and length were to keep to.
        replies: How many a side.
        contexts: How many, from where.
        judge: Who scored.
        scripted: The judge is no model.
        seconds: What each stage took.
    """

    CHANGES = ("changes",)

    changes: Mapping[str, Change]
    spread: float
    divergence: float
    accuracy: float
    bounds: Mapping[str, float]
    replies: int
    contexts: str
    judge: str
    scripted: bool
    seconds: Mapping[str, float]

    @property
    def gain(self) -> float:
        """By how many standard deviations of the start the learned reward has grown."""
        return self.changes["learned reward"].difference / self.spread

    @property
    def checks(self) -> dict[str, bool]:
        """What a run is to reach, and whether it did."""
        consistency, shape = self.changes[CONSISTENCY], self.changes["format reward"]
        length = self.changes["completion tokens"]
        ratio = length.after / length.before
        limit = self.bounds["length"]
        return {
            "reward model right on >= 0.70 of held-out pairs": self.accuracy >= 0.70,  # noqa: PLR2004
            "learned reward up by >= 1 sd of the start": self.gain >= 1,
            "Consistency up, interval without zero": consistency.low > 0,
            "format reward up": shape.difference > 0,
            f"KL to the start <= {self.bounds['kl']:g} nats a token": self.divergence
            <= self.bounds["kl"],
            f"length within a factor of {limit:g}": 1 / limit <= ratio <= limit,
        }

    @property
    def summary(self) -> dict[str, float]:
        """The figures that a card shows."""
        consistency = self.changes[CONSISTENCY]
        return {
            "reward model, held-out pairs": self.accuracy,
            "learned reward, sd of the start": self.gain,
            "Consistency before": consistency.before,
            "Consistency after": consistency.after,
            "format reward before": self.changes["format reward"].before,
            "format reward after": self.changes["format reward"].after,
            "KL, nats a token": self.divergence,
            "minutes": sum(self.seconds.values()) / 60,
        }

    def table(self) -> str:
        """Everything, for a person."""
        judge = f"{self.judge}{', fixed rules and no model' if self.scripted else ''}"
        lines = [
            f"Speakers before and after: {self.replies} replies a side to {self.contexts}",
            f"Judge: {judge}",
            f"{'':28}{'before':>9}{'after':>9}{'change':>9}   95% interval by cluster",
        ]
        for name, each in self.changes.items():
            lines.append(
                f"{name:28}{each.before:9.3f}{each.after:9.3f}{each.difference:+9.3f}   "
                f"[{each.low:+.3f}, {each.high:+.3f}]"
            )
        took = ", ".join(f"{stage} {took:.0f} s" for stage, took in self.seconds.items())
        lines += [
            f"{'learned reward, in sd':28}{'':18}{self.gain:+9.3f}   of the start's {self.spread:.3f}",
            f"{'KL to the start':28}{'':9}{self.divergence:9.3f}            nats a token",
            f"{'reward model':28}{'':9}{self.accuracy:9.3f}            of held-out pairs",
            *(f"{'yes' if kept else ' no'}  {what}" for what, kept in self.checks.items()),
            f"took {sum(self.seconds.values()) / 60:.1f} min: {took}",
        ]
        return "\n".join(lines)


def compare_speakers(
    folder: RunFolder, asked: Bounds, preset: str, seconds: Mapping[str, float]
) -> Outcome:
    """Compares a run's speakers with what they started from.

    Args:
        folder: The chain's; the answers are written there.
        asked: On what, and by whom.
        preset: The run's.
        seconds: What each stage took.
    """
    used = folder.input("speakers", "config.yaml")
    argv = ["--preset", preset, "--config", str(used), "--run", str(folder.run)]
    speaker, model, config = parse(
        "speakers", (SpeakerArguments, ModelConfig, GRPOConfig), argv
    ).args
    ensemble = find_ensemble(speaker.ensemble)
    contexts = load_contexts(
        speaker.corpus,
        asked.held_out,
        limit=asked.held_out_contexts,
        tokens=speaker.context_tokens,
    )
    material = Material.gather(ensemble, contexts, cast("Layout", speaker.layout))
    plain, tokenizer = load_plain(base_of(folder, model), model)
    start = start_of(folder, speaker.start)
    speakers = Speakers.load(plain, tokenizer, start, folder.input("speakers"))
    ends = plain.generation_config.eos_token_id
    stops = ends if isinstance(ends, list) else [ends]
    judge = resolve_judge(asked.judge_by, cache=ScoreCache(folder.path / "cache.sqlite"))
    bounds = FormatBounds(speaker.trace_tokens, speaker.answer_tokens)
    answers = answer_all(
        speakers,
        material,
        Measure(
            read=ReplyReader(tokenizer, Marks.of(tokenizer, stops), Names(ensemble)),
            score=load_scorer(folder, speaker),
            judge=judge,
            bounds=bounds,
            silence=speaker.silence,
        ),
        sampling=Sampling(max_tokens=config.max_completion_length or 256),
        draws=asked.draws,
    )
    write_rows(answers, folder.path / "answers.jsonl")
    return Outcome(
        changes=changes(answers),
        spread=spread(answers),
        divergence=divergence_per_token(answers),
        accuracy=_accuracy(folder),
        bounds={"kl": asked.kl_bound, "length": asked.length_bound},
        replies=len(answers) // 2,
        contexts=f"{len(contexts)} {asked.held_out} contexts of {speaker.corpus}",
        judge=judge.label,
        scripted=judge.scripted,
        seconds=dict(seconds),
    )


def _accuracy(folder: RunFolder) -> float:
    """The reward model's on held-out pairs, as its stage reported it."""
    done = RunFolder(folder.run, "reward-model").done or {}
    summary: Mapping[str, Any] = done.get("summary", {})
    found: Sequence[float] = [
        value for name, value in summary.items() if "accuracy" in name and "held" in name
    ]
    return float(found[0]) if found else math.nan
