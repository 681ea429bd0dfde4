"""Scores candidates: every judge, many at once, each judgement kept the moment it is there."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic

from mascot.errors import TrainingError
from mascot.judges import Item, Judge, Judgement, Reply, Rubric, agreement
from mascot.personas import Ensemble
from mascot.training.bar import Bar
from mascot.training.crowd import Crowd, Load, OutageError
from mascot.training.pairing import T
from mascot.training.records import Candidate, Judged, RecordFile
from mascot.training.sampler import sync_now_and_then

_SYNCHRONOUS = 200
"""Judgements of fixed rules between two looks at what else there is to do."""


@dataclass(slots=True)
class Grader(Generic[T]):
    """Writes judgements into a file.

    Attributes:
        show: What a judge is shown of a candidate.
        judges: Who scores.
        rubric: By what.
        store: The file; what is in it is not asked again.
        concurrency: Calls at once, at most, of each judge.
        patience: See `Crowd`.
        say: Prints a line.
        load: How the calls of the judges fared, by label.
    """

    show: Callable[[T], Item]
    judges: Sequence[Judge]
    rubric: Rubric
    store: RecordFile[Judged]
    concurrency: int = 16
    patience: float = 600.0
    say: Callable[[str], None] = lambda _: None
    load: dict[str, Load] = field(default_factory=dict)

    async def run(self, candidates: Sequence[T]) -> None:
        """Scores what is not scored yet.

        Raises:
            TrainingError: A judge failed for good, or the disk is full. What was written stays.
        """
        # What a judge could not score may be scored next time; what it did score stays.
        present = {(j.candidate, j.judge, j.rubric) for j in self.store if j.scores is not None}
        todo = {
            judge.label: [
                c for c in candidates if (c.id, judge.label, self.rubric.label) not in present
            ]
            for judge in self.judges
        }
        total = len(candidates) * len(self.judges)
        before = total - sum(map(len, todo.values()))
        if before:
            self.say(f"judge: {before:,} of {total:,} judgements are there already")
        with self.store, Bar("judge", total, before, self.say) as bar:
            syncing = asyncio.create_task(sync_now_and_then(self.store))
            try:
                ended = await asyncio.gather(
                    *(self._ask(judge, todo[judge.label], bar) for judge in self.judges),
                    return_exceptions=True,
                )
            finally:
                syncing.cancel()
                with suppress(asyncio.CancelledError):
                    await syncing
        for problem in ended:
            if isinstance(problem, OutageError):
                done = before + sum(load.done for load in self.load.values())
                raise TrainingError(
                    f"stopped after {done:,} of {total:,} judgements: {problem}. What is there is "
                    "kept; the same command goes on from here"
                ) from problem
            if problem is not None:
                raise problem

    async def _ask(self, judge: Judge, candidates: Sequence[T], bar: Bar) -> None:
        def done(candidate: T, judgement: Judgement) -> None:
            self.store.append(
                Judged(
                    candidate=candidate.id,
                    situation=candidate.situation.key,
                    persona=candidate.situation.persona,
                    scores=judgement.scores,
                    missing=judgement.missing,
                    reasons=judgement.reasons,
                    rubric=judgement.rubric,
                    judge=judgement.judge,
                )
            )
            bar.step()

        if judge.scripted:
            for number, candidate in enumerate(candidates):
                done(candidate, judge.judge(self.show(candidate), self.rubric))
                if number % _SYNCHRONOUS == 0:
                    await asyncio.sleep(0)
            return

        async def work(candidate: T) -> Judgement:
            return await judge.ajudge(self.show(candidate), self.rubric)

        crowd = Crowd(work, done, self.concurrency, patience=self.patience)
        self.load[judge.label] = crowd.load
        await crowd.run(candidates)


def reply_of(ensemble: Ensemble) -> Callable[[Candidate], Reply]:
    """What a judge is shown of a candidate: the reply, as this group's."""

    def reply(candidate: Candidate) -> Reply:
        request = candidate.situation.request(ensemble)
        return Reply(scene=request.scene, persona=request.persona, text=candidate.text)

    return reply


def latest(judged: Iterable[Judged]) -> dict[tuple[str, str], Judged]:
    """The last judgement of each candidate by each judge: an earlier one may have been missing."""
    return {(each.candidate, each.judge): each for each in judged}


def missing_by_reason(judged: Iterable[Judged]) -> dict[str, int]:
    """How many judgements have no scores, by the kind of reason."""
    kinds = Counter(
        (each.missing or "unknown").partition(":")[0] for each in judged if each.scores is None
    )
    return dict(sorted(kinds.items()))


def mean_scores(judged: Iterable[Judged]) -> dict[str, float]:
    """Each criterion's mean over those that were scored."""
    sums: Counter[str] = Counter()
    count = 0
    for each in judged:
        if each.scores is not None:
            sums.update(each.scores)
            count += 1
    return {name: value / count for name, value in sums.items()}


def agreement_of(judged: Iterable[Judged], criteria: Sequence[str]) -> dict[str, float | None]:
    """Krippendorff's alpha between the judges, per criterion and for the sum."""
    scores: dict[str, dict[str, Mapping[str, int]]] = {}
    for each in judged:
        if each.scores is not None:
            scores.setdefault(each.judge, {})[each.candidate] = each.scores
    return agreement(scores, criteria)
