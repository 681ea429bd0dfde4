"""What a run came to, for people: one self-contained page, Markdown and CSV."""

from mascot.evaluation.report.ablation import ablation_table
from mascot.evaluation.report.compare import compare_runs
from mascot.evaluation.report.write import make_report, to_csv, to_html, to_markdown, write_report

__all__ = [
    "ablation_table",
    "compare_runs",
    "make_report",
    "to_csv",
    "to_html",
    "to_markdown",
    "write_report",
]
