"""How much of the allowed concurrency sampling and judging keep busy.

    python -m benchmarks.training.concurrency [--concurrency 16] [--delay 0.2]

A stub server in a process of its own answers every call after a fixed time. An ideal client takes
calls / concurrency times that; the share is the ideal time over the time taken, from the first
call to the last record on the disk. A bare client, sixteen sockets that send a fixed request and
read the answer, is measured first: on a machine that is busy with other things it falls short of
the ideal too, and the difference to it is what these stages cost.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import multiprocessing as mp
import os
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from mascot.backends import resolve_backend
from mascot.corpora import load_contexts
from mascot.judges import AGENT, resolve_judge
from mascot.personas import load_ensemble
from mascot.training.grading import Grader, reply_of
from mascot.training.records import Candidate, Judged, RecordFile
from mascot.training.sampler import Author, Sampler, situations_of

REPLY = "It hangs there, in the oak. What would you miss about it, if the oak kept it?"


def serve(delay: float, pipe: Connection) -> None:
    """Answers calls until it is ended."""
    asyncio.run(_serve(delay, pipe))


async def _serve(delay: float, pipe: Connection) -> None:
    scores = {name: {"reason": "so", "score": 3} for name in AGENT.ids}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().lower().split("\r\n")
                size = next(int(x.split(":")[1]) for x in lines if x.startswith("content-length"))
                body = await reader.readexactly(size)
                await asyncio.sleep(delay)
                text = json.dumps(scores) if b"reply_to_grade" in body else REPLY
                message = {"role": "assistant", "content": text}
                choice = {"index": 0, "message": message, "finish_reason": "stop"}
                usage = {"prompt_tokens": 900, "completion_tokens": 18, "total_tokens": 918}
                done = {"id": "x", "object": "chat.completion", "created": 1, "model": "stub"}
                data = json.dumps({**done, "choices": [choice], "usage": usage}).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    + f"Content-Length: {len(data)}\r\n\r\n".encode()
                    + data
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def bare(port: int, calls: int, concurrency: int) -> None:
    """Makes the calls with as little as can be."""
    body = json.dumps({"messages": [{"role": "user", "content": "x" * 4_000}]}).encode()
    head = f"POST / HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode()

    async def one(count: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(count):
            writer.write(head + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(answer.decode().rpartition(": ")[2]))
        writer.close()

    async def everyone() -> None:
        await asyncio.gather(*(one(calls // concurrency) for _ in range(concurrency)))

    asyncio.run(everyone())


def timed(label: str, calls: int, concurrency: int, delay: float, work: Callable[[], None]) -> None:
    """Runs a stage and prints its share."""
    processor, began = time.process_time(), time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    ideal = math.ceil(calls / concurrency) * delay
    used = (time.process_time() - processor) / calls
    print(
        f"{label:9} {calls:5} calls, {concurrency} at once: {seconds:6.2f} s, ideal {ideal:6.2f} s, "
        f"busy {ideal / seconds:6.1%}, {1e3 * used:.1f} ms of processor a call"
    )


def main() -> None:
    """Measures both stages."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--delay", type=float, default=0.2)
    parser.add_argument("--contexts", type=int, default=48)
    options = parser.parse_args()
    here, there = mp.Pipe()
    stub = mp.get_context("spawn").Process(target=serve, args=(options.delay, there), daemon=True)
    stub.start()
    port = here.recv()
    url = f"http://127.0.0.1:{port}"
    ensemble = load_ensemble("emotional-support")
    situations = situations_of(load_contexts("shipped", limit=options.contexts), ensemble)
    # Connections and lazy imports are made before the clock starts.
    backend = resolve_backend(f"vllm:{url}#stub")
    backend.model.invoke("hello")
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        store = RecordFile(Path(folder) / "candidates.jsonl", Candidate)
        sampler = Sampler(ensemble=ensemble, store=store, concurrency=options.concurrency)
        author = Author(backends=dict.fromkeys(ensemble.ids, backend), count=4)
        calls = len(situations) * author.count
        timed(
            "bare",
            calls,
            options.concurrency,
            options.delay,
            lambda: bare(port, calls, options.concurrency),
        )
        timed(
            "sampling",
            calls,
            options.concurrency,
            options.delay,
            lambda: asyncio.run(sampler.run(situations, [author])),
        )
        grader = Grader(
            show=reply_of(ensemble),
            judges=[resolve_judge(f"vllm:{url}#stub")],
            rubric=AGENT,
            store=RecordFile(Path(folder) / "judged.jsonl", Judged),
            concurrency=options.concurrency,
        )
        candidates = list(store)
        timed(
            "judging",
            calls,
            options.concurrency,
            options.delay,
            lambda: asyncio.run(grader.run(candidates)),
        )
    stub.terminate()
    stub.join()


if __name__ == "__main__":
    main()
