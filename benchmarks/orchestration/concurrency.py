"""``python -m benchmarks.orchestration.concurrency``: many conversations in one process.

By default every thread starts at the same moment, which is the worst case for the event loop.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.orchestration import report
from benchmarks.orchestration.compare import BARE, CHAT, OWN, Bench, Row
from benchmarks.orchestration.job import REPLIES
from benchmarks.orchestration.worker import TICK
from benchmarks.orchestration.worker_process import WorkerProcess

CALLS = 2 * REPLIES
WARM_UP = 8


def main() -> None:
    """Measure, print, write."""
    options = _options()
    rows = (BARE, CHAT, *OWN)
    runs: dict[str, list[dict[str, float]]] = {row.label: [] for row in rows}
    with TemporaryDirectory() as folder, Bench(Path(folder), None) as bench:
        replay = bench.record(rounds=options.rounds, stream=options.stream)
        with ExitStack() as stack:
            crews = {
                system: [stack.enter_context(WorkerProcess(system)) for _ in range(options.workers)]
                for system in dict.fromkeys(row.system for row in rows)
            }

            def hold(
                row: Row, threads: int, latency_ms: float, spread: float = 0.0
            ) -> dict[str, float]:
                bench.stub.reset(latency_ms=latency_ms, record=False)
                job = bench.job(row, rounds=options.rounds, stream=options.stream, replay=replay)
                return _together(crews[row.system], replace(job, threads=threads, spread=spread))

            for row in rows:
                hold(row, WARM_UP * options.workers, 0)
            for _ in range(options.repeats):
                for row in rows:
                    runs[row.label].append(
                        hold(row, options.threads, options.latency_ms, options.spread)
                    )
                    report.console.print(
                        f"[dim]{row.label}: {runs[row.label][-1]['wall']:.1f} s[/]"
                    )
    _show(runs, options)
    report.finish("benchmarks.orchestration.concurrency", options.out, {"runs": runs})


def _together(crew: list[WorkerProcess], job: Any) -> dict[str, float]:
    """Share the threads out over the workers and wait for all of them."""
    share = replace(job, threads=max(2, job.threads // len(crew)))
    jobs = [replace(share, database=f"{job.database}.{n}") for n in range(len(crew))]
    with ThreadPoolExecutor(len(crew)) as pool:
        before = time.perf_counter()
        results = list(pool.map(WorkerProcess.run, crew, jobs))
        wall = time.perf_counter() - before
    for result in results:
        if set(result["replies"]) != {REPLIES}:
            raise SystemExit(f"Not {REPLIES} replies in each round: {result['replies']}")
    late = sorted(1e3 * gap for result in results for gap in result["late"])
    return {
        "wall": wall,
        "cpu": sum(result["cpu"][0] for result in results),
        "stall_max_ms": late[-1],
        "stalls_over_100_ms": sum(gap > 100 for gap in late),
    }


def _show(runs: Mapping[str, list[dict[str, float]]], options: argparse.Namespace) -> None:
    ideal = options.rounds * CALLS * options.latency_ms / 1e3
    base = runs[CHAT.label]
    rows = []
    for label, mine in runs.items():
        ratio = median(one["wall"] / other["wall"] for one, other in zip(mine, base, strict=True))
        middle = {figure: median(run[figure] for run in mine) for figure in mine[0]}
        per_reply = 1e3 * middle["cpu"] / (options.threads * options.rounds * REPLIES)
        rows.append(
            (
                label,
                middle["wall"],
                f"{ratio:.2f}",
                per_reply,
                middle["stall_max_ms"],
                middle["stalls_over_100_ms"],
            )
        )
    report.table(
        f"{options.threads} threads, begun within {options.spread:.0f} s, {options.rounds} round(s), {options.latency_ms:.0f} ms a call, "
        f"{options.workers} worker(s), {'streaming' if options.stream else 'not streaming'}",
        ("", "wall s", "of ChatOpenAI", "CPU ms a reply", "longest stall ms", "stalls > 100 ms"),
        rows,
    )
    report.note(
        f"The calls alone take {ideal:.1f} s. A stall is how late a {1e3 * TICK:.0f} ms ticker in the same loop came."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.orchestration.concurrency")
    parser.add_argument("--threads", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--latency-ms", type=float, default=300.0)
    parser.add_argument("--workers", type=int, default=1, help="processes that share the threads")
    parser.add_argument("--spread", type=float, default=0.0, help="seconds over which they begin")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--stream", action="store_true")
    parser.add_argument("--out", help="a JSON file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
