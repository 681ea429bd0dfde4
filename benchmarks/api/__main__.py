"""``python -m benchmarks.api``: ``mascot api`` under load, beside the graph driven directly.

A stub stands in for the model and takes its time for each answer, so that what is compared is what
the server adds. Stub, server and clients are processes of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.orchestration import report
from benchmarks.orchestration.stub_process import StubProcess

WARM_UP = 4


def main() -> None:
    """Measure, print, write."""
    options = _options()
    runs: dict[str, list[dict[str, Any]]] = {"graph": [], "api": [], "workers": []}
    memory: list[dict[str, float]] = []
    with StubProcess() as stub, TemporaryDirectory() as folder:
        stub.reset(latency_ms=options.latency_ms, token_ms=options.token_ms, record=False)
        for repeat in range(options.repeats):
            runs["graph"].append(_clients(options, "graph", f"--stub={stub.base_url}"))
            _progress("graph", runs["graph"][-1])
            for row, workers in (("api", 1), ("workers", options.workers)):
                with serve(stub, Path(folder) / f"{row}-{repeat}.sqlite", workers) as url:
                    _clients(options, "api", f"--url={url}", "--name=warm", clients=WARM_UP)
                    before = _cpu(url)
                    run = _clients(options, "api", f"--url={url}")
                    runs[row].append(run | {"cpu": _cpu(url) - before})
                _progress(row, runs[row][-1])
        if options.memory:
            memory = _memory(stub, Path(folder) / "memory.sqlite", options)
    _show(runs, options)
    if memory:
        report.table(
            "Memory of one worker, no latency, one round of one client after another's",
            ("requests", "resident MB"),
            [(f"{point['requests']:,.0f}", point["megabytes"]) for point in memory],
        )
    report.finish("benchmarks.api", options.out, {"runs": runs, "memory": memory})


@contextmanager
def serve(stub: StubProcess, database: Path, workers: int) -> Iterator[str]:
    """``mascot api`` in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = (
        "api", "-e", "emotional-support", "-b", f"vllm:{stub.base_url}#stub", "--port", port,
        "--rate", 0, "--rounds", 4096, "--workers", workers, "--threads", database,
    )  # fmt: skip
    command = [sys.executable, "-c", "from mascot.cli import app; app()", *map(str, words)]
    environment = os.environ | {"MASCOT_DATA_DIR": str(database.parent)}
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            if server.poll() is not None:
                raise SystemExit(f"mascot api ended with status {server.returncode}")
            try:
                urllib.request.urlopen(f"{url}/health", timeout=5).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def _clients(
    options: argparse.Namespace, way: str, *words: str, clients: int | None = None
) -> dict[str, Any]:
    count = [f"--clients={clients or options.clients}", f"--rounds={options.rounds}"]
    command = [sys.executable, "-m", "benchmarks.api.clients", way, *count, *words]
    if options.threads:
        command.append("--threads")
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _memory(
    stub: StubProcess, database: Path, options: argparse.Namespace
) -> list[dict[str, float]]:
    """The server's memory while it answers, batch after batch."""
    stub.reset(latency_ms=0, record=False)
    points = []
    with serve(stub, database, 1) as url:
        batches = 10
        for batch in range(batches + 1):
            if batch:
                words = (f"--url={url}", "--clients=20", f"--name=batch-{batch}")
                rounds = f"--rounds={max(1, options.memory // batches // 20)}"
                command = [sys.executable, "-m", "benchmarks.api.clients", "api", *words, rounds]
                subprocess.run(command, check=True, capture_output=True)  # noqa: S603
            points.append({"requests": _asked(url), "megabytes": _resident(url)})
            report.console.print(f"[dim]{points[-1]}[/]")
    return points


def _asked(url: str) -> float:
    return _metric(url, 'mascot_requests_total{path="/v1/chat/completions",status="200"}')


def _resident(url: str) -> float:
    """Megabytes of the server's processes."""
    told = [(process / "status").read_text() for process in _processes(url)]
    return sum(int(re.findall(r"VmRSS:\s+(\d+)", text)[0]) for text in told) / 1024


def _cpu(url: str) -> float:
    """Seconds that the server's processes have computed so far."""
    told = [
        (process / "stat").read_text().rpartition(")")[2].split() for process in _processes(url)
    ]
    return sum(int(fields[11]) + int(fields[12]) for fields in told) / os.sysconf("SC_CLK_TCK")


def _processes(url: str) -> list[Path]:
    """The process that serves, and its workers."""
    port = url.rpartition(":")[2].encode()
    for folder in Path("/proc").glob("[0-9]*"):
        words = (folder / "cmdline").read_bytes().split(b"\0") if folder.exists() else []
        if port in words and b"api" in words:
            row = [folder]
            for each in row:  # grows
                children = (each / "task" / each.name / "children").read_text().split()
                row += [Path("/proc") / child for child in children]
            return row
    raise SystemExit("the server's process was not found")


def _metric(url: str, name: str) -> float:
    text = urllib.request.urlopen(f"{url}/metrics", timeout=30).read().decode()  # noqa: S310
    return sum(
        float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(name)
    )


def _progress(row: str, run: dict[str, Any]) -> None:
    report.console.print(f"[dim]{row}: {run['wall']:.2f} s, {run['failed']} failed {run['why']}[/]")


def _show(runs: dict[str, list[dict[str, Any]]], options: argparse.Namespace) -> None:
    labels = {
        "graph": "the graph, driven directly",
        "api": "mascot api, one worker",
        "workers": f"mascot api, {options.workers} workers",
    }
    rows = []
    for row, label in labels.items():
        mine, base = runs[row], runs["graph"]
        ratio = median(a["wall"] / b["wall"] for a, b in zip(mine, base, strict=True))
        middle = {key: median(run[key] for run in mine) for key in
                  ("wall", "cpu", "first_word_median", "first_word_p95", "replies")}  # fmt: skip
        rate = middle["replies"] / middle["wall"]
        cpu = 1e3 * middle["cpu"] / middle["replies"]
        failed = sum(run["failed"] for run in mine)
        rows.append((label, middle["wall"], f"{ratio:.2f}", middle["first_word_median"],
                     middle["first_word_p95"], rate, cpu, str(failed)))  # fmt: skip
    report.table(
        f"{options.clients} streaming clients, {options.rounds} round(s), {options.latency_ms:.0f} ms a call, "
        f"{'threads in SQLite' if options.threads else 'the client keeps the history'}",
        (
            "",
            "wall s",
            "of the graph",
            "first word s",
            "p95",
            "replies/s",
            "CPU ms a reply",
            "failed",
        ),
        rows,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1, help="messages of each client")
    parser.add_argument("--latency-ms", type=float, default=300.0, help="of each call of the model")
    parser.add_argument("--token-ms", type=float, default=0.0, help="between tokens")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", action="store_true", help="conversations kept in SQLite")
    parser.add_argument(
        "--memory", type=int, default=0, help="so many requests to watch memory over"
    )
    parser.add_argument("--out", help="a JSON file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
