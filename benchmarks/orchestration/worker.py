"""Holds conversations through one system and measures itself.

A worker is one process for one system, so that its CPU time is that system's alone. It imports
the system once, then takes a job a line on standard input and answers each with a line.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from itertools import chain
from typing import Any

from benchmarks.orchestration.job import Job, Say, message

TICK = 0.005
OpenChat = Callable[[Job], AbstractAsyncContextManager[Say]]


async def hold(say: Say, job: Job) -> dict[str, Any]:
    """One thread from beginning to end.

    Returns:
        CPU and wall seconds of every round, and the replies that came.
    """
    cpu, wall, replies = [], [], []
    gc.collect()
    for number in range(job.rounds):
        cpu_before, wall_before = time.process_time(), time.perf_counter()
        replies.append(await say("0", message(number)))
        cpu.append(time.process_time() - cpu_before)
        wall.append(time.perf_counter() - wall_before)
    return {"cpu": cpu, "wall": wall, "replies": replies}


async def hold_many(say: Say, job: Job) -> dict[str, Any]:
    """All threads at the same time, while a ticker watches the event loop.

    Returns:
        CPU and wall seconds of the whole, the replies of every round, and for how long the loop
        was away, in seconds, each time that the ticker came late.
    """

    async def thread(number: int) -> list[int]:
        await asyncio.sleep(job.spread * number / job.threads)
        return [await say(str(number), message(at)) for at in range(job.rounds)]

    late: list[float] = []
    ticker = asyncio.create_task(_tick(late))
    gc.collect()
    cpu_before, wall_before = time.process_time(), time.perf_counter()
    replies = await asyncio.gather(*map(thread, range(job.threads)))
    wall, cpu = time.perf_counter() - wall_before, time.process_time() - cpu_before
    ticker.cancel()
    return {"cpu": [cpu], "wall": [wall], "replies": list(chain(*replies)), "late": late}


async def _tick(late: list[float]) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(TICK)
        late.append(time.perf_counter() - before - TICK)


async def _run(open_chat: OpenChat, job: Job) -> dict[str, Any]:
    async with open_chat(job) as say:
        return await (hold if job.threads == 1 else hold_many)(say, job)


def main() -> None:
    """Serve jobs until standard input ends."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints must not end up between the answers
    system = importlib.import_module(f"benchmarks.orchestration.systems.{sys.argv[1]}")
    out.write("ready\n")
    out.flush()
    with asyncio.Runner() as runner:  # one loop: libraries keep their connections between jobs
        for line in sys.stdin:
            job = Job.from_dict(json.loads(line))
            result = runner.run(_run(system.open_chat, job))
            out.write(json.dumps(result) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
