"""The same calls through a bare openai client: the floor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from openai import AsyncOpenAI

from benchmarks.orchestration.job import KEY, REPLIES, Job, Say
from benchmarks.orchestration.replay import Replay, by_round


@asynccontextmanager
async def open_chat(job: Job) -> AsyncIterator[Say]:
    """Replay recorded requests, whole or streamed as they were."""
    threads = Replay(by_round(job))
    async with AsyncOpenAI(base_url=job.base_url, api_key=KEY) as client:

        async def say(thread: str, _: str) -> int:
            for body in threads.next_round(thread):
                answer = await client.chat.completions.create(**body)
                if body.get("stream"):
                    async for _chunk in answer:
                        pass
            return REPLIES

        yield say
