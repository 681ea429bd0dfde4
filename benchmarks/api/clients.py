"""Many streaming clients of a server, or the graph driven directly, in a process of its own.

    python -m benchmarks.api.clients api --url http://127.0.0.1:8010 --clients 200
    python -m benchmarks.api.clients graph --stub http://127.0.0.1:8899/v1 --clients 200

Prints one JSON object: the wall time, the CPU time, the time to each first word, and what failed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from uvicorn.config import Config

from benchmarks.api.server import machine_cpu

MODEL = "emotional-support"
MESSAGES = (
    "I saved two years for my first car and now I can't pick one.",
    "The pink one makes me grin, the blue one is the one nobody would regret.",
    "I was awake half the night over a colour.",
)
WARM_UP = 4

Say = Callable[[int, list[dict[str, str]]], Awaitable[tuple[str, float, int]]]
"""From a client's number and its messages to the answer, the seconds to the first word, the replies."""


async def measure(say: Say, options: argparse.Namespace) -> dict[str, Any]:
    """Has every client say its messages; all begin at once."""
    first: list[float] = []
    replies, failed = 0, list[str]()

    async def client(number: int) -> None:
        nonlocal replies
        messages: list[dict[str, str]] = []
        for turn in range(options.rounds):
            messages.append({"role": "user", "content": MESSAGES[turn % len(MESSAGES)]})
            try:
                text, waited, count = await say(number, messages)
            except Exception as error:  # noqa: BLE001  (counted)
                failed.append(f"{type(error).__name__}: {error}"[:200])
                return
            messages.append({"role": "assistant", "content": text})
            first.append(waited)
            replies += count

    machine, started, cpu = machine_cpu(), time.perf_counter(), time.process_time()
    await asyncio.gather(*(client(number) for number in range(options.clients)))
    first.sort()
    return {
        "wall": time.perf_counter() - started,
        "cpu": time.process_time() - cpu,
        "machine_cpu": machine_cpu() - machine,
        "first_word_median": first[len(first) // 2] if first else None,
        "first_word_p95": first[int(len(first) * 0.95)] if first else None,
        "rounds": len(first),
        "replies": replies,
        "failed": len(failed),
        "why": failed[:3],
    }


async def through_api(options: argparse.Namespace) -> dict[str, Any]:
    """Clients of ``mascot api``."""
    import httpx  # noqa: PLC0415  (the other way needs none)

    # One call of the model: for counting requests, not for timing them.
    short = {"mascot": {"turns": "round-robin", "replies": 1}} if options.short else {}
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=options.url, limits=limits, timeout=300) as http:

        async def say(number: int, messages: list[dict[str, str]]) -> tuple[str, float, int]:
            began, heard, waited = time.perf_counter(), list[str](), 0.0
            headers = {"X-Mascot-Thread": f"{options.name}-{number}"} if options.threads else {}
            count = 0
            body = {"model": MODEL, "messages": messages, "stream": True, **short}
            async with http.stream(
                "POST", "/v1/chat/completions", json=body, headers=headers
            ) as answer:
                answer.raise_for_status()
                async for line in answer.aiter_lines():
                    if not line.startswith("data: {"):
                        continue
                    chunk = json.loads(line[6:])
                    if "error" in chunk:
                        raise RuntimeError(chunk["error"]["message"])
                    choice = chunk["choices"][0]
                    if text := choice["delta"].get("content"):
                        waited = waited or time.perf_counter() - began
                        heard.append(text)
                    if choice["finish_reason"]:
                        count = len(chunk["mascot"]["replies"])
            return "".join(heard), waited, count

        await http.get("/health")
        return await measure(say, options)


def talks_to(graph: Any) -> Say:
    """Says things to a compiled graph, each client in a thread of its own."""
    from mascot import ChatSession  # noqa: PLC0415

    async def say(number: int, messages: list[dict[str, str]]) -> tuple[str, float, int]:
        began, heard, waited, count = time.perf_counter(), list[str](), 0.0, 0
        session = ChatSession(graph, str(number))
        async with aclosing(session.send(messages[-1]["content"])) as events:
            async for event in events:
                if event["event"] == "token":
                    waited = waited or time.perf_counter() - began
                    heard.append(event["text"])
                count += event["event"] == "utterance"
        return "".join(heard), waited, count

    return say


async def through_graph(options: argparse.Namespace) -> dict[str, Any]:
    """The same rounds without a server between."""
    from langgraph.checkpoint.memory import InMemorySaver  # noqa: PLC0415

    from mascot import build_group_chat  # noqa: PLC0415
    from mascot.graph import open_sqlite  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        store = (
            open_sqlite(Path(folder) / "chats.sqlite")
            if options.threads
            else nullcontext(InMemorySaver())
        )
        with store as saver:
            chat = build_group_chat(MODEL, backend=f"vllm:{options.stub}#stub")
            graph = chat.compile(checkpointer=saver)

            say = talks_to(graph)
            for number in range(WARM_UP):
                await say(-1 - number, [{"role": "user", "content": MESSAGES[0]}])
            return await measure(say, options)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api.clients")
    parser.add_argument("way", choices=("api", "graph"))
    parser.add_argument("--url", default="http://127.0.0.1:8010")
    parser.add_argument("--stub", default="http://127.0.0.1:8899/v1")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", action="store_true", help="conversations kept in SQLite")
    parser.add_argument("--short", action="store_true", help="one reply a message, nobody directs")
    parser.add_argument("--name", default="load", help="begins the names of the threads")
    options = parser.parse_args()
    way = through_api if options.way == "api" else through_graph
    # The server's own kind of event loop: uvloop where it is installed.
    with asyncio.Runner(loop_factory=Config("").get_loop_factory()) as runner:
        print(json.dumps(runner.run(way(options))))


if __name__ == "__main__":
    main()
