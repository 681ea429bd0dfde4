"""From judged candidates to preference pairs: the margin, the choice, the balance.

Scores are summed as integers, over the criteria and over the judges, so that a margin is never a
matter of rounding: means of five integers that differ by at least 0.5 are sums that differ by at
least 3, since no sum differs by 2.5.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Generic, Literal, Protocol, TypeVar

from mascot.digest import digest
from mascot.errors import TrainingError
from mascot.training.records import Judged

Select = Literal["best-worst", "all"]


class About(Protocol):
    """What a text is about: only texts about the same are compared."""

    @property
    def key(self) -> str:
        """A hash of the content."""

    @property
    def persona(self) -> str:
        """Who speaks."""


class Text(Protocol):
    """What is compared: a candidate, or a block of several replies."""

    @property
    def id(self) -> str:
        """Its name in judgements."""

    @property
    def text(self) -> str:
        """What was said."""

    @property
    def situation(self) -> About:
        """What it is about."""


T = TypeVar("T", bound=Text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored(Generic[T]):
    """A candidate with the sum of its scores.

    Attributes:
        candidate: The candidate.
        total: The sum, over criteria and judges.
    """

    candidate: T
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference(Generic[T]):
    """A better and a worse candidate of one situation."""

    better: Scored[T]
    worse: Scored[T]

    @property
    def gap(self) -> int:
        """By how many points."""
        return self.better.total - self.worse.total

    @property
    def persona(self) -> str:
        """Who speaks."""
        return self.better.candidate.situation.persona


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whose judgements count, and by what rubric.

    Attributes:
        judges: Their labels, sorted.
        rubric: Its label.
        criteria: How many each judge scores.
    """

    judges: tuple[str, ...]
    rubric: str
    criteria: int

    def points(self, delta: float) -> int:
        """See `margin_points`."""
        return margin_points(delta, self.criteria * len(self.judges))


def margin_points(delta: float, count: int) -> int:
    """The smallest difference of sums that is a difference of means of at least ``delta``.

    Args:
        delta: Of the means.
        count: How many integers are summed.

    Raises:
        ValueError: ``delta`` is not positive: equal scores are no preference.
    """
    if not delta > 0 or not math.isfinite(delta):
        raise ValueError(f"delta is {delta}; it is to be a number above 0")
    return math.ceil(Fraction(str(delta)) * count)


def verdict_of(
    judged: Iterable[Judged], judges: Sequence[str] | None = None, rubric: str | None = None
) -> Verdict:
    """Whose judgements there are.

    Args:
        judged: All judgements.
        judges: Only these; by default everybody's.
        rubric: Only this one; by default the only one there is.

    Raises:
        TrainingError: There are none, or several rubric versions, or not every judge has judged
            every candidate.
    """
    judged = list(judged)
    if not judged:
        raise TrainingError("there are no judgements; run mascot train judge first")
    rubrics = Counter(each.rubric for each in judged)
    if rubric is None and len(rubrics) > 1:
        raise TrainingError(
            f"the judgements are by several rubrics ({_counted(rubrics)}), whose scores do not "
            "compare; choose one with --rubric, or judge again: mascot train judge --force"
        )
    rubric = rubric or next(iter(rubrics))
    if rubric not in rubrics:
        raise TrainingError(
            f"no judgement is by the rubric {rubric!r}; there is {_counted(rubrics)}"
        )
    chosen = [each for each in judged if each.rubric == rubric]
    known = {each.judge for each in chosen}
    if judges and (strange := [name for name in judges if name not in known]):
        raise TrainingError(
            f"nobody called {strange[0]!r} has judged; there is {', '.join(sorted(known))}"
        )
    wanted = tuple(sorted(set(judges or known)))
    seen = {name: {each.candidate for each in chosen if each.judge == name} for name in wanted}
    if len({frozenset(ids) for ids in seen.values()}) > 1:
        counts = ", ".join(f"{name}: {len(ids):,} candidates" for name, ids in seen.items())
        raise TrainingError(
            f"the judges have not judged the same candidates ({counts}), so their sums do not "
            "compare; choose with --judges, or let all of them judge: mascot train judge --force"
        )
    criteria = {frozenset(each.scores) for each in chosen if each.scores is not None}
    if not criteria:
        reasons = Counter((each.missing or "").partition(":")[0] for each in chosen)
        raise TrainingError(
            f"every judgement is missing ({_counted(reasons)}); take another judge: "
            "mascot train judge --force"
        )
    if len(criteria) > 1:
        raise TrainingError(
            f"judgements by {rubric!r} score different criteria; judge again: "
            "mascot train judge --force"
        )
    return Verdict(judges=wanted, rubric=rubric, criteria=len(next(iter(criteria))))


