"""``python -m benchmarks.api.cost``: the CPU time of a reply through the server, beside the graph's.

Both in one process and by turns, so that a busy machine slows both alike. The clients of the server
are a process of their own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import uvicorn
from langgraph.checkpoint.memory import InMemorySaver

from benchmarks.api.clients import MODEL, measure, talks_to
from benchmarks.orchestration import report
from benchmarks.orchestration.stub_process import StubProcess
from mascot import build_group_chat
from mascot.serving.api.running import ApiOptions, make_app


async def by_turns(
    stub: StubProcess, folder: Path, options: argparse.Namespace
) -> list[list[float]]:
    """Milliseconds of CPU a reply, of the graph and of the server, turn after turn."""
    backend = f"vllm:{stub.base_url}#stub"
    served = ApiOptions(
        ensembles=(MODEL,), backend=backend, per_minute=0, rounds=4096, threads=folder / "c.sqlite"
    )
    server = uvicorn.Server(uvicorn.Config(make_app(served), port=0, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (it tells nobody)
        await asyncio.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    chat = build_group_chat(MODEL, backend=backend)

    async def directly() -> float:
        graph = chat.compile(checkpointer=InMemorySaver())
        run = await measure(talks_to(graph), argparse.Namespace(clients=options.clients, rounds=1))
        return float(run["cpu"] / run["replies"])

    async def through_the_server() -> float:
        words = ("api", f"--url=http://127.0.0.1:{port}", f"--clients={options.clients}")
        before = time.process_time()
        clients = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.api.clients", *words, stdout=subprocess.PIPE
        )
        told, _ = await clients.communicate()
        run = json.loads(told)
        if run["failed"]:
            raise SystemExit(f"requests failed: {run['why']}")
        return float((time.process_time() - before) / run["replies"])

    await directly()
    await through_the_server()
    turns = []
    for turn in range(options.turns):
        if turn % 2:
            server_took, graph_took = await through_the_server(), await directly()
        else:
            graph_took, server_took = await directly(), await through_the_server()
        turns.append([1e3 * graph_took, 1e3 * server_took])
        report.console.print(f"[dim]graph {turns[-1][0]:.1f} ms, server {turns[-1][1]:.1f} ms[/]")
    server.should_exit = True
    await serving
    return turns


def main() -> None:
    """Measure, print, write."""
    options = _options()
    with StubProcess() as stub, TemporaryDirectory() as folder:
        stub.reset(latency_ms=options.latency_ms, record=False)
        loop = uvicorn.Config("").get_loop_factory()
        with asyncio.Runner(loop_factory=loop) as runner:
            turns = runner.run(by_turns(stub, Path(folder), options))
    ratios = sorted(server / graph for graph, server in turns)
    report.note(
        f"{options.clients} streaming clients at a time: the graph takes "
        f"{median(turn[0] for turn in turns):.1f} ms CPU a reply, through the server "
        f"{median(turn[1] for turn in turns):.1f} ms; {median(ratios):.2f} of the graph "
        f"({ratios[0]:.2f} to {ratios[-1]:.2f})."
    )
    report.finish("benchmarks.api.cost", options.out, {"ms": turns})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api.cost")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--latency-ms", type=float, default=300.0, help="of each call of the model")
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--out", help="a JSON file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
