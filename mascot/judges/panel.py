"""Several judges of the same things, and how far they agree."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from mascot.judges.judgement import Item, Judge, Judgement
from mascot.judges.rubrics import HIGHEST, LOWEST, Rubric

_PAIR = 2


class Panel:
    """Asks every judge.

    Args:
        judges: Who; their labels differ.
    """

    def __init__(self, judges: Sequence[Judge]) -> None:
        self.judges = tuple(judges)

    def judge(self, item: Item, rubric: Rubric) -> tuple[Judgement, ...]:
        """A judgement from each, in their order."""
        return tuple(judge.judge(item, rubric) for judge in self.judges)

    async def ajudge(self, item: Item, rubric: Rubric) -> tuple[Judgement, ...]:
        """The same, all asked at once."""
        return tuple(await asyncio.gather(*(j.ajudge(item, rubric) for j in self.judges)))


def agreement(
    scores: Mapping[str, Mapping[str, Mapping[str, int]]], criteria: Sequence[str]
) -> dict[str, float | None]:
    """Krippendorff's alpha for ordinal scores, per criterion and for their sum (``total``).

    1 is agreement, 0 what chance gives, below 0 is disagreement. What a judge left out counts as
    missing data, not as a score.

    Args:
        scores: By judge, then by item, then by criterion.
        criteria: Which.

    Returns:
        None where alpha is not defined: fewer than two judges, no item that two of them scored,
        or no variation at all.
    """
    judges = list(scores.values())
    items = sorted({item for given in judges for item in given})
    top = HIGHEST * len(criteria)

    def value(given: Mapping[str, Mapping[str, int]], item: str, name: str) -> int | None:
        return given[item].get(name) if item in given else None

    def total(given: Mapping[str, Mapping[str, int]], item: str) -> int | None:
        found = given.get(item, {})
        return sum(found[name] for name in criteria) if set(criteria) <= set(found) else None

    result = {
        name: ordinal_alpha([[value(given, i, name) for i in items] for given in judges])
        for name in criteria
    }
    result["total"] = ordinal_alpha(
        [[total(given, i) for i in items] for given in judges], LOWEST * len(criteria), top
    )
    return result


def ordinal_alpha(
    ratings: Sequence[Sequence[int | None]], lowest: int = LOWEST, highest: int = HIGHEST
) -> float | None:
    """Krippendorff's ordinal alpha.

    Args:
        ratings: A row per judge, a column per item; None where a judge gave nothing.
        lowest: The smallest score there is.
        highest: The largest.
    """
    import krippendorff  # noqa: PLC0415  (an extra, with numpy)
    import numpy as np  # noqa: PLC0415

    columns = [c for c in zip(*ratings, strict=True) if sum(v is not None for v in c) >= _PAIR]
    if len({v for column in columns for v in column if v is not None}) < _PAIR:
        return None
    data = np.array(
        [[np.nan if v is None else v for v in row] for row in zip(*columns, strict=True)],
        dtype=float,
    )
    alpha = krippendorff.alpha(
        reliability_data=data,
        level_of_measurement="ordinal",
        value_domain=list(range(lowest, highest + 1)),
    )
    return float(alpha)
