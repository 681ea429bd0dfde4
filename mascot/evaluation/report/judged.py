"""The paper's tables and figures: what judges scored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from mascot.evaluation.report import paper
from mascot.evaluation.report.material import Material, mark_best
from mascot.evaluation.report.model import Cell, Figure, Section, Table
from mascot.evaluation.report.names import (
    COMPOSITES,
    criterion_name,
    name_of,
    task_name,
)
from mascot.evaluation.report.plots import Point, heat, intervals, lines
from mascot.evaluation.statistics import (
    composite_of,
    holm,
    paired_difference,
    rescale,
    rescale_difference,
)

_SCALE = "score x 20"
_MANY = 8
"""With more systems the drawing is easier to look at than the table, which is folded."""


def main_table(
    material: Material,
    *,
    anchor: str,
    title: str,
    tasks: Sequence[str],
    ask: str,
) -> Section:
    """Systems by columns, both composites, then each criterion."""
    present = material.tasks(tasks)
    systems = material.systems(present)
    if not present or not material.judges:
        why = f"Not in this run: `mascot eval run {ask}` with a judge adds it."
        return Section(id=anchor, title=title, absent=why)
    parts: list[Table | Figure] = []
    for measure in COMPOSITES:
        rows = [
            [
                Cell(text=name_of(system)),
                *(
                    material.cell(
                        measure, system, [task], section=anchor,
                        paper=paper.OVERALL.get((system, measure, task)),
                    )
                    for task in present
                ),
                *([material.cell(measure, system, present, section=anchor)] if len(present) > 1 else []),
            ]
            for system in systems
        ]  # fmt: skip
        columns = ("System", *map(task_name, present), *(["All"] if len(present) > 1 else []))
        parts.append(
            Table(
                title=f"{COMPOSITES[measure]}, overall",
                fold=len(systems) > _MANY,
                columns=columns,
                rows=mark_best(rows),
                caption=caption_of(material, measure),
            )
        )
        points = {
            name_of(s): {task_name(t): point(material, measure, s, [t],
                         paper.OVERALL.get((s, measure, t))) for t in present}
            for s in systems
        }  # fmt: skip
        if any(p.value is not None for row in points.values() for p in row.values()):
            svg = intervals(f"{anchor}-{measure}", points, axis=_SCALE, strong=name_of("mascot"))
            caption = (
                "Dots with 95 % intervals; diamonds are the paper's own figures. "
                f"{caption_of(material, measure)}"
            )
            parts.append(
                Figure(title=f"{COMPOSITES[measure]} at a glance", svg=svg, caption=caption)
            )
    parts.extend(_criteria(material, anchor, present, systems, measure) for measure in COMPOSITES)
    parts.extend(against(material, anchor, present, systems))
    return Section(
        id=anchor,
        title=title,
        lead="Each reply is scored from 1 to 5 by the criteria of the paper's Table 5, each block of "
        "replies by those of Table 6. Figures in small print under a score are its 95 % interval.",
        parts=tuple(parts),
    )


def _points_of(material: Material, task: str) -> list[str]:
    def size(system: str) -> tuple[float, str]:
        point = system.partition("@")[2]
        digits = "".join(c for c in point if c.isdigit() or c == ".").strip(".")
        return (float(digits) if digits.count(".") < 2 and digits else 0.0, point)  # noqa: PLR2004

    return sorted((s for s in material.systems([task]) if "@" in s), key=size)


def sweep(material: Material, *, task: str, title: str, axis: str) -> Section:
    """MASCOT at several sizes or weights."""
    systems = _points_of(material, task) if task in material.tasks() else []
    if not systems or not material.judges:
        ask = f"name its models under `sweeps:` and run `mascot eval run --task {task}`."
        return Section(id=task, title=title, absent=f"Not in this run: {ask}")
    names = [s.partition("@")[2] for s in systems]

    def theirs(name: str, measure: str) -> float | None:
        known = paper.SWEEPS.get((task, measure), {})
        return next((v for size, v in known.items() if size in name.lower()), None)

    series = {
        COMPOSITES[m]: [
            point(material, m, s, [task], theirs(n, m)) for s, n in zip(systems, names, strict=True)
        ]
        for m in COMPOSITES
    }
    rows = [
        [
            Cell(text=n),
            *(material.cell(m, s, [task], section=task, paper=theirs(n, m)) for m in COMPOSITES),
        ]
        for s, n in zip(systems, names, strict=True)
    ]
    table = Table(
        title=title, columns=(axis.capitalize(), *COMPOSITES.values()), rows=mark_best(rows),
        caption=caption_of(material, "agent"),
    )  # fmt: skip
    drawn = [
        Figure(title=title, svg=lines(task, names, series, axis=axis, unit=_SCALE),
               caption="Bands are 95 % intervals.")
    ] if len(names) > 1 else []  # fmt: skip
    return Section(
        id=task, title=title,
        lead="The paper's own levels differ between its tables; the shape is what compares.",
        parts=(*drawn, table),
    )  # fmt: skip


def mbti(material: Material) -> Section:
    """The heat map of persona by the user's type."""
    title = "Sixteen kinds of users (MBTI)"
    talks = material.talks(["mbti"], "mascot")
    if not talks or not material.judges:
        ask = "`mascot eval run --task mbti` adds it."
        return Section(id="mbti", title=title, absent=f"Not in this run: {ask}")
    kinds = sorted({talk.group for talk in talks})
    speakers = list(
        dict.fromkeys(t.speaker for talk in talks for t in talk.turns if t.speaker != "user")
    )
    cells = {
        (kind, who): material.cell(
            "agent", "mascot", ["mbti"], section="mbti", group=kind, speaker=who
        )
        for kind in kinds
        for who in speakers
    }
    numbers = [[_number(cells[kind, who].text) for kind in kinds] for who in speakers]
    rows = tuple((Cell(text=kind), *(cells[kind, who] for who in speakers)) for kind in kinds)
    names = [who.replace("-", " ").title() for who in speakers]
    return Section(
        id="mbti",
        title=title,
        lead="How well each persona's replies serve each type of user, agent-specific overall. The "
        "users are simulated.",
        parts=(
            Figure(title="Persona by type", svg=heat("mbti", names, kinds, numbers),
                   caption="The stronger the colour, the higher the score; score x 20."),
            Table(title="With intervals", fold=True, columns=("Type", *names), rows=rows,
                  caption=caption_of(material, "agent")),
        ),
    )  # fmt: skip


