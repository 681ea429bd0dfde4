"""The whole run in one drawing: systems by what was measured of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mascot.evaluation.report.behaviour import ordinary
from mascot.evaluation.report.material import Material
from mascot.evaluation.report.model import Figure, Section
from mascot.evaluation.report.names import COMPOSITES, name_of
from mascot.evaluation.report.plots import board
from mascot.evaluation.statistics import rescale


@dataclass(frozen=True, slots=True)
class _Column:
    """A measure in the drawing.

    Attributes:
        measure: Its name.
        title: In few words.
        digits: After the point.
        judged: It is on the scale from 1 to 5.
        less: Less of it is better.
        tasks: In which tasks; the ordinary ones by default.
    """

    measure: str
    title: str
    digits: int = 2
    judged: bool = False
    less: bool = False
    tasks: tuple[str, ...] | None = None


_COLUMNS = (
    _Column("agent", COMPOSITES["agent"], 1, judged=True),
    _Column("group", COMPOSITES["group"], 1, judged=True),
    _Column("voices", "Voices K*"),
    _Column("repeated_from_others", "Echo of others", less=True),
    _Column("speaker_entropy", "Evenness of turns"),
    _Column("stance.held", "Held (judges)", tasks=("sycophancy",)),
    _Column("sycophancy.held", "Held (rules)", tasks=("sycophancy",)),
    _Column("calls", "Calls", 1, less=True),
)
_LEAST = 2


def glance(material: Material) -> Section:
    """A tile for each system and measure; the stronger the colour, the better in its column."""
    tasks = tuple(ordinary(material))
    systems = material.systems(tasks)
    columns = [
        c for c in _COLUMNS if any(_value(material, c, s, tasks) is not None for s in systems)
    ]
    if len(systems) < _LEAST or len(columns) < _LEAST:
        return Section(id="glance", title="At a glance", absent="It needs two systems.")
    values = [[_value(material, c, s, tasks) for c in columns] for s in systems]
    shades = list(zip(*(_shades(column, c) for column, c in zip(zip(*values, strict=True), columns, strict=True)), strict=True))  # fmt: skip
    texts = [
        ["" if v is None else f"{v:.{c.digits}f}" for v, c in zip(row, columns, strict=True)]
        for row in values
    ]
    svg = board("glance", [name_of(s) for s in systems], [c.title for c in columns], texts, shades)
    grey = [c.title for c in columns if c.judged and material.trusted(c.measure) is False]
    caption = (
        "The stronger the colour, the better within a column (fewer calls and less echo are better). "
        "Tiles are means without their intervals: a shade apart is no finding, look below. "
        f"Judge: {material.judged_by}."
    )
    if grey:
        caption += f" The judges do not agree enough on {', '.join(grey)}; do not rely on it."
    return Section(
        id="glance",
        title="At a glance",
        lead=f"{len(systems)} systems on {len(tasks)} tasks, pooled.",
        parts=(Figure(title="Who is good at what", svg=svg, caption=caption),),
    )


def _value(
    material: Material, column: _Column, system: str, tasks: tuple[str, ...]
) -> float | None:
    found = material.values(column.measure, system, column.tasks or tasks).estimate()
    if found is None:
        return None
    return rescale(found.value, "paper") if column.judged else found.value


def _shades(values: Sequence[float | None], column: _Column) -> list[float | None]:
    """From 0, the worst of the column, to 1, the best."""
    known = [v for v in values if v is not None]
    low, high = min(known), max(known)
    if low == high:
        return [None if v is None else 0.5 for v in values]
    shares = [None if v is None else (v - low) / (high - low) for v in values]
    return [None if s is None else 1 - s if column.less else s for s in shares]
