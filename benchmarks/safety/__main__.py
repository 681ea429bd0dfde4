"""Measure the safety layer: ``python -m benchmarks.safety [--show] [--data FOLDER] [--split valid]``."""

from __future__ import annotations

import argparse
import os
import statistics
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.safety.measure import (
    FILES,
    OTHER_AUTHORS,
    Case,
    Score,
    empathetic_dialogues,
    fastest,
    load,
    qmsum,
    score,
)
from mascot.safety import detect

DATA = Path(os.environ.get("MASCOT_DATA", Path(__file__).parents[3] / "shared" / "data"))


def report_cases(name: str, *, show: bool) -> None:
    cases = load(name)
    result = score(cases, detect)
    disclosures = sum(case.is_disclosure for case in cases)
    print(
        f"{name}: {disclosures} disclosures, {len(cases) - disclosures} hard negatives; "
        f"recall {result.recall:.3f}, precision {result.precision:.3f}, "
        f"false alarms {len(result.alarms)}"
    )
    _table(cases, result)
    if show:
        for case in result.misses:
            print(f"  missed   {case.category}: {case.text}")
        for case, crisis in result.alarms:
            print(f"  alarm    {case.category}: {case.text}  <- {crisis}")


def report_total() -> None:
    result = score([case for name in FILES for case in load(name)], detect)
    found, missed = result.hits, len(result.misses)
    print(
        f"all files: {found + missed} disclosures; recall {result.recall:.3f}, "
        f"precision {result.precision:.3f}, false alarms {len(result.alarms)}"
    )


def _table(cases: list[Case], result: Score) -> None:
    total = Counter((case.is_disclosure, case.category) for case in cases)
    wrong = Counter(
        (case.is_disclosure, case.category)
        for case in (*result.misses, *(case for case, _ in result.alarms))
    )
    for key, count in total.items():
        kind = "found" if key[0] else "quiet"
        print(f"  {key[1]:<20} {count - wrong[key]:>3} of {count:<3} {kind}")


def report_text(name: str, texts: Iterable[tuple[str, str]], *, show: bool) -> None:
    seen, alarms = 0, []
    for place, text in texts:
        seen += 1
        if crisis := detect(text):
            alarms.append((place, text, crisis))
    share = len(alarms) / max(1, seen)
    print(f"{name}: {len(alarms)} alarms in {seen} texts ({share:.3%})")
    for place, text, crisis in alarms:
        print(f"  {place} {crisis.kind}" + (f" [{crisis.evidence}] {text}" if show else ""))


def report_speed() -> None:
    messages = [case.text for name in FILES for case in load(name)]
    detect(messages[0])
    times = [fastest(lambda text=text: detect(text)) for text in messages]  # type: ignore[misc]
    long = "the committee talked about the budget and I said that we want to wait. " * 14_000
    print(
        f"speed: median {statistics.median(times):.3f} ms, slowest {max(times):.3f} ms a message; "
        f"{len(long) / 1e6:.1f} MB of plain text {fastest(lambda: detect(long), 1):.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print the texts")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the benchmarks' data")
    parser.add_argument("--split", default="valid", help="split of EmpatheticDialogues")
    parser.add_argument(
        "--only",
        choices=(
            *(name.removesuffix(".yaml") for name in (*FILES, *OTHER_AUTHORS)),
            "data",
            "speed",
        ),
    )
    options = parser.parse_args()
    for name in FILES:
        if options.only in {None, name.removesuffix(".yaml")}:
            report_cases(name, show=options.show)
    if options.only is None:
        report_total()
    for name in OTHER_AUTHORS:
        if options.only in {None, name.removesuffix(".yaml")}:
            report_cases(name, show=options.show)
    if options.only in {None, "data"}:
        dialogues = options.data / "empathetic_dialogues" / f"{options.split}.csv"
        if dialogues.exists():
            texts = empathetic_dialogues(dialogues)
            report_text(f"EmpatheticDialogues {options.split}", texts, show=options.show)
        else:
            print(f"EmpatheticDialogues: not measured, there is no {dialogues}")
        if (options.data / "qmsum").exists():
            report_text("QMSum val", qmsum(options.data / "qmsum"), show=options.show)
        else:
            print(f"QMSum: not measured, there is no {options.data / 'qmsum'}")
    if options.only in {None, "speed"}:
        report_speed()


if __name__ == "__main__":
    main()
