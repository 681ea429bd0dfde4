"""The bench: what GEPA tries texts on. Every trial is kept, and no trial is made twice."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gepa import EvaluationBatch

from mascot.corpora import Context
from mascot.errors import TrainingError
from mascot.training.bar import Bar
from mascot.training.crowd import Crowd, OutageError
from mascot.training.prompting.outcome import Outcome, outcome_key
from mascot.training.prompting.trials import Trial
from mascot.training.prompting.wording import Texts, problem_of
from mascot.training.records import RecordFile
from mascot.training.run import RunFolder


@dataclass(slots=True)
class Bench:
    """Tries texts on contexts, many at once; GEPA's adapter.

    Attributes:
        trial: How one is made.
        store: The outcomes so far; what is in it is not tried again.
        folder: Says how far it is.
        runner: One event loop for all trials: clients keep their connections on it.
        longest: Characters of a text, at most.
        concurrency: Trials at once, at most.
        patience: See `Crowd`.
        made: How many trials were made now.
        propose_new_texts: GEPA's protocol; proposals come from `Reflection`.
    """

    trial: Trial
    store: RecordFile[Outcome]
    folder: RunFolder
    runner: asyncio.Runner
    longest: int
    concurrency: int = 16
    patience: float = 600.0
    made: int = 0
    propose_new_texts: None = None
    _known: dict[str, Outcome] = field(init=False)

    def __post_init__(self) -> None:
        self._known = {outcome.key: outcome for outcome in self.store}

    def try_all(self, texts: Texts, contexts: Sequence[Context]) -> list[Outcome]:
        """The outcome of each context.

        Raises:
            TrainingError: A model fails for good; what was tried is kept.
        """
        keys = [outcome_key(self.trial.phase, texts, context.id) for context in contexts]
        missing = {
            key: context
            for key, context in zip(keys, contexts, strict=True)
            if key not in self._known
        }
        if missing:
            self.runner.run(self._try(texts, list(missing.values())))
        return [self._known[key] for key in keys]

    def evaluate(
        self,
        batch: list[Context],
        candidate: dict[str, str],
        capture_traces: bool = False,  # noqa: FBT001, FBT002  (GEPA's signature)
    ) -> EvaluationBatch:
        """GEPA's protocol: a score for each context.

        Texts that cannot be used score nothing. A context that the judge gave no score counts as
        the mean of the others, so that an outage of the judge's is no merit and no fault.
        """
        del capture_traces
        if problem := self._problem(candidate):
            self.folder.say(f"  a proposal cannot be used: {problem}")
            empty = [Outcome(key="", context=c.id, score=0.0) for c in batch]
            return EvaluationBatch(outputs=empty, scores=[0.0] * len(batch), trajectories=empty)
        outcomes = self.try_all(candidate, batch)
        found = [each.score for each in outcomes if each.score is not None]
        if not found:
            raise TrainingError(
                f"not one of {len(batch)} contexts got a score: the judge gave none. Look at "
                f"{self.store.path}, take another judge, and begin anew (--force)"
            )
        mean = sum(found) / len(found)
        scores = [mean if each.score is None else each.score for each in outcomes]
        return EvaluationBatch(outputs=outcomes, scores=scores, trajectories=outcomes)

    def make_reflective_dataset(
        self, candidate: dict[str, str], eval_batch: Any, components_to_update: list[str]
    ) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """GEPA's protocol: what the reflection model is shown, the worst first."""
        del candidate
        pairs = zip(eval_batch.trajectories, eval_batch.scores, strict=True)
        ranked = sorted(pairs, key=lambda pair: (pair[1], pair[0].context))
        return {
            name: [
                {"Given": note.asked, "Outcome": note.answered, "Feedback": note.feedback}
                for outcome, _ in ranked
                for note in outcome.notes.get(name, ())
            ]
            for name in components_to_update
        }

    def _problem(self, texts: Texts) -> str | None:
        problems = (problem_of(name, text, self.longest) for name, text in texts.items())
        return next((problem for problem in problems if problem), None)

    async def _try(self, texts: Texts, contexts: Sequence[Context]) -> None:
        async def work(context: Context) -> Outcome:
            return await self.trial(texts, context)

        with Bar(f"{self.trial.phase}", len(contexts), 0, self.folder.say) as bar:

            def done(_: Context, outcome: Outcome) -> None:
                self._known[outcome.key] = outcome
                self.store.append(outcome)
                self.made += 1
                bar.step()

            crowd = Crowd(work, done, self.concurrency, patience=self.patience)
            try:
                await crowd.run(contexts)
            except OutageError as error:
                raise TrainingError(
                    f"stopped after {len(self._known):,} trials: {error}. What was tried is kept; "
                    "the same command goes on from here"
                ) from error
