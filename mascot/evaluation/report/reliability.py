"""How far the figures can be trusted: agreement, preferences, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mascot.evaluation.report.behaviour import ordinary
from mascot.evaluation.report.material import Material
from mascot.evaluation.report.model import Cell, Figure, Section, Table
from mascot.evaluation.report.names import COMPOSITES, criterion_name, name_of
from mascot.evaluation.report.plots import Point, intervals
from mascot.evaluation.statistics import (
    DERIVED,
    Comparison,
    bradley_terry,
    comparisons_of,
    composite_of,
    derived,
    flip_rate,
    kappas,
    missing_counts,
)
from mascot.evaluation.statistics.preferences import length_of


def agreement(material: Material) -> Section:
    """Alpha per criterion."""
    title = "Do the judges agree?"
    if not material.judges:
        return Section(id="agreement", title=title, absent="Not in this run: name a `--judge`.")
    if len(material.judges) == 1:
        why = (
            f"One judge scored ({material.judges[0]}), so nobody knows how far its scores can be relied "
            "on. Name a second one of another family: `mascot eval run --judge A --judge B`."
        )
        return Section(id="agreement", title=title, absent=why)
    rows, points = [], {}
    for measure in (part for composite in COMPOSITES for part in composite_of(composite)):
        found = material.agreement(measure)
        trusted = found.trusted(material.threshold)
        word = {True: "yes", False: "no", None: "not defined"}[trusted]
        shown = "–" if found.alpha is None else f"{found.alpha:.2f}"
        ends = (
            ""
            if found.low is None or found.high is None
            else f"{found.low:.2f} to {found.high:.2f}, "
        )
        rows.append((
            Cell(text=criterion_name(measure)),
            Cell(text=shown, under=f"{ends}n {found.items}", grey=trusted is False),
            Cell(text=word),
        ))  # fmt: skip
        points[criterion_name(measure)] = {
            "alpha": Point(value=found.alpha, low=found.low, high=found.high)
        }
    svg = intervals("alpha", points, axis="Krippendorff's alpha, ordinal", zero=material.threshold)
    return Section(
        id="agreement",
        title=title,
        lead=f"Krippendorff's ordinal alpha of {len(material.judges)} judges over the same items: 1 is "
        f"agreement, 0 what chance gives. Below {material.threshold:g} a criterion is greyed out "
        "everywhere.",
        parts=(
            Figure(title="Agreement by criterion", svg=svg,
                   caption="The line is the threshold; bars are 95 % intervals over clusters."),
            Table(title="Agreement", columns=("Criterion", "Alpha", "Trusted"), rows=tuple(rows),
                  caption=f"Judges: {', '.join(material.judges)}."),
        ),
    )  # fmt: skip


def preferences(material: Material) -> Section:
    """Bradley-Terry over pairwise preferences, asked for or read off the scores."""
    title = "Head to head"
    asked = comparisons_of(material.run.scores)
    tasks = ordinary(material)
    systems = material.systems(tasks)
    found: dict[str, Sequence[Comparison]] = {}
    for one in asked:
        found.setdefault(one.judge, [])
        found[one.judge] = [*found[one.judge], one]
    for judge in material.judges:
        # Nobody asked this judge in pairs: its scores of the two stand in, and are labelled so.
        if judge not in found:
            read = derived(
                material.scores, "group", systems, _lengths(material, systems), judge=judge
            )
            if read:
                found[f"{judge}, {DERIVED}"] = read
    parts: list[Figure | Table] = []
    for number, (judge, comparisons) in enumerate(found.items()):
        known = {name for c in comparisons for name in (c.first, c.second)}
        reference = next((s for s in ("zero-shot", *systems) if s in known), None)
        model = bradley_terry(comparisons, reference=reference)
        if model is None:
            continue
        scripted = material.is_scripted(judge.removesuffix(f", {DERIVED}"))
        label = f"{judge} (not a language model)" if scripted else judge
        points = {
            name_of(s): {"strength": Point(value=x.value, low=x.low, high=x.high)}
            for s, x in model.strengths.items()
        }
        flips = flip_rate(comparisons)
        caption = (
            f"{model.comparisons} preferences from {model.clusters} clusters. "
            + ("Length is not controlled: it is not known. " if model.length is None else
               f"At equal length; twice the words would be worth {model.length:+.2f}. ")
            + ("Not asked in both orders. " if flips is None else
               f"Asked in both orders: {100 * flips[0]:.0f} % of {flips[1]} pairs flip. ")
        )  # fmt: skip
        svg = intervals(f"strength-{number}", points, axis=f"log-odds against {name_of(model.reference)}",
                        zero=0, strong=name_of("mascot"))  # fmt: skip
        parts.append(Figure(title=f"Strength, by {label}", svg=svg, caption=caption))
        rows = tuple(
            (
                Cell(text=name_of(s)),
                Cell(text=f"{x.value:+.2f}",
                     under="reference" if x.low is None or x.high is None else f"{x.low:+.2f} to {x.high:+.2f}"),
                Cell(text=f"{100 * x.wins:.0f} %"),
            )
            for s, x in model.strengths.items()
        )  # fmt: skip
        parts.append(
            Table(title=f"Strength, by {label}", columns=("System", "Log-odds", "Wins against the reference"),
                  rows=rows, caption=f"Bradley-Terry, cluster bootstrap. {caption}")
        )  # fmt: skip
    if len(found) > 1:
        parts.append(_kappa_table([c for some in found.values() for c in some]))
    if not parts:
        why = "Not in this run: it needs two systems on the same samples, and a judge."
        return Section(id="preferences", title=title, absent=why)
    lead = "Which of two answers to the same message is better, length taken out."
    if any(DERIVED in judge for judge in found):
        lead += (
            " Where a judge was not asked in pairs, whoever's collective score is higher counts as "
            "preferred. "
            "`mascot eval humans` asks people."
        )
    return Section(id="preferences", title=title, lead=lead, parts=tuple(parts))


def missing(material: Material) -> Section:
    """What failed and what was not scored, by reason."""
    failed: dict[tuple[str, str], int] = {}
    for one in material.run.conversations:
        if one.error is not None:
            key = (one.system, one.error.partition("\n")[0][:120])
            failed[key] = failed.get(key, 0) + 1
    systems = material.systems()
    rows = [
        (Cell(text=f"{who}: {why}"), *(Cell(text=str(counts.get(s, 0) or "")) for s in systems),
         Cell(text=str(sum(counts.values()))))
        for (who, why), counts in missing_counts(material.run.scores).items()
    ]  # fmt: skip
    parts: list[Table] = []
    if rows:
        parts.append(
            Table(title="Scores that are missing", rows=tuple(rows),
                  columns=("Who, and why", *map(name_of, systems), "All"),
                  caption="A missing score is never filled in; it is left out of every mean above.")
        )  # fmt: skip
    if failed:
        parts.append(
            Table(title="Conversations that failed", columns=("System", "Error", "Count"),
                  rows=tuple((Cell(text=name_of(s)), Cell(text=e), Cell(text=str(n)))
                             for (s, e), n in sorted(failed.items())),
                  caption="They have no scores. `mascot eval run --retry-failed` begins them anew.")
        )  # fmt: skip
    total = len(material.run.scores)
    count = sum(s.value is None for s in material.run.scores)
    lead = (
        f"{count:,} of {total:,} scores are missing, and {sum(failed.values()):,} of "
        f"{len(material.run.conversations):,} conversations failed."
    )
    return Section(id="missing", title="What is missing", lead=lead, parts=tuple(parts))


def _lengths(
    material: Material, systems: Sequence[str]
) -> Mapping[tuple[str, tuple[str, str]], float]:
    found: dict[tuple[str, tuple[str, str]], list[int]] = {}
    for system in systems:
        for one in material.talks(system=system):
            found.setdefault((system, (one.task, one.sample)), []).append(length_of(one))
    return {key: sum(counts) / len(counts) for key, counts in found.items()}


def _kappa_table(every: Sequence[Comparison]) -> Table:
    rows = tuple(
        (
            Cell(text=one),
            Cell(text=other),
            Cell(text="–" if value is None else f"{value:.2f}", under=f"n {n}"),
        )
        for (one, other), (value, n) in kappas(every).items()
    )
    return Table(title="Agreement on pairs", columns=("One", "Other", "Cohen's kappa"), rows=rows,
                 caption="Over first, tie and second; only pairs that both have judged.")  # fmt: skip
