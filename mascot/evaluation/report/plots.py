"""The kinds of drawings a report has; each takes plain numbers."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mascot.evaluation.report.drawing import INK, LINE, PAGE, QUIET, SERIES, draw, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDTH = 7.6
_FAINT = 0.08
_LONGEST = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure with its interval.

    Attributes:
        value: The figure; None leaves the place empty.
        low: The interval's lower end.
        high: Its upper end.
        paper: The paper's own.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    paper: float | None = None


def intervals(  # noqa: C901  (one drawing, top to bottom)
    name: str,
    rows: Mapping[str, Mapping[str, Point]],
    *,
    axis: str,
    zero: float | None = None,
    strong: str | None = None,
) -> str:
    """Points with intervals: a line for each row, a colour for each series.

    Args:
        name: Unique on the page.
        rows: By row, by series.
        axis: What is measured.
        zero: Where to draw a line that means no difference.
        strong: The row to set off.
    """
    series = list(dict.fromkeys(s for points in rows.values() for s in points))
    step = 1.0 if len(series) == 1 else 0.3 + 0.26 * len(series)

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        plain(axes)
        labelled = False
        for i, (row, points) in enumerate(rows.items()):
            middle = -i * step
            if row == strong:
                axes.axhspan(
                    middle - step / 2, middle + step / 2, color=SERIES[0], alpha=_FAINT, lw=0
                )
            for j, one in enumerate(series):
                point = points.get(one)
                if point is None:
                    continue
                y = middle - (j - (len(series) - 1) / 2) * 0.26
                if point.low is not None and point.high is not None:
                    axes.plot([point.low, point.high], [y, y], color=SERIES[j], lw=4, alpha=0.35)
                if point.value is not None:
                    axes.plot([point.value], [y], "o", color=SERIES[j], ms=6.5, mec=PAGE, mew=1.2)
                if point.paper is not None:
                    axes.plot(
                        [point.paper], [y], "D", mfc="none", mec=INK, ms=5, mew=1,
                        label=None if labelled else "the paper",
                    )  # fmt: skip
                    labelled = True
        if zero is not None:
            axes.axvline(zero, color=QUIET, lw=1)
        axes.set_yticks([-i * step for i in range(len(rows))], [_short(row) for row in rows])
        axes.set_ylim(-(len(rows) - 0.5) * step, step / 2)
        axes.set_xlabel(axis)
        if len(series) > 1 or labelled:
            handles = [_dot(SERIES[j], one) for j, one in enumerate(series) if len(series) > 1]
            paper = axes.get_legend_handles_labels()[0][:1] if labelled else []
            figure.legend(handles=[*handles, *paper], loc="outside upper left", ncols=5, fontsize=9)

    return draw(name, _WIDTH, 0.9 + 0.34 * step * len(rows), paint)


def heat(
    name: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    *,
    digits: int = 0,
    ends: tuple[float, float] | None = None,
) -> str:
    """A heat map: one colour, the stronger the higher, each number written in.

    Args:
        name: Unique on the page.
        rows: Their names.
        columns: Theirs.
        values: A row each; None leaves the place empty.
        digits: After the point.
        ends: The values of the palest and the strongest; the data's own by default.
    """
    known = [v for row in values for v in row if v is not None]
    low, high = ends or (min(known, default=0.0), max(known, default=1.0))
    shades = [
        [None if v is None else (v - low) / (high - low) if high > low else 0.5 for v in row]
        for row in values
    ]
    texts = [["" if v is None else f"{v:.{digits}f}" for v in row] for row in values]
    return board(name, rows, columns, texts, shades)


def board(
    name: str,
    rows: Sequence[str],
    columns: Sequence[str],
    texts: Sequence[Sequence[str]],
    shades: Sequence[Sequence[float | None]],
) -> str:
    """Tiles with a text and a shade each.

    Args:
        name: Unique on the page.
        rows: Their names.
        columns: Theirs.
        texts: A row each.
        shades: From 0 to 1; None leaves the place empty.
    """

    def paint(figure: Figure) -> None:
        from matplotlib.patches import FancyBboxPatch  # noqa: PLC0415

        axes = figure.subplots()
        for y, row in enumerate(shades):
            for x, shade in enumerate(row):
                if shade is None:
                    continue
                tile = FancyBboxPatch(
                    (x - 0.45, y - 0.43), 0.9, 0.86, boxstyle="round,pad=0,rounding_size=0.08",
                    facecolor=SERIES[0], alpha=0.07 + 0.5 * min(1, max(0, shade)), lw=0,
                )  # fmt: skip
                axes.add_patch(tile)
                axes.text(x, y, texts[y][x], ha="center", va="center", fontsize=9, color=INK)
        axes.set_xlim(-0.5, len(columns) - 0.5)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xticks(range(len(columns)), [textwrap.fill(c, 12) for c in columns])
        axes.set_yticks(range(len(rows)), [_short(r) for r in rows])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)

    return draw(name, _WIDTH, 0.6 + 0.36 * len(rows), paint)


def lines(
    name: str,
    points: Sequence[str],
    series: Mapping[str, Sequence[Point]],
    *,
    axis: str,
    unit: str,
    paper: str = "the paper",
) -> str:
    """Lines with bands: a course over windows, rounds or sizes.

    Args:
        name: Unique on the page.
        points: The names along the horizontal axis.
        series: By name, a point each.
        axis: What lies along it.
        unit: What is measured.
        paper: The name of the paper's own line.
    """

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        plain(axes, grid="y")
        drawn = False
        for j, (label, found) in enumerate(series.items()):
            colour = SERIES[j % len(SERIES)]
            known = [(i, p.value) for i, p in enumerate(found) if p.value is not None]
            axes.plot([i for i, _ in known], [v for _, v in known], "o-", color=colour,
                      lw=2, ms=6, mec=PAGE, mew=1.2, label=_short(label))  # fmt: skip
            band = [
                (i, p.low, p.high)
                for i, p in enumerate(found)
                if p.low is not None and p.high is not None
            ]
            if band:
                xs, lows, highs = zip(*band, strict=True)
                axes.fill_between(xs, lows, highs, color=colour, alpha=0.14, lw=0)
            theirs = [(i, p.paper) for i, p in enumerate(found) if p.paper is not None]
            if theirs:
                axes.plot([i for i, _ in theirs], [v for _, v in theirs], "D--", color=colour,
                          mfc="none", lw=1, ms=4.5, label=None if drawn else paper)  # fmt: skip
                drawn = True
        axes.set_xticks(range(len(points)), [_short(p, 18) for p in points])
        axes.tick_params(axis="x", labelcolor=INK)
        axes.set_xlim(-0.3, len(points) - 0.7)
        axes.set_xlabel(axis)
        axes.set_ylabel(unit)
        axes.margins(y=0.12)
        if len(series) > 1 or drawn:
            figure.legend(loc="outside upper left", ncols=4, fontsize=9)

    return draw(name, _WIDTH, 3.3, paint)


def shares(name: str, rows: Mapping[str, Mapping[str, float]]) -> str:
    """Bars of shares that add up to one.

    Args:
        name: Unique on the page.
        rows: By row, the share of each part.
    """
    parts = list(dict.fromkeys(part for row in rows.values() for part in row))

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        for i, row in enumerate(rows.values()):
            left = 0.0
            for j, part in enumerate(parts):
                width = row.get(part, 0.0)
                if not width:
                    continue
                colour = SERIES[j % len(SERIES)]
                axes.barh(
                    -i, width, left=left, height=0.62, color=colour, alpha=0.75, ec=PAGE, lw=1.5
                )
                if width > _FAINT:
                    axes.text(left + width / 2, -i, f"{100 * width:.0f}%", ha="center", va="center",
                              fontsize=8.5, color=INK)  # fmt: skip
                left += width
        axes.set_yticks([-i for i in range(len(rows))], [_short(row) for row in rows])
        axes.set_xlim(0, 1)
        axes.set_ylim(-len(rows) + 0.45, 0.55)
        axes.set_axis_on()
        axes.set_xticks([])
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        handles = [_dot(SERIES[j % len(SERIES)], part) for j, part in enumerate(parts)]
        figure.legend(handles=handles, loc="outside upper left", ncols=5, fontsize=9)

    return draw(name, _WIDTH, 0.5 + 0.36 * len(rows), paint)


def scatter(
    name: str,
    points: Mapping[str, tuple[float, Point]],
    *,
    axis: str,
    unit: str,
    strong: str | None,
) -> str:
    """What is got against what it costs, on a logarithmic axis, each point named.

    Args:
        name: Unique on the page.
        points: By name, the cost and what is got.
        axis: What the cost counts.
        unit: What is got.
        strong: The point to set off.
    """
    from matplotlib.ticker import LogLocator, NullLocator  # noqa: PLC0415

    placed = sorted(points.items(), key=lambda entry: (entry[1][0], entry[1][1].value or 0))

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        plain(axes, grid="both")
        best = -math.inf
        front = []
        for label, (cost, point) in placed:
            if point.value is None:
                continue
            colour = SERIES[0] if label == strong else SERIES[1]
            if point.low is not None and point.high is not None:
                axes.plot([cost, cost], [point.low, point.high], color=colour, lw=3, alpha=0.3)
            axes.plot([cost], [point.value], "o", color=colour, ms=8, mec=PAGE, mew=1.2)
            axes.annotate(_short(label, 26), (cost, point.value), xytext=(7, 4),
                          textcoords="offset points", fontsize=8.5, color=INK)  # fmt: skip
            if point.value > best:
                best = point.value
                front.append((cost, point.value))
        if len(front) > 1:
            axes.step(*zip(*front, strict=True), where="post", color=LINE, lw=2, zorder=0)
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 5)))
        axes.xaxis.set_major_formatter(
            lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}"
        )
        axes.xaxis.set_minor_locator(NullLocator())
        axes.tick_params(which="both", length=0, labelsize=8.5)
        axes.margins(x=0.16, y=0.12)
        axes.set_xlabel(axis)
        axes.set_ylabel(unit)

    return draw(name, _WIDTH, 4.2, paint)


def _dot(colour: str, label: str) -> object:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    return Line2D([], [], marker="o", ls="", color=colour, ms=7, label=_short(label))


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