def score(
    candidates: Iterable[T], judged: Iterable[Judged], verdict: Verdict
) -> tuple[list[Scored[T]], Counter[str]]:
    """The candidates that can be compared, and how many cannot, by reason.

    Left out: candidates that a judge did not score, and empty replies.
    """
    totals: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for each in judged:
        if (
            each.rubric == verdict.rubric
            and each.judge in verdict.judges
            and each.total is not None
        ):
            totals[each.candidate][each.judge] = each.total
    found: list[Scored[T]] = []
    left_out: Counter[str] = Counter()
    for candidate in candidates:
        given = totals.get(candidate.id, {})
        if not candidate.text.strip():
            left_out["empty replies"] += 1
        elif len(given) < len(verdict.judges):
            left_out["without scores"] += 1
        else:
            found.append(Scored(candidate=candidate, total=sum(given.values())))
    return found, left_out


def pair_up(
    scored: Iterable[Scored[T]], points: int, *, select: Select = "best-worst", cap: int = 1
) -> list[Preference[T]]:
    """The pairs of each situation whose gap is large enough.

    Args:
        scored: Candidates of any situations.
        points: The least gap.
        select: ``best-worst``: the highest total against the lowest, then the second highest
            against the second lowest, as long as the gap suffices; ``all``: every two, the largest
            gaps first.
        cap: At most so many pairs per situation.
    """
    piles: defaultdict[str, dict[str, Scored[T]]] = defaultdict(dict)
    for each in scored:
        # Of equal texts one is enough; equal texts may have different scores by a noisy judge.
        piles[each.candidate.situation.key].setdefault(_plain(each.candidate.text), each)
    return [
        pair
        for pile in piles.values()
        for pair in _of_one(list(pile.values()), points, select, cap)
    ]


def balanced(pairs: Sequence[Preference[T]], ratio: float) -> list[Preference[T]]:
    """Pairs of which no persona has many more than another.

    A persona keeps at most ``ratio`` times as many as the one with the fewest; which of them is a
    matter of a hash, so that neither large nor small gaps are preferred.

    Args:
        pairs: All of them.
        ratio: 0 turns it off, 1 makes all alike.
    """
    counts = Counter(pair.persona for pair in pairs)
    if not ratio or len(counts) < 2:  # noqa: PLR2004
        return list(pairs)
    most = math.floor(Fraction(str(max(1.0, ratio))) * min(counts.values()))
    kept: set[int] = set()
    for persona in counts:
        own = [i for i, pair in enumerate(pairs) if pair.persona == persona]
        kept.update(sorted(own, key=lambda i: _name(pairs[i]))[:most])
    return [pair for i, pair in enumerate(pairs) if i in kept]


def held_out_clusters(clusters: Iterable[str], share: float, seed: int = 0) -> frozenset[str]:
    """The conversations or meetings whose pairs are kept for testing: whole, never half.

    Args:
        clusters: All.
        share: How many of them, rounded up; none where there is only one.
        seed: Draws others.
    """
    names = sorted(set(clusters), key=lambda name: digest(seed, name))
    count = min(len(names) - 1, math.ceil(Fraction(str(share)) * len(names)))
    return frozenset(names[: max(0, count)])


def _of_one(pile: list[Scored[T]], points: int, select: Select, cap: int) -> list[Preference[T]]:
    # Ties are broken by a hash: by order or length they would teach order or length.
    ranked = sorted(pile, key=lambda s: (-s.total, digest(s.candidate.text)))
    if select == "best-worst":
        found = [
            Preference(better=better, worse=worse)
            for better, worse in zip(
                ranked[: len(ranked) // 2], reversed(ranked[(len(ranked) + 1) // 2 :]), strict=True
            )
        ]
    else:
        found = [Preference(better=a, worse=b) for a, b in combinations(ranked, 2)]
        found.sort(key=lambda pair: (-pair.gap, _name(pair)))
    return [pair for pair in found if pair.gap >= points][:cap]


def _name(pair: Preference[T]) -> str:
    return digest(pair.better.candidate.id, pair.worse.candidate.id)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({count:,})" for name, count in sorted(counts.items()))
