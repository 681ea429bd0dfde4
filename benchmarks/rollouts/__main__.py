"""Plays the same episodes in lockstep and one at a time, on a tiny model of random weights.

python -m benchmarks.rollouts

Both ways run the same graph and the same model, and draw the same texts for the same seeds. The
judge is a stub that takes its time, to show whether its latency adds up.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from statistics import median

import torch
from rich.console import Console
from rich.table import Table

from mascot.corpora import load_contexts
from mascot.judges import GROUP, Item, Judgement, Rubric
from mascot.personas import Ensemble
from mascot.training.coherence import JudgedCoherence
from mascot.training.config import find_ensemble
from mascot.training.miniature.model import make_model, make_tokenizer
from mascot.training.rollouts import Episode, Rollouts, Sampling, TransformersGenerator

_DIRECTIVE, _REPLY = 48, 64


class SlowJudge:
    """Answers after a while, as a judge over the network does."""

    label, scripted = "stub", True

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def judge(self, item: Item, rubric: Rubric) -> Judgement:
        """A three for everything."""
        del item
        return Judgement(rubric=rubric.label, judge="stub", scores=dict.fromkeys(rubric.ids, 3))

    async def ajudge(self, item: Item, rubric: Rubric) -> Judgement:
        """The same, after a while."""
        await asyncio.sleep(self._seconds)
        return self.judge(item, rubric)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=16)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--judge-seconds", type=float, default=0.2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    contexts = load_contexts("shipped", "train", limit=options.episodes)
    tokenizer = make_tokenizer((context.text for context in contexts), 2_048)
    model = make_model(tokenizer, hidden=128, layers=3, heads=4, seed=1).eval()
    ensemble = find_ensemble("miniature")

    def rollouts() -> Rollouts:
        directs, speaks = (
            TransformersGenerator(model, tokenizer, Sampling(max_tokens=limit))
            for limit in (_DIRECTIVE, _REPLY)
        )
        return Rollouts(ensemble, directs, speaks, tokenizer, max_tokens=(_DIRECTIVE, _REPLY))

    def alone(seeds: Sequence[int]) -> list[Episode]:
        one = rollouts()
        return [e for c, s in zip(contexts, seeds, strict=True) for e in one.run([c], [s])]

    rollouts().run(contexts[:2], [0, 1])
    ratios, table = [], Table("repeat", "lockstep s", "one at a time s", "ratio", "batches")
    for repeat in range(options.repeats):
        seeds = [100 * repeat + i for i in range(len(contexts))]
        together = rollouts()
        started = time.perf_counter()
        episodes = together.run(contexts, seeds)
        between = time.perf_counter()
        singly = alone(seeds)
        ended = time.perf_counter()
        same = sum(a.turns == b.turns for a, b in zip(episodes, singly, strict=True))
        ratios.append((ended - between) / (between - started))
        table.add_row(
            str(repeat + 1),
            f"{between - started:.2f}",
            f"{ended - between:.2f}",
            f"{ratios[-1]:.1f}",
            f"{len(together.lockstep.batches)} of {together.lockstep.batches[0]}",
        )
    console = Console()
    console.print(table)
    console.print(
        f"{len(contexts)} episodes of {len(ensemble.ids)} turns, {options.threads} threads: "
        f"lockstep is {median(ratios):.1f} times as fast; {same} of {len(contexts)} episodes "
        "are the same to the letter both ways (the rest differ by rounding)."
    )
    _judge(console, episodes, ensemble, options.judge_seconds)


def _judge(
    console: Console, episodes: Sequence[Episode], ensemble: Ensemble, seconds: float
) -> None:
    coherence = JudgedCoherence(SlowJudge(seconds), ensemble, "relevance_coherence")
    started = time.perf_counter()
    coherence(episodes)
    took = time.perf_counter() - started
    console.print(
        f"Judging {len(episodes)} blocks at {seconds:g} s a call ({GROUP.label}): {took:.2f} s, "
        f"{took / seconds:.1f} calls' time and not {len(episodes)}."
    )


if __name__ == "__main__":
    main()
