"""AutoGen's SelectorGroupChat: a model selects, participants answer, one team a thread."""

# The peers live in an environment of their own.
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.messages import TextMessage
from autogen_agentchat.teams import SelectorGroupChat
from autogen_core.models import ModelFamily, ModelInfo
from autogen_ext.models.openai import OpenAIChatCompletionClient

from benchmarks.orchestration.job import KEY, MODEL, REPLIES, Job, Say


@asynccontextmanager
async def open_chat(job: Job) -> AsyncIterator[Say]:
    """Three assistants with the personas' cards; the team stops after three replies."""
    client = OpenAIChatCompletionClient(
        model=MODEL,
        base_url=job.base_url,
        api_key=KEY,
        model_info=ModelInfo(
            vision=False,
            function_calling=True,
            json_output=True,
            structured_output=True,
            family=ModelFamily.UNKNOWN,
        ),
    )
    names = {member.id for member in job.members}
    teams: dict[str, SelectorGroupChat] = {}

    async def say(thread: str, text: str) -> int:
        if thread not in teams:
            teams[thread] = _team(job, client)
        replies = 0
        async for event in teams[thread].run_stream(task=text):
            replies += isinstance(event, TextMessage) and event.source in names
        return replies

    try:
        yield say
    finally:
        await client.close()


def _team(job: Job, client: OpenAIChatCompletionClient) -> SelectorGroupChat:
    agents = [
        AssistantAgent(
            member.id,
            client,
            description=member.role,
            system_message=member.card,
            model_client_stream=job.stream,
        )
        for member in job.members
    ]
    return SelectorGroupChat(agents, client, max_turns=REPLIES)
