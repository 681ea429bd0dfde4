"""What the sections draw on: a run's scores, found quickly, and cells made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from mascot.evaluation.records import Conversation, Run
from mascot.evaluation.report.model import Cell
from mascot.evaluation.report.names import in_order
from mascot.evaluation.statistics import (
    TRUSTED,
    Agreement,
    Estimate,
    Scores,
    Values,
    agreement_of,
    composite_of,
    is_criterion,
    rescale,
    rescale_difference,
)


class Material:
    """A run, ready to be reported.

    Args:
        run: The run.
        threshold: Criteria whose alpha is below are greyed out.

    Raises:
        EvaluationError: Its scores rest on two versions of one rubric.
    """

    def __init__(self, run: Run, *, threshold: float = TRUSTED) -> None:
        self.run = run
        self.threshold = threshold
        self.scores = Scores(run.scores)
        self.rows: list[dict[str, Any]] = []
        self._talks: dict[tuple[str, str], list[Conversation]] = defaultdict(list)
        for talk in run.conversations:
            self._talks[talk.task, talk.system].append(talk)
        self._agreements: dict[str, Agreement] = {}
        self._values: dict[tuple[Any, ...], Values] = {}

    @cached_property
    def judges(self) -> tuple[str, ...]:
        """Who scored by the rubrics."""
        found = self.scores.judges.items()
        return tuple(sorted({j for m, judges in found if is_criterion(m) for j in judges}))

    @property
    def judged_by(self) -> str:
        """The judges in words, those that are no models labelled."""
        names = [
            f"{judge} (not a language model)" if self.is_scripted(judge) else judge
            for judge in self.judges
        ]
        if not names:
            return "nobody"
        return names[0] if len(names) == 1 else f"the mean of {', '.join(names)}"

    def is_scripted(self, label: str) -> bool:
        """Whether a backend or judge is no language model."""
        return label in self.run.scripted or label.partition("/")[0] in self.run.scripted

    def systems(self, tasks: Iterable[str] | None = None) -> list[str]:
        """Who took part in some tasks, in the order of the tables."""
        kept = None if tasks is None else set(tasks)
        return in_order(s for t, s in self._talks if kept is None or t in kept)

    def tasks(self, among: Iterable[str] | None = None) -> list[str]:
        """The run's tasks, those among some in their order."""
        found = dict.fromkeys(task for task, _ in self._talks)
        return [task for task in (found if among is None else among) if task in found]

    def talks(
        self, tasks: Iterable[str] | None = None, system: str | None = None
    ) -> list[Conversation]:
        """The conversations of some tasks, of one system or of all."""
        kept = None if tasks is None else set(tasks)
        return [
            talk
            for (task, name), talks in self._talks.items()
            if (kept is None or task in kept) and (system is None or name == system)
            for talk in talks
        ]

    def values(self, measure: str, system: str, tasks: Iterable[str], **only: Any) -> Values:
        """See `Scores.values`; kept, because several sections ask."""
        key = (measure, system, tuple(tasks), tuple(sorted(only.items())))
        if key not in self._values:
            self._values[key] = self.scores.values(measure, system, tasks, **only)
        return self._values[key]

    def agreement(self, measure: str) -> Agreement:
        """Alpha of a criterion over the whole run."""
        if measure not in self._agreements:
            self._agreements[measure] = agreement_of(*self.scores.ratings(measure))
        return self._agreements[measure]

    def trusted(self, measure: str) -> bool | None:
        """Whether the judges agree enough on a criterion, or on all of a composite's."""
        parts = composite_of(measure) or ((measure,) if is_criterion(measure) else ())
        found = [self.agreement(part).trusted(self.threshold) for part in parts]
        if any(part is False for part in found):
            return False
        return True if found and all(found) else None

    def cell(
        self,
        measure: str,
        system: str,
        tasks: Iterable[str],
        *,
        section: str,
        paper: float | None = None,
        digits: int = 1,
        **only: Any,
    ) -> Cell:
        """One measure of one system: on both scales where it is a rubric's, else as it is."""
        tasks = tuple(tasks)
        values = self.values(measure, system, tasks, **only)
        found = values.estimate()
        absent = sum(values.missing.values())
        judged = bool(composite_of(measure)) or is_criterion(measure)
        trusted = self.trusted(measure)
        self._note(
            section, measure, system, tasks, found, values, paper=paper, judged=judged, only=only
        )
        shown = "" if paper is None else f"{paper:.1f}"
        if found is None:
            why = f"{absent} missing" if absent else "no score"
            return Cell(text="–", hint=f"{why}: {_reasons(values.missing)}", paper=shown)
        hint = f"n = {found.n} from {found.clusters} clusters"
        if found.deviation is not None:
            spread = rescale_difference(found.deviation, "paper") if judged else found.deviation
            hint += f"; deviation {spread:.{digits}f}"
        if absent:
            hint += f"; {absent} scores missing ({_reasons(values.missing)})"
        if judged:
            hint += f"; judge: {self.judged_by}"
            if trusted is not True:
                hint += (
                    "; agreement below the threshold" if trusted is False else "; agreement unknown"
                )
            text, under = _shown(found, "paper", digits)
            unit, under_unit = _shown(found, "unit", digits)
        else:
            (text, under), unit, under_unit = _shown(found, None, digits), "", ""
        return Cell(
            text=text,
            unit=unit,
            under=under,
            under_unit=under_unit,
            paper=shown,
            hint=hint,
            grey=trusted is False,
        )

    def _note(
        self,
        section: str,
        measure: str,
        system: str,
        tasks: tuple[str, ...],
        found: Estimate | None,
        values: Values,
        *,
        paper: float | None,
        judged: bool,
        only: Mapping[str, Any],
    ) -> None:
        row: dict[str, Any] = {
            "section": section,
            "tasks": " ".join(tasks),
            "system": system,
            "measure": measure,
            "only": " ".join(f"{k}={v}" for k, v in only.items()),
            "scale": "1 to 5" if judged else "own",
            "value": found.value if found else None,
            "low": found.low if found else None,
            "high": found.high if found else None,
            "deviation": found.deviation if found else None,
            "n": found.n if found else 0,
            "clusters": found.clusters if found else 0,
            "missing": sum(values.missing.values()),
            "value_x20": rescale(found.value, "paper") if found and judged else None,
            "value_0_100": rescale(found.value, "unit") if found and judged else None,
            "paper_x20": paper,
            "judges": " + ".join(self.judges) if judged else "",
            "trusted": self.trusted(measure) if judged else "",
            "command": self.run.command,
        }
        self.rows.append(row)


def mark_best(rows: list[list[Cell]], *, start: int = 1) -> tuple[tuple[Cell, ...], ...]:
    """Marks the highest figure of each column as the best."""
    from dataclasses import replace  # noqa: PLC0415

    for column in range(start, len(rows[0]) if rows else 0):
        numbers = [_number(row[column].text) for row in rows]
        known = [n for n in numbers if n is not None]
        if len(known) > 1:
            for row, number in zip(rows, numbers, strict=True):
                if number == max(known) and min(known) < max(known):
                    row[column] = replace(row[column], best=True)
    return tuple(tuple(row) for row in rows)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _shown(found: Estimate, scale: Any, digits: int) -> tuple[str, str]:
    def on(value: float) -> str:
        return f"{rescale(value, scale) if scale else value:.{digits}f}"

    if found.low is None or found.high is None:
        return on(found.value), f"one cluster, n {found.n}"
    return on(found.value), f"{on(found.low)} to {on(found.high)}, n {found.n}"


def _reasons(missing: Mapping[str, int]) -> str:
    return ", ".join(f"{why} {n}" for why, n in sorted(missing.items())) or "none asked for"
