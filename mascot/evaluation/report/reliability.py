"""How far the figures can be trusted: agreement, and what is missing."""

from __future__ import annotations

from mascot.evaluation.report.material import Material
from mascot.evaluation.report.model import Cell, Figure, Section, Table
from mascot.evaluation.report.names import COMPOSITES, criterion_name, name_of
from mascot.evaluation.report.plots import Point, intervals
from mascot.evaluation.statistics import composite_of, missing_counts


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
            Table(title="Agreement", fold=True, columns=("Criterion", "Alpha", "Trusted"), rows=tuple(rows),
                  caption=f"Judges: {', '.join(material.judges)}."),
        ),
    )  # fmt: skip


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
