"""The same calls through LangChain's ChatOpenAI alone: what ours stands on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from langchain_core.messages import BaseMessage, convert_to_messages
from langchain_openai import ChatOpenAI

from benchmarks.orchestration.job import KEY, MODEL, REPLIES, Job, Say
from benchmarks.orchestration.replay import Replay, by_round


@asynccontextmanager
async def open_chat(job: Job) -> AsyncIterator[Say]:
    """Replay recorded requests, whole or streamed as they were."""
    model = ChatOpenAI(model=MODEL, base_url=job.base_url, api_key=KEY)
    threads = Replay([[_call(dict(body)) for body in calls] for calls in by_round(job)])

    async def say(thread: str, _: str) -> int:
        for messages, streamed, settings in threads.next_round(thread):
            if streamed:
                async for _chunk in model.astream(messages, **settings):
                    pass
            else:
                await model.ainvoke(messages, **settings)
        return REPLIES

    yield say


def _call(body: dict[str, Any]) -> tuple[list[BaseMessage], bool, dict[str, Any]]:
    streamed = body.pop("stream", False)
    if (body.pop("stream_options", None) or {}).get("include_usage"):
        body["stream_usage"] = True
    if form := body.pop("response_format", None):
        # As a keyword of its own it would take ChatOpenAI through a slower, parsing client.
        body["extra_body"] = {"response_format": form}
    del body["model"]
    return convert_to_messages(body.pop("messages")), streamed, body
