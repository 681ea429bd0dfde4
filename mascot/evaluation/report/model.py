"""A report as data: sections of tables and figures, before it is HTML, Markdown or CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One place of a table.

    Attributes:
        text: What stands there, on the paper's scale where there are two.
        unit: The same from 0 to 100, where there are two scales.
        under: A second, quieter line: the interval.
        under_unit: The same from 0 to 100.
        paper: The paper's own figure, where it has one.
        hint: What is shown when one points at it: n, deviation, judge.
        grey: The judges do not agree enough on it for it to be trusted.
        best: The best of its column.
    """

    text: str
    unit: str = ""
    under: str = ""
    under_unit: str = ""
    paper: str = ""
    hint: str = ""
    grey: bool = False
    best: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        title: What it shows.
        columns: The heads, the first that of the rows' names.
        rows: The cells, the first of each the row's name.
        caption: Judge, scale, n, and what a reader must know.
        fold: It is shown when one asks for it.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    fold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing.

    Attributes:
        title: What it shows.
        svg: The drawing, safe to stand in a page: our own, with texts escaped.
        caption: How to read it.
        fold: It is shown when one asks for it.
    """

    title: str
    svg: str
    caption: str = ""
    fold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One system's answer, to be read beside the others'.

    Attributes:
        system: Its name.
        turns: Speaker, text, and a class that gives each speaker a colour.
        facts: Its scores in a line.
        error: Why there is none.
    """

    system: str
    turns: tuple[tuple[str, str, int], ...]
    facts: str = ""
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report.

    Attributes:
        id: Its anchor.
        title: Its heading.
        lead: One or two sentences: what it says.
        parts: Tables and figures, in order.
        prompt: What the talks answer.
        talks: Answers side by side.
        absent: It has no data: how to get them.
    """

    id: str
    title: str
    lead: str = ""
    parts: tuple[Table | Figure, ...] = ()
    prompt: str = ""
    talks: tuple[Talk, ...] = ()
    absent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report.

    Attributes:
        title: What it is about.
        command: What reproduces the run.
        made: When the run ended.
        scripted: Its parts that are no language models.
        notes: What a reader of the figures must know.
        judges: Who scored.
        facts: The head's figures: a name and a value.
        versions: Of what took part.
        sections: In order.
        rows: Every number as plain data, for the CSV.
    """

    title: str
    command: str
    made: str
    scripted: tuple[str, ...]
    notes: tuple[str, ...]
    judges: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    versions: Mapping[str, str]
    sections: tuple[Section, ...]
    rows: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
