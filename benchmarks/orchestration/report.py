"""Tables for people, and the file with everything for machines."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.console import Console
from rich.table import Table

console = Console(width=None if sys.stdout.isatty() else 120)

_PACKAGES = ("mascot-companions", "langgraph", "langchain-core", "langchain-openai", "openai")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; the first column is left-aligned, numbers are rounded for reading."""
    grid = Table(title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        grid.add_column(column, justify="right" if number else "left")
    for row in rows:
        grid.add_row(*map(_shown, row))
    console.print(grid)


def note(text: str) -> None:
    """A line under a table."""
    console.print(text, highlight=False, soft_wrap=True)


def finish(module: str, out: str | None, figures: dict[str, object]) -> None:
    """Print the command that repeats the run, and write the figures where a file was named."""
    command = " ".join(["python -m", module, *sys.argv[1:]])
    note(f"\nAgain: {command}")
    if out:
        result = {"command": command, "machine": machine(), **figures}
        Path(out).write_text(json.dumps(result, indent=1), encoding="utf-8")
        note(f"Written: {out}")


def machine() -> dict[str, object]:
    """Where it was measured, with which versions."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "cores": os.cpu_count(),
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _shown(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return (
        f"{value:,.0f}"
        if abs(value) >= 100
        else f"{value:.1f}"
        if abs(value) >= 10
        else f"{value:.2f}"
    )
