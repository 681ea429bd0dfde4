"""``python -m benchmarks.api``: ``mascot api`` under load, beside the graph driven directly.

A stub stands in for the model and takes its time for each answer, so that what is compared is what
the server adds. Stub, server and clients are processes of their own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.api.server import cpu_of, serve
from benchmarks.orchestration import report
from benchmarks.orchestration.stub_process import StubProcess

WARM_UP = 4

Run = dict[str, Any]

_SHOWN = ("wall", "cpu", "first_word_median", "first_word_p95", "replies")


def main() -> None:
    """Measure, print, write."""
    options = _options()
    order = ["graph", "one", "several"]
    runs: dict[str, list[Run]] = {row: [] for row in order}
    with StubProcess() as stub, TemporaryDirectory() as folder:
        stub.reset(latency_ms=options.latency_ms, token_ms=options.token_ms, record=False)
        for repeat in range(options.repeats):
            database = Path(folder) / f"{repeat}.sqlite"
            for row in order:
                workers = {"graph": 0, "one": 1, "several": options.workers}[row]
                run = _measure(stub, database.with_stem(f"{row}-{repeat}"), workers, options)
                runs[row].append(run)
                report.console.print(
                    f"[dim]{row}: {run['wall']:.1f} s, {1e3 * run['cpu'] / run['replies']:.1f} ms "
                    f"CPU a reply, {run['failed']} failed {run['why']}[/]"
                )
            order.append(order.pop(0))
    _show(runs, options)
    report.finish("benchmarks.api", options.out, {"runs": runs})


def _measure(stub: StubProcess, database: Path, workers: int, options: argparse.Namespace) -> Run:
    """All clients once, at the graph itself (no workers) or at a server."""
    stub_before = cpu_of(stub.pid)
    if not workers:
        run = _clients(options, "graph", f"--stub={stub.base_url}")
        run["clients_cpu"] = 0.0
    else:
        with serve(stub, database, workers) as server:
            url = f"--url={server.url}"
            _clients(options, "api", url, "--name=warm", clients=WARM_UP)
            before = server.cpu()
            run = _clients(options, "api", url)
            run["clients_cpu"], run["cpu"] = run["cpu"], server.cpu() - before
    run["stub_cpu"] = cpu_of(stub.pid) - stub_before
    run["others_cpu"] = run["machine_cpu"] - run["cpu"] - run["stub_cpu"] - run["clients_cpu"]
    return run


def _clients(options: argparse.Namespace, way: str, *words: str, clients: int | None = None) -> Run:
    count = [f"--clients={clients or options.clients}", f"--rounds={options.rounds}"]
    command = [sys.executable, "-m", "benchmarks.api.clients", way, *count, *words]
    if options.threads:
        command.append("--threads")
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    told: Run = json.loads(ran.stdout)
    return told


def _show(runs: dict[str, list[Run]], options: argparse.Namespace) -> None:
    labels = {
        "graph": "the graph directly",
        "one": "one worker",
        "several": f"{options.workers} workers",
    }
    rows = []
    for row, label in labels.items():
        mine, base = runs[row], runs["graph"]
        middle = {key: median(run[key] for run in mine) for key in _SHOWN}
        ratio = {key: _spread(mine, base, key) for key in ("wall", "cpu")}
        others = max(run["others_cpu"] / run["wall"] for run in mine)
        rows.append((
            label, middle["wall"], ratio["wall"], 1e3 * middle["cpu"] / middle["replies"],
            ratio["cpu"], middle["first_word_median"], middle["first_word_p95"], others,
            str(sum(run["failed"] for run in mine)),
        ))  # fmt: skip
    columns = ("", "wall s", "of graph", "CPU ms/reply", "of graph", "first word s", "p95",
               "others", "failed")  # fmt: skip
    report.table(
        f"{options.clients} streaming clients, {options.rounds} round(s), {options.latency_ms:.0f} ms a call, "
        f"{'threads in SQLite' if options.threads else 'the client keeps the history'}",
        columns,
        rows,
    )
    faster = _spread(runs["one"], runs["several"], "wall")
    report.note(f"{options.workers} workers are {faster} times as fast as one.")
    stub, clients = (
        median(run[key] / run["wall"] for run in runs["one"]) for key in ("stub_cpu", "clients_cpu")
    )
    report.note(f"Beside one worker the stub took {stub:.2f} cores, the clients {clients:.2f}.")


def _spread(mine: Sequence[Run], base: Sequence[Run], key: str) -> str:
    """Ratios within the repeats: the median, the lowest and the highest."""
    ratios = sorted(a[key] / b[key] for a, b in zip(mine, base, strict=True))
    return f"{median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1, help="messages of each client")
    parser.add_argument("--latency-ms", type=float, default=300.0, help="of each call of the model")
    parser.add_argument("--token-ms", type=float, default=0.0, help="between tokens")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", action="store_true", help="conversations kept in SQLite")
    parser.add_argument("--out", help="a JSON file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
