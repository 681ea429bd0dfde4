"""Head to head: who is preferred, by judges that were asked in both orders, by people, or as derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from mascot.evaluation.report.behaviour import ordinary
from mascot.evaluation.report.material import Material
from mascot.evaluation.report.model import Cell, Figure, Section, Table
from mascot.evaluation.report.names import in_order, name_of
from mascot.evaluation.report.plots import Point, intervals
from mascot.evaluation.statistics import (
    DERIVED,
    HUMAN,
    PREFER,
    BradleyTerry,
    Comparison,
    bradley_terry,
    comparisons_of,
    derived,
    flip_rate,
    kappas,
    settled,
)
from mascot.evaluation.statistics.preferences import length_of

Found = Mapping[str, Sequence[Comparison]]
"""Preferences by judge, as they were given."""

_YARDSTICKS = ("zero-shot", "zero-shot-plain", "mascot-untrained", "mascot")
"""Whose strength is 0, the first of them that a judge knows."""


def preferences(material: Material) -> Section:
    """Bradley-Terry over pairwise preferences, asked for or read off the scores."""
    title = "Head to head"
    found = _found(material)
    models = {judge: _model(given) for judge, given in found.items()}
    fitted = {judge: model for judge, model in models.items() if model is not None}
    if not fitted:
        why = "Not in this run: it needs two systems on the same samples, and a judge."
        return Section(id="preferences", title=title, absent=why)
    parts: list[Figure | Table] = [*_strengths(material, fitted), _orders(material, found, fitted)]
    if len(found) > 1:
        parts.append(_kappa_table([c for some in found.values() for c in some]))
    lead = (
        "Which of two answers to the same message is better, length taken out. A judge that is asked "
        "sees each pair in both orders, without names, and a win counts where both orders agree."
    )
    if any(_is_derived(judge) for judge in found):
        lead += (
            " Where a judge was not asked in pairs (a rule-based one never is), whoever's collective "
            "score is higher counts as preferred: derived."
        )
    if not any(judge.startswith(HUMAN) for judge in found):
        lead += " `mascot eval humans` asks people."
    return Section(id="preferences", title=title, lead=lead, parts=tuple(parts))


def _found(material: Material) -> Found:
    found: dict[str, list[Comparison]] = {}
    for one in comparisons_of(material.run.scores):
        found.setdefault(one.judge, []).append(one)
    systems = material.systems(ordinary(material))
    lengths = _lengths(material, systems)
    for judge in material.judges:
        if judge not in found:
            read = derived(material.scores, "group", systems, lengths, judge=judge)
            if read:
                found[read[0].judge] = read
    return found


def _model(given: Sequence[Comparison]) -> BradleyTerry | None:
    comparisons = settled(given)
    known = {name for c in comparisons for name in (c.first, c.second)}
    reference = next((s for s in (*_YARDSTICKS, *in_order(known)) if s in known), None)
    return bradley_terry(comparisons, reference=reference)


def _strengths(material: Material, fitted: Mapping[str, BradleyTerry]) -> list[Figure | Table]:
    """One drawing and one table for all judges with the same yardstick."""
    parts: list[Figure | Table] = []
    for number, reference in enumerate(dict.fromkeys(m.reference for m in fitted.values())):
        models = {j: m for j, m in fitted.items() if m.reference == reference}
        systems = in_order({s for m in models.values() for s in m.strengths})
        points = {
            name_of(s): {
                _brief(j): Point(value=x.value, low=x.low, high=x.high)
                for j, m in models.items()
                if (x := m.strengths.get(s)) is not None
            }
            for s in systems
        }
        axis = f"log-odds of being preferred to {name_of(reference)}"
        svg = intervals(f"strength-{number}", points, axis=axis, zero=0, strong=name_of("mascot"))
        title = f"Preferred to {name_of(reference)}"
        caption = (
            "Bradley-Terry at equal length, 95 % cluster bootstrap. Right of the line is better; a "
            f"bar that touches it is no finding. By {', '.join(_label(material, j) for j in models)}."
        )
        parts.append(Figure(title=title, svg=svg, caption=caption))
        rows = tuple(
            (Cell(text=name_of(s)), *(_strength(m, s) for m in models.values())) for s in systems
        )
        columns = ("System", *(_label(material, j) for j in models))
        caption = "Log-odds with intervals, and the share of pairs it would win at equal length."
        parts.append(
            Table(
                title=f"{title}, in figures", columns=columns, rows=rows, caption=caption, fold=True
            )
        )
    return parts


def _strength(model: BradleyTerry, system: str) -> Cell:
    found = model.strengths.get(system)
    if found is None:
        return Cell(text="–", hint="was never compared")
    wins = f"wins {100 * found.wins:.0f} %"
    if system == model.reference:
        return Cell(text="0", under="the yardstick")
    if found.low is None or found.high is None:
        return Cell(text=f"{found.value:+.2f}", under=f"one cluster; {wins}")
    return Cell(text=f"{found.value:+.2f}", under=f"{found.low:+.2f} to {found.high:+.2f}; {wins}")


def _orders(material: Material, found: Found, fitted: Mapping[str, BradleyTerry]) -> Table:
    """How far each judge's preferences hang on place and length."""
    rows = []
    for judge, given in found.items():
        flips = flip_rate(given)
        model = fitted.get(judge)
        missing = sum(
            s.value is None and s.measure == PREFER and s.judge == judge
            for s in material.run.scores
        )
        rows.append((
            Cell(text=_label(material, judge)),
            Cell(text=f"{len(settled(given)):,}", under=f"{missing:,} answers missing" if missing else ""),
            Cell(text="–" if flips is None else f"{100 * flips[0]:.0f} %",
                 under="one order" if flips is None else f"of {flips[1]:,} pairs"),
            Cell(text="–" if flips is None else f"{100 * fmean(c.share for c in given):.0f} %"),
            Cell(text="–" if model is None or model.length is None else f"{model.length:+.2f}"),
        ))  # fmt: skip
    return Table(
        title="Asked in both orders",
        columns=("Judge", "Pairs", "Flips", "First is preferred", "Twice the words"),
        rows=tuple(rows),
        caption="Flips: how often a judge prefers the other one when the two change places; a pair "
        "that flips is a tie. First is preferred: 50 % is a judge without a favourite place. Twice "
        "the words: what they would be worth in log-odds; the strengths above leave it out.",
    )


