"""Matplotlib to SVG that takes the page's colours, light or dark."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, QUIET, LINE, PAGE = "#010101", "#020202", "#030303", "#040404"
"""Stand-ins: the page's own colours take their places."""

SERIES = tuple(f"#0500{i:02x}" for i in range(8))
"""Eight series, told apart by any eyes; the page has a light and a dark set of them."""

_VARIABLES = {
    INK: "var(--ink)",
    QUIET: "var(--quiet)",
    LINE: "var(--line)",
    PAGE: "var(--page)",
} | {colour: f"var(--c{i})" for i, colour in enumerate(SERIES)}
_SALT = "mascot"


def draw(name: str, width: float, height: float, paint: Callable[[Figure], None]) -> str:
    """Draws a figure.

    Args:
        name: Unique on the page; goes before every id in the drawing.
        width: In inches, of 72 points.
        height: In inches.
        paint: Fills the figure.

    Returns:
        An ``<svg>`` element; the same input gives the same bytes.
    """
    import matplotlib as mpl  # noqa: PLC0415  (an extra, and slow to import)
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    settings = {
        "svg.fonttype": "none",
        "svg.hashsalt": _SALT,
        "text.parse_math": False,
        "font.size": 9,
        "font.family": "DejaVu Sans",
        "text.color": INK,
        "axes.edgecolor": LINE,
        "axes.labelcolor": QUIET,
        "xtick.color": QUIET,
        "ytick.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "legend.frameon": False,
        "lines.solid_capstyle": "round",
    }
    with mpl.rc_context(settings):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(figure)
        figure.patch.set_alpha(0)
        paint(figure)
        for axes in figure.axes:
            axes.patch.set_alpha(0)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return _for_page(out.getvalue(), name)


def plain(axes: Axes, *, grid: Literal["both", "x", "y"] = "x") -> None:
    """Leaves of the axes what the eye needs."""
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.grid(visible=True, axis=grid, color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)


def _for_page(svg: str, name: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", svg)
    svg = re.sub(r'(<svg[^>]*?)\swidth="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?)\sheight="[^"]*"', r"\1", svg, count=1)
    svg = svg.replace("xlink:href", "href")
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'href="#', f'href="#{name}-', svg)
    svg = svg.replace("url(#", f"url(#{name}-")
    # Matplotlib's own rule would hold for the whole page.
    svg = re.sub(r'<style type="text/css">.*?</style>', "", svg, flags=re.DOTALL)
    svg = svg.replace("<svg", '<svg class="plot" role="img" stroke-linejoin="round"', 1)
    svg = re.sub(
        r'font: (?:\w+ )*([\d.]+)px (?:&\w+;|[^;"])*', r"font: \1px system-ui, sans-serif", svg
    )
    for stand_in, variable in _VARIABLES.items():
        svg = svg.replace(stand_in, variable)
    return svg.strip()
