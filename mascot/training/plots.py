"""Training curves: what a run logged, drawn so that it can be read at a glance."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Rows = Sequence[Mapping[str, Any]]
"""What was logged, oldest first: each row has ``step`` and some metrics."""

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito's, which people see apart whatever their eyes."""

_INK, _GRID = "#333333", "#dddddd"
_PANEL = (4.3, 2.7)
_COLUMNS = 3
_WINDOW = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small diagram.

    Attributes:
        title: What it shows.
        series: Metrics by the label that each gets in the legend.
        unit: What the vertical axis counts.
        marks: Values worth a dotted line (a bound, a target), by label.
    """

    title: str
    series: Mapping[str, str]
    unit: str = ""
    marks: Mapping[str, float] | None = None


def draw_curves(
    runs: Mapping[str, Rows], panels: Sequence[Panel], file: Path, *, title: str
) -> Path | None:
    """Draws the panels that have something to show.

    A single run shows what was logged as a pale line and its moving mean as a strong one; several
    runs (seeds) show their moving means in the same colour, and their mean on top.

    Args:
        runs: What each run logged.
        panels: What to show.
        file: Where to; the ending chooses the format.
        title: Above everything.

    Returns:
        The file; None when nothing that the panels ask for was logged.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  (slow to import)
    from matplotlib.figure import Figure  # noqa: PLC0415

    shown = [
        panel
        for panel in panels
        if any(points(rows, key)[0] for rows in runs.values() for key in panel.series.values())
    ]
    if not shown:
        return None
    columns = min(_COLUMNS, len(shown))
    lines = math.ceil(len(shown) / columns)
    figure = Figure(figsize=(_PANEL[0] * columns, _PANEL[1] * lines + 0.5), layout="constrained")
    FigureCanvasAgg(figure)
    grid = figure.subplots(lines, columns, squeeze=False)
    for axes, panel in zip(grid.flat, shown, strict=False):
        _draw(axes, panel, runs)
    for axes in list(grid.flat)[len(shown) :]:
        axes.set_axis_off()
    figure.suptitle(title, fontsize=12, color=_INK, x=0.01, ha="left", fontweight="bold")
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=130)
    return file


def read_log(file: Path) -> list[dict[str, Any]]:
    """The lines of a stage's ``metrics.jsonl``; none when there is no such file."""
    if not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8").split("\n")
    return [
        json.loads(line) for line in lines[:-1]
    ]  # after the last break: nothing, or half a line


def points(rows: Rows, key: str) -> tuple[list[float], list[float]]:
    """Steps and values of one metric; a step logged twice (a resumed run) counts as last logged."""
    found: dict[float, float] = {}
    for row in rows:
        value, step = row.get(key), row.get("step")
        if isinstance(value, int | float) and step is not None and math.isfinite(value):
            found[float(step)] = float(value)
    steps = sorted(found)
    return steps, [found[step] for step in steps]


def smooth(values: Sequence[float], share: float = _WINDOW) -> list[float]:
    """The moving mean over a centred window, cut off at the ends.

    Args:
        values: What to smooth.
        share: The window's width as a share of all values.
    """
    reach = round(len(values) * share / 2)
    windows = (values[max(0, i - reach) : i + reach + 1] for i in range(len(values)))
    return [sum(window) / len(window) for window in windows]


def _draw(axes: Axes, panel: Panel, runs: Mapping[str, Rows]) -> None:
    for (label, key), colour in zip(panel.series.items(), COLOURS, strict=False):
        curves = [points(rows, key) for rows in runs.values()]
        curves = [curve for curve in curves if curve[0]]
        single = len(curves) == 1
        for steps, values in curves:
            if single:
                axes.plot(steps, values, color=colour, alpha=0.25, linewidth=0.8)
            strength: dict[str, Any] = (
                {"linewidth": 1.8} if single else {"linewidth": 0.9, "alpha": 0.45}
            )
            axes.plot(
                steps, smooth(values), color=colour, label=label if single else None, **strength
            )
        if len(curves) > 1:
            steps, values = _mean(curves)
            axes.plot(steps, smooth(values), color=colour, linewidth=2, label=label)
    for label, height in (panel.marks or {}).items():
        axes.axhline(height, color=_INK, linewidth=0.9, linestyle=":")
        axes.annotate(
            label,
            (0.99, height),
            xycoords=("axes fraction", "data"),
            fontsize=7,
            color=_INK,
            ha="right",
            va="bottom",
        )
    axes.set_title(panel.title, fontsize=10, loc="left", color=_INK)
    axes.set_ylabel(panel.unit, fontsize=8, color=_INK)
    axes.set_xlabel("step", fontsize=8, color=_INK)
    axes.tick_params(labelsize=8, colors=_INK)
    axes.grid(visible=True, color=_GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if len(panel.series) > 1:
        axes.legend(fontsize=7, frameon=False)


def _mean(curves: Sequence[tuple[list[float], list[float]]]) -> tuple[list[float], list[float]]:
    """The mean at the steps that every run has."""
    tables = [dict(zip(steps, values, strict=True)) for steps, values in curves]
    shared = sorted(set(tables[0]).intersection(*tables[1:]))
    return shared, [sum(table[step] for table in tables) / len(tables) for step in shared]