def _kappa_table(every: Sequence[Comparison]) -> Table:
    rows = tuple(
        (
            Cell(text=one),
            Cell(text=other),
            Cell(text="–" if value is None else f"{value:.2f}", under=f"n {n}"),
        )
        for (one, other), (value, n) in kappas(every).items()
    )
    return Table(
        title="Agreement on pairs",
        columns=("One", "Other", "Cohen's kappa"),
        rows=rows,
        caption="Over first, tie and second; only pairs that both have judged.",
    )


def _label(material: Material, judge: str) -> str:
    """The judge, how its preferences came about, and whether it is a model."""
    name = judge.removesuffix(f", {DERIVED}")
    how = "derived from scores" if _is_derived(judge) else "asked"
    return f"{name} ({how}{', not a language model' if material.is_scripted(name) else ''})"


def _brief(judge: str) -> str:
    """The same in a drawing, where there is less room."""
    name = judge.removesuffix(f", {DERIVED}").partition(" (")[0]
    return f"{name}, {'derived' if _is_derived(judge) else 'asked'}"


def _is_derived(judge: str) -> bool:
    return judge.endswith(DERIVED)


def _lengths(
    material: Material, systems: Sequence[str]
) -> Mapping[tuple[str, tuple[str, str]], float]:
    found: dict[tuple[str, tuple[str, str]], list[int]] = {}
    for system in systems:
        for one in material.talks(system=system):
            found.setdefault((system, (one.task, one.sample)), []).append(length_of(one))
    return {key: sum(counts) / len(counts) for key, counts in found.items()}
