"""The search: GEPA proposes texts, tries them, and keeps those that are best somewhere.

A search that was killed goes on exactly: it is played again from the beginning, and every trial
and every proposal that was kept answers at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import gepa

from mascot.corpora import Context
from mascot.training.prompting.bench import Bench
from mascot.training.prompting.reflection import Reflection
from mascot.training.prompting.wording import Texts
from mascot.training.run import RunFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search came to.

    Attributes:
        texts: The best.
        scores: The mean score on the contexts that were selected by, of every text that was kept;
            the first is the start's.
        tried: How many proposals there were.
        trials: How many trials the budget was charged.
    """

    texts: Texts
    scores: tuple[float, ...]
    tried: int
    trials: int

    @property
    def best(self) -> float:
        """The best of the scores."""
        return max(self.scores)


def search(
    start: Texts,
    bench: Bench,
    reflection: Reflection,
    *,
    learn_from: Sequence[Context],
    select_by: Sequence[Context],
    trials: int,
    minibatch: int,
    seed: int,
) -> Found:
    """Looks for better texts.

    Args:
        start: The texts that there are.
        bench: Tries them.
        reflection: Proposes others.
        learn_from: Contexts whose outcomes the reflection is shown.
        select_by: Other contexts, by which the best is chosen.
        trials: The budget; the last round may go over it.
        minibatch: Contexts that a proposal is first tried on.
        seed: Of GEPA's choices.

    Raises:
        TrainingError: A model failed for good, or the judge gave no score at all.
        BackendError: The reflection model cannot be asked.
    """
    watch = _Watch(bench.folder, bench.trial.phase)
    result = gepa.optimize(
        seed_candidate=dict(start),
        trainset=list(learn_from),
        valset=list(select_by),
        adapter=bench,
        reflection_strategy=reflection,
        reflection_minibatch_size=min(minibatch, len(learn_from)),
        skip_perfect_score=False,
        max_metric_calls=trials,
        stop_callbacks=lambda _: reflection.problem is not None,
        callbacks=[watch],
        logger=_Quiet(),
        seed=seed,
        raise_on_exception=True,
    )
    if reflection.problem is not None:
        raise reflection.problem
    best: dict[str, str] = dict(result.candidates[result.best_idx])
    return Found(
        texts=best,
        scores=tuple(result.val_aggregate_scores),
        tried=watch.tried,
        trials=result.total_metric_calls or 0,
    )


class _Quiet:
    """GEPA's own lines tell everything twice."""

    def log(self, message: str) -> None:
        """Hears a line."""


@dataclass(slots=True)
class _Watch:
    """Tells people and ``metrics.jsonl`` how the search goes."""

    folder: RunFolder
    phase: str
    tried: int = 0
    best: float = field(default=float("-inf"))

    def on_valset_evaluated(self, event: Mapping[str, Any]) -> None:
        """Texts were scored on all contexts that are selected by."""
        score = event["average_score"]
        better = score > self.best
        self.best = max(self.best, score)
        step = event["iteration"]
        self.folder.log(phase=self.phase, step=step, **{f"{self.phase}/score": score})
        self.folder.log(phase=self.phase, step=step, **{f"{self.phase}/best": self.best})
        what = "the start" if event["candidate_idx"] == 0 else f"proposal of round {step}"
        self.folder.say(f"  {self.phase}: {what}: {score:.3f}{', the best so far' * better}")

    def on_proposal_end(self, event: Mapping[str, Any]) -> None:
        """There is a proposal."""
        self.tried += 1
        names = ", ".join(event["new_instructions"])
        self.folder.say(f"  {self.phase}: round {event['iteration']}: another text for {names}")
