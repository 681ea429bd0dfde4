"""langgraph-supervisor: a supervisor hands over by tool call and gets control back each time.

A reply costs a supervisor call and an agent call; after the third the supervisor is asked once
more and finishes: seven calls a round. It keeps its own hand-over messages in the history.
"""

# The peers live in an environment of their own.
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langchain_core.messages import AIMessage, AnyMessage
from langchain_core.runnables import RunnableConfig
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.prebuilt import create_react_agent
from langgraph_supervisor import create_supervisor

from benchmarks.orchestration.job import KEY, MODEL, Job, Say


@asynccontextmanager
async def open_chat(job: Job) -> AsyncIterator[Say]:
    """Three agents with the personas' cards under a supervisor, with its memory checkpointer."""
    model = ChatOpenAI(model=MODEL, base_url=job.base_url, api_key=KEY)
    agents = [
        create_react_agent(model, tools=[], name=member.id, prompt=member.card)
        for member in job.members
    ]
    roster = "\n".join(f"- {member.id}: {member.role}" for member in job.members)
    graph = create_supervisor(
        agents,
        model=model,
        prompt=f"You lead a group of companions. Hand over to each in turn.\n{roster}",
        output_mode="last_message",
    ).compile(checkpointer=InMemorySaver())
    names = {member.id for member in job.members}
    said: Counter[str] = Counter()

    async def say(thread: str, text: str) -> int:
        config: RunnableConfig = {"configurable": {"thread_id": thread}, "recursion_limit": 50}
        given = {"messages": [{"role": "user", "content": text}]}
        if job.stream:
            parts = graph.astream(given, config, stream_mode="messages", subgraphs=True)
            spoke = {place[0] async for place, _ in parts if place}
            return sum(place.split(":")[0] in names for place in spoke)
        messages = (await graph.ainvoke(given, config))["messages"]
        before = said[thread]
        said[thread] = sum(_is_reply(message, names) for message in messages)
        return said[thread] - before

    yield say


def _is_reply(message: AnyMessage, names: set[str]) -> bool:
    """An agent's words, not its hand-over back to the supervisor."""
    return isinstance(message, AIMessage) and message.name in names and not message.tool_calls
