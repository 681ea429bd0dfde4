"""A report of a synthetic run whose defects are known."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from mascot.errors import EvaluationError
from mascot.evaluation.records import Run
from mascot.evaluation.report import compare_runs, make_report, to_csv, to_html, to_markdown
from mascot.evaluation.report.model import Report, Table
from mascot.evaluation.store import write_run
from tests.evaluation.planted import SCRIPT, planted_run


@pytest.fixture(scope="module")
def run() -> Run:
    return planted_run(samples=6)


@pytest.fixture(scope="module")
def report(run: Run) -> Report:
    return make_report(run)


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return to_html(report)


def _section(report: Report, name: str) -> list[Table]:
    section = next(s for s in report.sections if s.id == name)
    return [part for part in section.parts if isinstance(part, Table)]


def _row(table: Table, name: str) -> list[str]:
    return [cell.text for row in table.rows if row[0].text.startswith(name) for cell in row]


def test_the_papers_figures_stand_beside_ours(report: Report) -> None:
    table = _section(report, "table-1")[0]
    ours = next(row for row in table.rows if row[0].text == "MASCOT")
    assert [cell.paper for cell in ours[1:3]] == ["76.9", "70.5"]
    assert all(re.search(r"\d to \d.*n \d", cell.under) for cell in ours[1:])
    assert "made-up judge A" in ours[1].hint


def test_planted_defects_are_found(report: Report) -> None:
    (apart,) = _section(report, "apart")
    assert float(_row(apart, "MASCOT")[3]) > 0.8
    assert float(_row(apart, "Zero-Shot, no persona")[3]) < 0.4
    (pleasing,) = _section(report, "pleasing")
    assert _row(pleasing, "MASCOT")[1:3] == ["0.00", "1.00"]
    assert _row(pleasing, "Zero-Shot, no persona")[1:3] == ["1.00", "0.00"]
    assert _row(pleasing, "Zero-Shot, no persona")[4] == "3 of 3"
    (drift,) = _section(report, "drift")
    assert abs(float(_row(drift, "MASCOT")[1])) < 0.15


def test_a_criterion_that_judges_disagree_on_is_greyed_out(report: Report, page: str) -> None:
    (agreement,) = _section(report, "agreement")
    by_name = {row[0].text: row for row in agreement.rows}
    assert by_name["Fidelity"][2].text == "no"
    assert by_name["Consistency"][1].text != "–"
    collective = _section(report, "table-1")[1]
    assert all(row[1].grey for row in collective.rows)
    assert "do not rely on it" in page


def test_missing_scores_are_counted_by_reason_and_failures_by_error(report: Report) -> None:
    scores, failed = _section(report, "missing")
    assert scores.rows[0][0].text == "made-up judge B: unparsable"
    assert int(scores.rows[0][-1].text) > 0
    assert [cell.text for cell in failed.rows[0]] == ["Zero-Shot", "the model refused", "1"]


def test_sections_without_data_say_how_to_get_them(report: Report) -> None:
    absent = {s.id: s.absent for s in report.sections if s.absent}
    assert "--task qmsum-academic" in absent["table-2"]
    assert "sweeps:" in absent["sweep-eta"]
    assert "table-1" not in absent


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.ids: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.scripts += tag == "script"
        if given.get("id"):
            self.ids.append(str(given["id"]))
        for name in ("src", "href"):
            if not str(given.get(name) or "#").startswith("#"):
                self.outside.append(str(given[name]))


def test_the_page_needs_nothing_else_and_shows_html_as_text(page: str) -> None:
    seen = _Page()
    seen.feed(page)
    assert seen.scripts == 1
    assert SCRIPT not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert seen.outside == []
    assert len(seen.ids) == len(set(seen.ids))
    assert "#0500" not in page  # the stand-ins for the page's colours are gone
    assert "#010101" not in page
    assert "var(--ink)" in page


def test_what_is_scripted_is_labelled_everywhere(report: Report, page: str) -> None:
    assert "Not language models: made-up judge A, made-up judge B" in page
    assert "Not language models" in to_markdown(report)
    assert page.count("not a language model") > 3


def test_one_run_one_page(run: Run, page: str) -> None:
    assert to_html(make_report(run)) == page


def test_markdown_and_csv_hold_the_same_numbers(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(report))))
    ours = next(
        r for r in rows
        if (r["section"], r["system"], r["measure"]) == ("table-1", "mascot", "agent")
        and r["tasks"] == "ed-positive"
    )  # fmt: skip
    assert float(ours["value_x20"]) == pytest.approx(20 * float(ours["value"]))
    assert ours["command"]
    text = to_markdown(report)
    assert f"{float(ours['value_x20']):.1f}" in text
    assert SCRIPT not in text


def test_a_run_compared_with_itself_has_no_difference_and_other_judges_are_refused(
    run: Run, tmp_path: Path
) -> None:
    talks = tuple(t for t in run.conversations if t.task == "ed-positive")
    small = replace(
        run, conversations=talks, scores=tuple(s for s in run.scores if s.task == "ed-positive")
    )
    write_run(small, tmp_path / "a")
    text = compare_runs(tmp_path / "a", tmp_path / "a")
    assert "| MASCOT | Agent-specific | +0.0 | +0.0 to +0.0 |" in text
    for name, more, message in (
        ("b", {"rubric": "agent/2"}, "two wordings"),
        ("c", {"judge": "another"}, "differ in severity"),
    ):
        other = tuple(
            replace(s, **more) if s.measure.startswith("agent") else s for s in small.scores
        )
        write_run(replace(small, scores=other), tmp_path / name)
        with pytest.raises(EvaluationError, match=message):
            compare_runs(tmp_path / "a", tmp_path / name)
