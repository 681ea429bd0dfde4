"""Resumes a long thread in a fresh process; `state` starts it and reads its times."""

from __future__ import annotations

import asyncio
import json
import sys
import time

from langchain_core.runnables import RunnableConfig

from benchmarks.orchestration.job import REPLIES, message
from benchmarks.orchestration.scripted import ScriptedModel
from benchmarks.orchestration.systems.mascot_graph import compile_graph, open_checkpointer

CONFIG: RunnableConfig = {"configurable": {"thread_id": "long"}}


async def resume(database: str, started: float, imported: float) -> dict[str, float]:
    """Open a long thread and ask for the next round, up to the first directive.

    Args:
        database: Where the thread is.
        started: When the process was started.
        imported: When its imports were done.
    """
    async with open_checkpointer("sqlite", database) as checkpointer:
        graph = compile_graph(ScriptedModel(), checkpointer)
        built = time.time()
        state = await graph.aget_state(CONFIG)
        loaded = time.time()
        assert len(state.values["messages"]) > REPLIES
        given = {"messages": [("user", message(0))]}
        directed = loaded
        async for event in graph.astream(given, CONFIG, stream_mode="custom"):
            if event["event"] == "directive" and directed == loaded:
                directed = time.time()
    return {
        "start_and_imports_ms": 1e3 * (imported - started),
        "open_and_build_ms": 1e3 * (built - imported),
        "get_state_ms": 1e3 * (loaded - built),
        "to_first_directive_ms": 1e3 * (directed - loaded),
        "total_ms": 1e3 * (directed - started),
        "total_without_imports_ms": 1e3 * (directed - imported),
    }


if __name__ == "__main__":
    now = time.time()
    sys.stdout.write(json.dumps(asyncio.run(resume(sys.argv[1], float(sys.argv[2]), now))))
