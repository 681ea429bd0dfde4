"""From scores to one value per sample: criteria, composites and metrics, and what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mascot.errors import EvaluationError
from mascot.evaluation.records import Score
from mascot.evaluation.statistics.bootstrap import Estimate, estimate
from mascot.judges import RUBRICS

Sample = tuple[str, str]
"""Task and sample: what systems are compared on."""

_Reply = tuple[str, str, int, int | None]
"""Task, sample, epoch, turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """One measure of one system, a value per sample.

    Attributes:
        by_sample: The mean over the replies of a conversation, then over its epochs.
        clusters: Each sample's cluster.
        missing: How many scores were missing, by reason.
        scored: How many were there.
    """

    by_sample: Mapping[Sample, float]
    clusters: Mapping[Sample, str]
    missing: Mapping[str, int] = field(default_factory=dict)
    scored: int = 0

    def estimate(self, *, seed: int = 0) -> Estimate | None:
        """Mean, interval over clusters, and the deviation of the samples' own values."""
        samples = sorted(self.by_sample)
        return estimate(
            [self.by_sample[s] for s in samples], [self.clusters[s] for s in samples], seed=seed
        )


class Scores:
    """All scores of a run, found by measure and system.

    Args:
        scores: Of one run.

    Raises:
        EvaluationError: They rest on two versions of one rubric.
    """

    def __init__(self, scores: Iterable[Score]) -> None:
        self._by: dict[tuple[str, str], list[Score]] = defaultdict(list)
        self.rubrics: dict[str, str] = {}
        self.judges: dict[str, tuple[str, ...]] = {}
        judges: dict[str, set[str]] = defaultdict(set)
        for score in scores:
            self._by[score.measure, score.system].append(score)
            if score.rubric is not None:
                self._keep_version(score.rubric)
            if score.judge is not None:
                judges[score.measure].add(score.judge)
        self.judges = {measure: tuple(sorted(found)) for measure, found in judges.items()}

    def of(self, measure: str, system: str, tasks: Iterable[str] | None = None) -> list[Score]:
        """The scores of one measure of one system, in some tasks or in all."""
        found = self._by.get((measure, system), [])
        if tasks is None:
            return found
        kept = set(tasks)
        return [score for score in found if score.task in kept]

    def measures(self) -> tuple[str, ...]:
        """All measures there are."""
        return tuple(sorted({measure for measure, _ in self._by}))

    def values(
        self,
        measure: str,
        system: str,
        tasks: Iterable[str] | None = None,
        *,
        judge: str | None = None,
        group: str | None = None,
        speaker: str | None = None,
    ) -> Values:
        """One value per sample.

        Where several judges scored, a reply's score is their mean, and only what all of them scored
        counts: else a severe judge's silence would read as praise. A composite (``agent`` or
        ``group``) is the mean of all criteria of a rubric, reply by reply, and missing where any of
        them is; so its deviation is its own and not a mean of the criteria's.

        Args:
            measure: A criterion, a metric, or a rubric's id for its composite.
            system: Of whom.
            tasks: In which tasks; in all by default.
            judge: By one judge; by all of them by default.
            group: Samples of one group only.
            speaker: One speaker's replies only.
        """
        parts = composite_of(measure) or (measure,)
        kept = None if tasks is None else set(tasks)
        found: dict[_Reply, dict[tuple[str, str | None], float]] = defaultdict(dict)
        clusters: dict[Sample, str] = {}
        missing: Counter[str] = Counter()
        for part in parts:
            for score in self.of(part, system, kept):
                if (
                    (judge is not None and score.judge != judge)
                    or (group is not None and score.group != group)
                    or (speaker is not None and score.speaker != speaker)
                ):
                    continue
                place = (score.task, score.sample, score.epoch, score.turn)
                clusters[score.task, score.sample] = score.cluster
                if score.value is None:
                    missing[_reason(score)] += 1
                    found.setdefault(place, {})
                else:
                    found[place][part, score.judge] = score.value
        wanted = sum(1 if judge else max(1, len(self.judges.get(part, ()))) for part in parts)
        whole = {place: _mean(v.values()) for place, v in found.items() if len(v) == wanted}
        by_sample = _by_sample(whole)
        return Values(
            by_sample=by_sample,
            clusters={sample: clusters[sample] for sample in by_sample},
            missing=dict(missing),
            scored=len(whole),
        )

    def ratings(
        self, measure: str, tasks: Iterable[str] | None = None
    ) -> tuple[dict[str, dict[Hashable, float]], dict[Hashable, str]]:
        """All scores of a criterion by judge and item, and the items' clusters, for agreement."""
        kept = None if tasks is None else set(tasks)
        ratings: dict[str, dict[Hashable, float]] = {j: {} for j in self.judges.get(measure, ())}
        clusters: dict[Hashable, str] = {}
        for (name, _), scores in self._by.items():
            if name != measure:
                continue
            for s in scores:
                if s.judge is None or s.value is None or (kept is not None and s.task not in kept):
                    continue
                item = (s.task, s.system, s.sample, s.epoch, s.turn)
                ratings[s.judge][item] = s.value
                clusters[item] = s.cluster
        return ratings, clusters

    def _keep_version(self, label: str) -> None:
        rubric = label.partition("/")[0]
        known = self.rubrics.setdefault(rubric, label)
        if known != label:
            raise EvaluationError(
                f"the scores rest on two wordings of one rubric, {known} and {label}, which cannot "
                "be compared; judge all of them anew with one version"
            )


def composite_of(measure: str) -> tuple[str, ...]:
    """The criteria whose mean a rubric's id stands for; none where it is no rubric's id."""
    if measure not in RUBRICS:
        return ()
    return tuple(f"{measure}.{criterion}" for criterion in RUBRICS[measure].ids)


def missing_counts(scores: Iterable[Score]) -> dict[tuple[str, str], dict[str, int]]:
    """Missing scores by (judge or ``metrics``, reason) and system."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for score in scores:
        if score.value is None:
            found[score.judge or "metrics", _reason(score)][score.system] += 1
    return {key: dict(counts) for key, counts in sorted(found.items())}


def _reason(score: Score) -> str:
    return (score.missing or "unknown").partition(":")[0].strip() or "unknown"


def _by_sample(whole: Mapping[_Reply, float]) -> dict[Sample, float]:
    talks: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for (task, sample, epoch, _), value in whole.items():
        talks[task, sample, epoch].append(value)
    epochs: dict[Sample, list[float]] = defaultdict(list)
    for (task, sample, _), values in talks.items():
        epochs[task, sample].append(_mean(values))
    return {sample: _mean(values) for sample, values in epochs.items()}


def _mean(values: Iterable[float]) -> float:
    numbers: Sequence[float] = list(values)
    return sum(numbers) / len(numbers)
