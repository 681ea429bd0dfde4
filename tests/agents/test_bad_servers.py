"""Whole chats with servers that are slow, busy, endless, or lack what was trained."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, build_group_chat
from mascot.errors import BackendError
from tests.graph.test_chat import collect, notices, spoken
from tests.support.cast import group
from tests.support.stub_server import Reply, StubServer, fail, say

ONE = ChatContext(replies=1)
DIRECTIVE = json.dumps({"speaker": "anchor", "reason": "r", "action": "a", "tone": "t"})


@pytest.fixture
def server() -> Iterator[StubServer]:
    with StubServer() as stub:
        yield stub


def chat(server: StubServer, **options: Any) -> ChatSession:
    spec = {"spec": f"vllm:{server.url}#stub", "max_retries": 0, "timeout": 5, **options}
    graph = build_group_chat(group(), backend=spec)
    return ChatSession(graph.compile(InMemorySaver()), "t")


def directing(director: Reply | str) -> Any:
    return lambda request: director if "response_format" in request else "I hear you."


async def test_a_director_without_end_is_cut_and_the_talk_goes_on(server: StubServer) -> None:
    server.script(directing(say("on and on " * 20_000)))
    seen = await collect(chat(server).send("Hi", context=ONE))
    assert notices(seen) == ["bad-directive"]
    assert len(spoken(seen)) == 1
    directive = next(e for e in seen if e["event"] == "directive")
    assert 100 < directive["usage"]["completion_tokens"] < 10_000, "it was not heard to the end"


@pytest.mark.parametrize("stream", [True, False])
async def test_a_server_that_does_not_begin_is_given_up_and_nothing_is_lost(
    server: StubServer, stream: bool
) -> None:
    server.script(DIRECTIVE, say("At last.", delay=3))
    session = chat(server, timeout=0.3)
    with pytest.raises(BackendError, match="no answer in time; raise MASCOT_TIMEOUT"):
        await collect(session.send("Hi", context=ChatContext(replies=1, stream=stream)))
    assert [m.content for m in await session.messages()] == ["Hi"]
    server.script("I hear you.")
    assert spoken(await collect(session.resume(context=ONE))) == ["anchor"]


async def test_a_busy_server_is_waited_for_as_long_as_it_says(server: StubServer) -> None:
    server.script(fail(429, retry_after=0.01), DIRECTIVE, fail(503, retry_after=0.01), "Here.")
    seen = await collect(chat(server, max_retries=1).send("Hi", context=ONE))
    assert (spoken(seen), notices(seen)) == (["anchor"], [])


async def test_missing_adapters_are_named_once_and_the_base_answers() -> None:
    with StubServer(models=("qwen3",)) as server:
        server.script(directing(DIRECTIVE))
        graph = build_group_chat(group(), backend=f"vllm:{server.url}")
        session = ChatSession(graph.compile(InMemorySaver()), "t")
        seen = await collect(session.send("Hi", context=ONE))
        (told,) = [e["text"] for e in seen if e["event"] == "notice"]
        assert "nothing is served as 'director' or 'speaker'; qwen3 answers instead" in told
        assert notices(await collect(session.send("And?", context=ONE))) == []
    assert {r["model"] for r in server.requests} == {"qwen3"}
