"""What Phase II came to: the trained director, the one it started from, and random order.

All three conduct the same held-out contexts with the same frozen speakers, sampled as they are
served; random order is the paper's ablation MASCOT-C.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast

import numpy as np
from trl import GRPOConfig, ModelConfig

from mascot.agents import Layout
from mascot.corpora import load_contexts
from mascot.digest import digest
from mascot.errors import TrainingError
from mascot.judges import ScoreCache
from mascot.training.comparison import AFTER, BEFORE, Change, Speakers, paired_interval, write_rows
from mascot.training.config import find_ensemble, parse
from mascot.training.director import STAGE, make_reward
from mascot.training.director_settings import DirectorArguments
from mascot.training.frozen import adapter_of, frozen_speaker
from mascot.training.outcome_file import WrittenOutcome
from mascot.training.policy import Policy, base_of, load_plain, start_of
from mascot.training.rollouts import Episode, Rollouts, Sampling, TransformersGenerator
from mascot.training.run import RunFolder

DIRECTOR_FILE = "director.json"
TRAINED, UNTRAINED, DICE = "trained", "untrained", "random order"
_VALID, _DISTINCT = 0.95, 0.9


class Asked(Protocol):
    """What `compare_directors` has to be told."""

    held_out: str
    held_out_contexts: int | None
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One held-out episode.

    Attributes:
        conductor: ``trained``, ``untrained`` or ``random order``.
        context: x's id.
        cluster: What is resampled as one.
        draw: Which of the draws.
        terms: ``R_group`` as in the paper, and the terms of `GroupReward`.
        speakers: Who was called.
        turns: What was said.
    """

    conductor: str
    context: str
    cluster: str
    draw: int
    terms: Mapping[str, float]
    speakers: tuple[str, ...]
    turns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorOutcome(WrittenOutcome):
    """The director against its start and against random order.

    Attributes:
        training: Each term, untrained and trained.
        control: Each term, random order and trained.
        spread: The standard deviation of the untrained director's R_group.
        episodes: How many a conductor.
        lost: How many have no reward with some conductor, and are left out.
        contexts: How many, from where.
        judge: Who scored coherence.
        scripted: The judge is no model.
        seconds: What the stage took.
    """

    CHANGES = ("training", "control")

    training: Mapping[str, Change]
    control: Mapping[str, Change]
    spread: float
    episodes: int
    lost: int
    contexts: str
    judge: str
    scripted: bool
    seconds: float

    @property
    def gain(self) -> float:
        """By how many standard deviations of the start R_group has grown."""
        return self.training["R_group"].difference / self.spread if self.spread else float("nan")

    @property
    def checks(self) -> dict[str, bool]:
        """What a run is to reach, and whether it did."""
        return {
            "R_group up by >= 1 sd of the start": self.gain >= 1,
            f"all personas distinct in >= {_DISTINCT:g} of the episodes": self.training[
                "diverse"
            ].after
            >= _DISTINCT,
            f"valid directives >= {_VALID:g}, unconstrained": self.training["valid"].after
            >= _VALID,
            "coherence not lower, by its interval": self.training["coherence"].high >= 0,
            "R_group above random order, interval without zero": self.control["R_group"].low > 0,
        }

    @property
    def summary(self) -> dict[str, float]:
        """The figures that a card shows."""
        return {
            "R_group before": self.training["R_group"].before,
            "R_group after": self.training["R_group"].after,
            "R_group of random order": self.control["R_group"].before,
            "R_group, sd of the start": self.gain,
            "all distinct after": self.training["diverse"].after,
            "valid directives after": self.training["valid"].after,
        }

    def table(self) -> str:
        """Everything, for a person."""
        judge = f"{self.judge}{', fixed rules and no model' if self.scripted else ''}"
        lines = [
            f"Director: {self.episodes} episodes a conductor over {self.contexts}; judge: {judge}",
            (
                f"{'':16}{'random':>9}{'untrained':>11}{'trained':>9}   "
                f"{'over untrained, 95%':24}over random order, 95%"
            ),
        ]
        for name, each in self.training.items():
            dice = self.control[name]
            shown = "        –" if name == "valid" else f"{dice.before:9.3f}"
            lines.append(
                f"{name:16}{shown}{each.before:11.3f}{each.after:9.3f}   "
                f"{each.difference:+.3f} [{each.low:+.3f}, {each.high:+.3f}]   "
                + (
                    ""
                    if name == "valid"
                    else f"{dice.difference:+.3f} [{dice.low:+.3f}, {dice.high:+.3f}]"
                )
            )
        lines += [
            (
                f"R_group up by {self.gain:.2f} sd of the start's {self.spread:.3f}; "
                f"{self.lost} episodes without a reward left out"
            ),
            *(f"{'yes' if kept else ' no'}  {what}" for what, kept in self.checks.items()),
            f"the stage took {self.seconds / 60:.1f} min",
        ]
        return "\n".join(lines)


