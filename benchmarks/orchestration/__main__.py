"""``python -m benchmarks.orchestration``: what a turn costs, beside the peers."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.orchestration import compare, report
from benchmarks.orchestration.compare import CHAT, OWN, PEERS, TOKEN_ROWS, Bench, Run

EARLY = 10
LENGTHS = (20, 200)


def main() -> None:
    """Measure, print, write."""
    options = _options()
    with TemporaryDirectory() as folder, Bench(Path(folder), options.peers_python) as bench:
        runs = []
        for run in compare.compare(bench, rounds=options.rounds, repeats=options.repeats):
            runs.append(run)
            _progress(run)
        slopes = compare.token_cost(
            bench, token_ms=options.token_ms, rounds=EARLY, repeats=options.repeats, lengths=LENGTHS
        )
        groups = compare.prompt_bytes(bench, rounds=options.rounds)
    marks = sorted({min(EARLY, options.rounds), options.rounds})
    for stream in (False, True):
        _costs(runs, marks, stream=stream)
    _added(runs, marks)
    _tokens(slopes)
    _bytes(groups, marks)
    if not options.peers_python:
        report.note(
            "The peers were left out. To have them: python -m venv peers && peers/bin/pip install "
            "-r benchmarks/orchestration/peers.txt, then add --peers-python peers/bin/python"
        )
    report.finish(
        "benchmarks.orchestration",
        options.out,
        {
            "runs": compare.as_json(runs),
            "ms_per_token": dict(slopes),
            "groups": compare.as_json(groups),
        },
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.orchestration", description="What a turn costs, beside peers."
    )
    parser.add_argument("--peers-python", help="the interpreter of the peers' environment")
    parser.add_argument("--rounds", type=int, default=40, help="user messages in one thread")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument(
        "--token-ms", type=float, default=0.0, help="between tokens, in the table per token"
    )
    parser.add_argument("--out", help="a JSON file for the figures")
    return parser.parse_args()


def _progress(run: Run) -> None:
    mode = "streaming" if run.stream else "whole"
    report.console.print(
        f"[dim]{run.row.label}, {mode}: {1e3 * run.per_turn('cpu', run.rounds):.1f} ms[/]"
    )


def _of(runs: Sequence[Run], label: str, *, stream: bool) -> list[Run]:
    return [run for run in runs if run.row.label == label and run.stream == stream]


def _costs(runs: Sequence[Run], marks: Sequence[int], *, stream: bool) -> None:
    at = " / ".join(map(str, marks))
    rows = []
    for label in dict.fromkeys(run.row.label for run in runs):
        mine = _of(runs, label, stream=stream)

        def mid(figure: str, scale: float, mine: list[Run] = mine) -> str:
            values = (scale * median(run.per_turn(figure, mark) for run in mine) for mark in marks)
            return " / ".join(f"{value:.{1 if scale > 1 else 0}f}" for value in values)

        calls = f"{mine[0].calls_per_turn:.2f}"
        share = f"{mine[0].streamed}/{mine[0].calls}"
        rows.append(
            (
                label,
                mid("cpu", 1e3),
                mid("wall", 1e3),
                calls,
                share,
                mid("prompt_bytes", 1),
                mid("computed_bytes", 1),
            )
        )
    report.table(
        f"Per reply at {at} rounds of three replies, {'streaming' if stream else 'not streaming'}",
        ("", "CPU ms", "wall ms", "calls", "streamed", "prompt bytes", "bytes to compute"),
        rows,
    )


def _added(runs: Sequence[Run], marks: Sequence[int]) -> None:
    rows = []
    for row in (*OWN, *PEERS):
        if not _of(runs, row.label, stream=False):
            continue
        cells = [
            " / ".join(
                f"{compare.added(runs, row, figure=figure, stream=stream, rounds=mark):+.2f}"
                for mark in marks
            )
            for stream in (False, True)
            for figure in ("cpu", "wall")
        ]
        rows.append((row.label, *cells))
    report.table(
        f"Added to the calls through ChatOpenAI alone, ms per reply, at {' / '.join(map(str, marks))} rounds",
        ("", "CPU", "wall", "CPU, streaming", "wall, streaming"),
        rows,
    )
    report.note("The peers make other calls than ours; the replayed rows make exactly ours.")


def _tokens(slopes: Mapping[str, float]) -> None:
    base = slopes[CHAT.label]
    rows = [
        (row.label, f"{slopes[row.label]:.3f}", f"{slopes[row.label] - base:+.3f}")
        for row in TOKEN_ROWS
    ]
    report.table(
        f"CPU ms per streamed token (replies of {LENGTHS[0]} and {LENGTHS[1]} tokens)",
        ("", "ms", "added to ChatOpenAI"),
        rows,
    )


def _bytes(runs: Sequence[Run], marks: Sequence[int]) -> None:
    at = [f"at {mark} rounds" for mark in marks]
    rows = [
        (run.row.label, *(round(run.per_turn("computed_bytes", mark)) for mark in marks))
        for run in runs
    ]
    report.table("Prompt bytes to compute per reply, by shipped group", ("", *at), rows)


if __name__ == "__main__":
    main()
