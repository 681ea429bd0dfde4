"""``python -m benchmarks.orchestration.state``: a very long thread in the SQLite default.

The model is scripted and in this process, so that a thousand rounds take seconds to minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from langchain_openai import ChatOpenAI

from benchmarks.orchestration import report
from benchmarks.orchestration.job import KEY, MODEL, REPLIES, message
from benchmarks.orchestration.resume import CONFIG
from benchmarks.orchestration.scripted import ScriptedModel
from benchmarks.orchestration.stub_process import StubProcess
from benchmarks.orchestration.systems.mascot_graph import compile_graph, open_checkpointer


def main() -> None:
    """Grow a thread, look at its file, then resume it in a fresh process."""
    options = _options()
    with TemporaryDirectory() as folder:
        database = str(Path(folder) / "thread.db")
        marks = sorted({max(1, options.rounds * share // 4) for share in (1, 2, 4)})
        grown = asyncio.run(grow(database, marks))
        resumed = [_resume_elsewhere(database) for _ in range(3)]
    best = min(resumed, key=lambda times: times["total_ms"])
    events = asyncio.run(events_of_a_round())

    report.table(
        "One thread in SQLite, three replies a round, scripted model in this process",
        (
            "rounds",
            "text kB",
            "database kB",
            "per byte of text",
            "kB a round since",
            "CPU ms a reply since",
        ),
        [
            (
                row["rounds"],
                row["text"] / 1e3,
                row["database"] / 1e3,
                row["database"] / row["text"],
                row["grown_by"] / 1e3,
                row["cpu_ms"],
            )
            for row in grown
        ],
    )
    report.table(
        f"Resuming after {marks[-1]} rounds in a fresh process, ms (best of {len(resumed)})",
        ("", "ms"),
        [(name.replace("_ms", "").replace("_", " "), value) for name, value in best.items()],
    )
    report.table("Events of one round, streaming", ("", "count"), sorted(events.items()))
    report.finish(
        "benchmarks.orchestration.state",
        options.out,
        {"grown": grown, "resumed": resumed, "events": events},
    )


async def grow(database: str, marks: list[int]) -> list[dict[str, float]]:
    """Hold the thread; at every mark, measure its text and its file."""
    rows: list[dict[str, float]] = []
    text = before = done = 0
    async with open_checkpointer("sqlite", database) as checkpointer:
        graph = compile_graph(ScriptedModel(), checkpointer)
        for mark in marks:
            cpu = time.process_time()
            for number in range(done, mark):
                given = {"messages": [("user", message(number))]}
                text += len(message(number).encode())
                async for event in graph.astream(given, CONFIG, stream_mode="custom"):
                    if event["event"] == "utterance":
                        text += len(event["text"].encode())
            cpu = time.process_time() - cpu
            size = _size(database)
            rows.append(
                {
                    "rounds": mark,
                    "text": text,
                    "database": size,
                    "grown_by": (size - before) / (mark - done),
                    "cpu_ms": 1e3 * cpu / (mark - done) / REPLIES,
                }
            )
            before, done = size, mark
    return rows


async def events_of_a_round() -> dict[str, int]:
    """What the custom stream carries in one round, by kind, with replies of 20 tokens."""
    with StubProcess() as stub:
        graph = compile_graph(ChatOpenAI(model=MODEL, base_url=stub.base_url, api_key=KEY), None)
        given = {"messages": [("user", message(0))]}
        parts = graph.astream(given, stream_mode="custom")
        return dict(Counter([event["event"] async for event in parts]))


def _resume_elsewhere(database: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.orchestration.resume", database, repr(time.time())]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own module
    times: dict[str, float] = json.loads(done.stdout)
    return times


def _size(database: str) -> int:
    """The file once the write-ahead log is written back into it; the log itself stays at 4 MB."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    return Path(database).stat().st_size


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.orchestration.state")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--out", help="a JSON file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