def point(
    material: Material, measure: str, system: str, tasks: Iterable[str], theirs: float | None = None
) -> Point:
    """A composite or criterion on the paper's scale, for a drawing."""
    found = material.values(measure, system, tuple(tasks)).estimate()
    if found is None:
        return Point(value=None, paper=theirs)
    on = partial(rescale, scale="paper")
    low = None if found.low is None else on(found.low)
    high = None if found.high is None else on(found.high)
    return Point(value=on(found.value), low=low, high=high, paper=theirs)


def _criteria(
    material: Material, section: str, tasks: Sequence[str], systems: Sequence[str], measure: str
) -> Table:
    rows = [
        [
            Cell(text=name_of(s)),
            *(material.cell(part, s, tasks, section=section) for part in composite_of(measure)),
        ]
        for s in systems
    ]
    return Table(
        title=f"{COMPOSITES[measure]}, criterion by criterion",
        fold=True,
        columns=("System", *map(criterion_name, composite_of(measure))),
        rows=mark_best(rows),
        caption=caption_of(material, measure),
    )


def against(
    material: Material, section: str, tasks: Sequence[str], systems: Sequence[str]
) -> list[Table | Figure]:
    """MASCOT less each other system, on the same samples, corrected for the number of looks."""
    if "mascot" not in systems or len(systems) < 2:  # noqa: PLR2004
        return []
    others = [s for s in systems if s != "mascot"]
    rows: dict[str, list[Cell]] = {s: [Cell(text=name_of(s))] for s in others}
    points: dict[str, dict[str, Point]] = {name_of(s): {} for s in others}
    for measure, title in COMPOSITES.items():
        ours = material.values(measure, "mascot", tuple(tasks))
        found = []
        for system in others:
            other = material.values(measure, system, tuple(tasks))
            keys = {"/".join(k): c for v in (ours, other) for k, c in v.clusters.items()}
            one, two = ({"/".join(k): x for k, x in v.by_sample.items()} for v in (ours, other))
            found.append(paired_difference(one, two, keys))
        corrected = holm([d.p if d else None for d in found])
        for system, difference, p in zip(others, found, corrected, strict=True):
            if difference is None:
                rows[system].append(Cell(text="–", hint="no sample in common"))
                continue
            e = difference.estimate
            text, under = _difference(e.value, e.low, e.high, e.n, "paper")
            unit, under_unit = _difference(e.value, e.low, e.high, e.n, "unit")
            shown = "" if p is None else f"; p {_p(p)}"
            rows[system].append(
                Cell(text=text, unit=unit, under=under + shown, under_unit=under_unit + shown,
                     hint=f"{e.clusters} clusters, {difference.unpaired} samples unpaired",
                     grey=material.trusted(measure) is False)
            )  # fmt: skip
            points[name_of(system)][title] = Point(
                value=rescale_difference(e.value, "paper"),
                low=None if e.low is None else rescale_difference(e.low, "paper"),
                high=None if e.high is None else rescale_difference(e.high, "paper"),
            )
    table = Table(
        title="MASCOT less each other system, on the same samples",
        fold=True,
        columns=("Against", *COMPOSITES.values()),
        rows=tuple(tuple(row) for row in rows.values()),
        caption="Paired by sample; above 0 MASCOT is better. p: sign-flip test over clusters, "
        f"corrected by Holm for {len(others)} comparisons. {caption_of(material, 'agent')}",
    )
    drawn = {k: v for k, v in points.items() if v}
    if not drawn:
        return [table]
    svg = intervals(f"{section}-against", drawn, axis="difference, score x 20", zero=0)
    caption = "Right of the line MASCOT is better; an interval that touches it is no finding."
    return [Figure(title="Who is better, and how surely", svg=svg, caption=caption), table]


def _difference(
    value: float, low: float | None, high: float | None, n: int, scale: str
) -> tuple[str, str]:
    def on(number: float) -> str:
        return f"{rescale_difference(number, 'paper' if scale == 'paper' else 'unit'):+.1f}"

    if low is None or high is None:
        return on(value), f"one cluster, n {n}"
    return on(value), f"{on(low)} to {on(high)}, n {n}"


def _p(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"  # noqa: PLR2004


def caption_of(material: Material, measure: str) -> str:
    """Who judged a measure, and how far that can be relied on."""
    trusted = material.trusted(measure)
    note = {
        True: "",
        False: " Grey: the judges' alpha is below the threshold; do not rely on it.",
        None: " Agreement is not known (fewer than two judges, or nothing that two scored).",
    }[trusted]
    return f"Judge: {material.judged_by}.{note}"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
