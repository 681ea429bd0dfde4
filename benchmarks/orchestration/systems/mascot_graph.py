"""Ours: the group chat's own graph, through its public interface."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph.state import CompiledStateGraph

from benchmarks.orchestration.job import KEY, MODEL, REPLIES, Job, Say
from mascot import ChatContext, build_group_chat, load_ensemble
from mascot.graph import open_sqlite

Given = dict[str, list[AnyMessage]]
Graph = CompiledStateGraph[Any, Any, Any, Any]


@asynccontextmanager
async def open_chat(job: Job) -> AsyncIterator[Say]:
    """The emotional support group with the job's model and checkpointer."""
    spec: dict[str, object] = {"spec": f"{job.base_url}#{MODEL}", "api_key": KEY}
    model = ChatOpenAI(model=MODEL, base_url=job.base_url, api_key=KEY)
    chosen = model if job.model == "ChatOpenAI" else spec
    context = ChatContext(replies=REPLIES, stream=job.stream)
    async with open_checkpointer(job.checkpointer, job.database) as checkpointer:
        graph = compile_graph(chosen, checkpointer, ensemble=job.ensemble)
        kept: defaultdict[str, list[AnyMessage]] = defaultdict(list)

        async def say(thread: str, text: str) -> int:
            config: RunnableConfig = {"configurable": {"thread_id": thread}}
            given = {"messages": [*kept[thread], HumanMessage(text, id=str(uuid4()))]}
            replies = await (_streamed if job.stream else _whole)(graph, given, config, context)
            if checkpointer is None:  # then the caller keeps the history
                kept[thread] = [*given["messages"], *replies]
            return len(replies)

        yield say


def compile_graph(
    model: BaseChatModel | dict[str, object],
    checkpointer: BaseCheckpointSaver[str] | None,
    *,
    ensemble: str = "emotional-support",
) -> Graph:
    """The graph as an embedder builds it."""
    group = load_ensemble(ensemble)
    return build_group_chat(group, backend=model).compile(checkpointer=checkpointer)


@asynccontextmanager
async def open_checkpointer(
    kind: str, database: str | None
) -> AsyncIterator[BaseCheckpointSaver[str] | None]:
    """No checkpointer, LangGraph's in memory, or our SQLite default."""
    if kind == "sqlite":
        with open_sqlite(str(database)) as saver:
            yield saver
    else:
        yield InMemorySaver() if kind == "memory" else None


async def _streamed(
    graph: Graph, given: Given, config: RunnableConfig, context: ChatContext
) -> list[AnyMessage]:
    return [
        AIMessage(event["text"], name=event["speaker"], id=event["id"])
        async for event in graph.astream(given, config, context=context, stream_mode="custom")
        if event["event"] == "utterance"
    ]


async def _whole(
    graph: Graph, given: Given, config: RunnableConfig, context: ChatContext
) -> list[AnyMessage]:
    messages = (await graph.ainvoke(given, config, context=context))["messages"]
    last = max(n for n, message in enumerate(messages) if message.type == "human")
    return [message for message in messages[last + 1 :] if message.name]
