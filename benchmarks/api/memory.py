"""``python -m benchmarks.api.memory``: what one worker holds while it answers thousands of requests."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.api.server import serve
from benchmarks.orchestration import report
from benchmarks.orchestration.stub_process import StubProcess

BATCHES = 10


def main() -> None:
    """Measure, print, write."""
    options = _options()
    points: list[dict[str, Any]] = []
    with StubProcess() as stub, TemporaryDirectory() as folder:
        stub.reset(reply_tokens=options.tokens, record=False)
        with serve(stub, Path(folder) / "memory.sqlite", 1) as server:
            for batch in range(BATCHES + 1):
                if batch:
                    _ask(server.url, batch, options)
                points.append({"requests": server.answered(), "megabytes": server.resident()})
                report.console.print(f"[dim]{points[-1]}[/]")
    report.table(
        f"Memory of one worker, {options.clients} clients at a time, no latency, "
        f"{'threads in SQLite' if options.threads else 'the client keeps the history'}",
        ("requests", "resident MB"),
        [(f"{point['requests']:,.0f}", f"{point['megabytes']:.1f}") for point in points],
    )
    report.finish("benchmarks.api.memory", options.out, {"memory": points})


def _ask(url: str, batch: int, options: argparse.Namespace) -> None:
    """A tenth of the requests; every client is a new one, with a conversation of its own."""
    rounds = options.requests // BATCHES // options.clients // options.messages
    for number in range(rounds):
        words = (
            f"--url={url}", f"--clients={options.clients}", f"--rounds={options.messages}",
            f"--name={batch}-{number}", "--short",
        )  # fmt: skip
        command = [sys.executable, "-m", "benchmarks.api.clients", "api", *words]
        if options.threads:
            command.append("--threads")
        ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        if '"failed": 0' not in ran.stdout:
            raise SystemExit(f"requests failed: {ran.stdout}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api.memory")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=50, help="at once")
    parser.add_argument("--messages", type=int, default=4, help="of each client")
    parser.add_argument("--tokens", type=int, default=8, help="of each reply")
    parser.add_argument("--threads", action="store_true", help="conversations kept in SQLite")
    parser.add_argument("--out", help="a JSON file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
