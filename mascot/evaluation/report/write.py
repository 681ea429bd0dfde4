"""One run, one report: HTML that needs nothing else, Markdown, and every number as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from mascot.evaluation.humans import with_humans
from mascot.evaluation.records import Run
from mascot.evaluation.report import paper
from mascot.evaluation.report.ablation import ablation
from mascot.evaluation.report.behaviour import apart, drift, ordinary, talk
from mascot.evaluation.report.costs import case_study, costs
from mascot.evaluation.report.glance import glance
from mascot.evaluation.report.judged import main_table, mbti, sweep
from mascot.evaluation.report.material import Material
from mascot.evaluation.report.model import Cell, Report, Section, Table
from mascot.evaluation.report.names import ED, QMSUM
from mascot.evaluation.report.pleasing import pleasing
from mascot.evaluation.report.preferences import preferences
from mascot.evaluation.report.reliability import agreement, missing
from mascot.evaluation.statistics import TRUSTED
from mascot.evaluation.store import read_run

HTML, MARKDOWN, CSV = "report.html", "report.md", "figures.csv"


def write_report(folder: Path, out: Path, *, threshold: float = TRUSTED) -> Path:
    """Writes a run's report.

    Args:
        folder: The run's.
        out: Where to; it is made when it is not there.
        threshold: Criteria on which the judges' alpha is below are greyed out.

    Returns:
        The HTML file; ``report.md`` and ``figures.csv`` lie beside it.

    Raises:
        EvaluationError: The folder holds no run, or one with two wordings of a rubric.
    """
    report = make_report(with_humans(read_run(folder), folder), threshold=threshold)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARKDOWN).write_text(to_markdown(report), encoding="utf-8")
    (out / CSV).write_text(to_csv(report), encoding="utf-8")
    page = out / HTML
    page.write_text(to_html(report), encoding="utf-8")
    return page


def make_report(run: Run, *, threshold: float = TRUSTED) -> Report:
    """The report of a run as data.

    Raises:
        EvaluationError: Its scores rest on two wordings of a rubric.
    """
    material = Material(run, threshold=threshold)
    others = [t for t in ordinary(material) if t not in (*ED, *QMSUM)]
    unseen = [t for t in others if t.startswith("unseen")]
    sections = (
        glance(material),
        main_table(material, anchor="table-1", title="Table 1: EmpatheticDialogues by valence",
                   tasks=ED, ask="--task ed-positive --task ed-negative --task ed-neutral"),
        main_table(material, anchor="table-2", title="Table 2: QMSum by domain", tasks=QMSUM,
                   ask="--task qmsum-academic --task qmsum-committee --task qmsum-product"),
        ablation(material),
        sweep(material, task="sweep-director", title="The director's size", axis="director"),
        sweep(material, task="sweep-speaker", title="The speakers' size", axis="speakers"),
        sweep(material, task="sweep-eta", title="The weight of diversity, eta", axis="eta"),
        mbti(material),
        main_table(material, anchor="unseen", title="Groups and domains that training never saw",
                   tasks=unseen, ask="--task unseen-ensemble --task unseen-domain"),
        talk(material),
        apart(material),
        drift(material),
        pleasing(material),
        costs(material),
        agreement(material),
        preferences(material),
        missing(material),
        case_study(material),
    )  # fmt: skip
    scored = sum(s.value is not None for s in run.scores)
    return Report(
        title="Evaluation report",
        command=run.command,
        made=run.made,
        scripted=run.scripted,
        notes=run.notes,
        judges=material.judges,
        facts=(
            ("systems", str(len(material.systems()))),
            ("tasks", str(len(material.tasks()))),
            ("conversations", f"{len(run.conversations):,}"),
            ("scores", f"{scored:,}"),
            ("missing", f"{len(run.scores) - scored:,}"),
        ),
        versions=run.versions,
        sections=sections,
        rows=tuple(material.rows),
    )


def to_html(report: Report) -> str:
    """One page without any other file; text of replies shows as text."""
    environment = Environment(
        loader=PackageLoader("mascot.evaluation.report", "page"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["table"] = lambda part: isinstance(part, Table)
    # Drawings are our own and matplotlib escapes their texts; styles and script are files of ours.
    environment.filters["drawing"] = Markup
    environment.globals["include_raw"] = lambda name: Markup(  # noqa: S704
        (files("mascot.evaluation.report") / "page" / name).read_text(encoding="utf-8")
    )
    return environment.get_template("report.html.j2").render(report=report, paper=paper.SOURCE)


def to_markdown(report: Report) -> str:
    """The same tables as text; figures are in the HTML."""
    lines = [f"# {report.title}", "", f"Command: `{report.command}`", f"Made: {report.made}", ""]
    lines.append(", ".join(f"{value} {name}" for name, value in report.facts) + ".")
    if report.scripted:
        lines += ["", f"**Not language models: {', '.join(report.scripted)}.** {_SCRIPTED}"]
    lines += [f"\nNote: {_inline(note)}" for note in report.notes]
    lines.append(
        f"\nScores x 20, with 95 % intervals; figures of the paper ({paper.SOURCE}) in brackets."
    )
    for section in report.sections:
        lines += ["", f"## {section.title}", ""]
        if section.absent:
            lines.append(section.absent)
        elif section.lead:
            lines.append(section.lead)
        for part in section.parts:
            if isinstance(part, Table):
                lines += ["", f"### {part.title}", "", *_rows(part), "", part.caption]
        lines += _talks(section)
    return "\n".join(lines).rstrip() + "\n"


_SCRIPTED = "Figures of theirs show that the machinery works and nothing about quality."


def to_csv(report: Report) -> str:
    """Every number, one a line, on the scale it was measured on."""
    out = io.StringIO()
    names = list(dict.fromkeys(key for row in report.rows for key in row))
    writer = csv.DictWriter(out, names or ["section"], lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(report.rows)
    return out.getvalue()


def _rows(table: Table) -> Iterable[str]:
    yield "| " + " | ".join(map(_inline, table.columns)) + " |"
    yield "|" + "---|" * len(table.columns)
    for row in table.rows:
        yield "| " + " | ".join(map(_cell, row)) + " |"


def _cell(cell: Cell) -> str:
    text = _inline(cell.text)
    if cell.best and not cell.grey:
        text = f"**{text}**"
    if cell.grey:
        text = f"~~{text}~~"
    under = f" ({_inline(cell.under)})" if cell.under else ""
    return text + under + (f" [{cell.paper}]" if cell.paper else "")


def _talks(section: Section) -> list[str]:
    if not section.talks:
        return []
    lines = ["", f"> {_inline(section.prompt)}"]
    for one in section.talks:
        lines += ["", f"### {one.system}", "", f"{_inline(one.error or one.facts)}", ""]
        lines += [f"- **{_inline(who)}**: {_inline(text)}" for who, text, _ in one.turns]
    return lines


def _inline(text: str) -> str:
    """Text on one line that no Markdown reader takes for markup."""
    text = " ".join(text.split())
    for mark in ("\\", "`", "*", "_", "[", "]", "|", "~", "#"):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