def compare_directors(folder: RunFolder, asked: Asked, preset: str) -> DirectorOutcome:
    """Lets the three conduct the same held-out contexts with the same seeds.

    Args:
        folder: The chain's; the episodes are written there.
        asked: On what.
        preset: The run's.
    """
    used = folder.input(STAGE, "config.yaml")
    argv = ["--preset", preset, "--config", str(used), "--run", str(folder.run)]
    director, model, config = parse(STAGE, (DirectorArguments, ModelConfig, GRPOConfig), argv).args
    # R_group as the paper has it, whatever else a run was trained on.
    paper = replace(
        director,
        diversity="indicator",
        content_weight=0.0,
        validity_weight=0.0,
        agent_weight=0.0,
    )
    ensemble = find_ensemble(director.ensemble)
    turns = director.turns or len(ensemble.personas)
    contexts = load_contexts(director.corpus, asked.held_out, limit=asked.held_out_contexts)
    starts = [context for context in contexts for _ in range(asked.draws)]
    seeds = [int(digest(x.id, draw), 16) % 2**31 for x in contexts for draw in range(asked.draws)]
    base = base_of(folder, model)
    plain, tokenizer = load_plain(base, model)
    start = (
        adapter_of(folder, director.speaker) if director.share else start_of(folder, director.start)
    )
    both = Speakers.load(plain, tokenizer, start, folder.input(STAGE))
    speaking = Sampling.served(thinking=director.speaker_thinks, max_tokens=director.speaker_tokens)
    limits = (config.max_completion_length or 256, director.speaker_tokens)
    policy = Policy(base=base, model=plain, new_adapter=None, tokenizer=tokenizer)
    directing = Sampling.served(thinking=director.director_thinks, max_tokens=limits[0])
    conducts = TransformersGenerator(both.model, tokenizer, directing)
    speaks: Any = (
        TransformersGenerator(both.model, tokenizer, speaking)
        if director.share
        else frozen_speaker(
            folder, director.speaker, policy, speaking, thinking=director.speaker_thinks
        )
    )
    played: list[Played] = []
    with ScoreCache(folder.path / "cache.sqlite") as cache:
        reward = make_reward(folder, paper, ensemble, cache)
        for conductor in (DICE, UNTRAINED, TRAINED):
            rollouts = Rollouts(
                ensemble,
                conducts,
                speaks,
                tokenizer,
                turns=turns,
                layout=cast("Layout", director.layout),
                strategy="random" if conductor == DICE else "director",
                director_thinks=director.director_thinks,
                speaker_thinks=director.speaker_thinks,
                max_tokens=limits,
            )
            side = {UNTRAINED: BEFORE, TRAINED: AFTER}.get(conductor)
            with both.as_side(side) if side else nullcontext():
                episodes = rollouts.run(starts, seeds)
            for i, (episode, score) in enumerate(
                zip(episodes, reward(episodes, turns), strict=True)
            ):
                if score.total is not None:
                    terms = {"R_group": score.total, **score.terms}
                    played.append(_played(conductor, episode, i % asked.draws, terms))
    write_rows(played, folder.path / "episodes.jsonl")
    whole = _complete(played)
    first = [each.terms["R_group"] for each in whole if each.conductor == UNTRAINED]
    return DirectorOutcome(
        training=_changes(whole, UNTRAINED),
        control=_changes(whole, DICE),
        spread=float(np.std(first, ddof=1)) if len(first) > 1 else 0.0,
        episodes=len(first),
        lost=len(starts) - len(first),
        contexts=f"{len(contexts)} {asked.held_out} contexts of {director.corpus}",
        judge=director.judge,
        scripted=director.judge == "heuristic",
        seconds=float((RunFolder(folder.run, STAGE).done or {}).get("seconds", float("nan"))),
    )


def _played(conductor: str, episode: Episode, draw: int, terms: Mapping[str, float]) -> Played:
    return Played(
        conductor=conductor,
        context=episode.context.id,
        cluster=episode.context.cluster,
        draw=draw,
        terms=terms,
        speakers=episode.speakers,
        turns=tuple((turn.speaker, turn.text) for turn in episode.turns),
    )


def _complete(played: Sequence[Played]) -> list[Played]:
    """Those that every conductor has a reward for, so that all are compared on the same."""
    seen: dict[tuple[str, int], int] = {}
    for each in played:
        seen[each.context, each.draw] = seen.get((each.context, each.draw), 0) + 1
    conductors = len({TRAINED, UNTRAINED, DICE})
    return [each for each in played if seen[each.context, each.draw] == conductors]


def _changes(played: Sequence[Played], other: str) -> dict[str, Change]:
    """Each term of the trained director against the other's, paired by context and draw."""
    sides: dict[str, list[Played]] = {
        name: sorted(
            (each for each in played if each.conductor == name),
            key=lambda each: (each.context, each.draw),
        )
        for name in (other, TRAINED)
    }
    if not sides[TRAINED]:
        raise TrainingError("no held-out episode has a reward from all three; see the judge's log")
    changes = {}
    for term in sides[TRAINED][0].terms:
        before, after = (
            np.array([each.terms[term] for each in sides[name]]) for name in (other, TRAINED)
        )
        low, high = paired_interval(after - before, [each.cluster for each in sides[TRAINED]])
        changes[term] = Change(float(before.mean()), float(after.mean()), low, high)
    return changes
