from __future__ import annotations

import json
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, build_group_chat
from mascot.graph import UsageMeter
from tests.support.cast import group
from tests.support.models import directed
from tests.support.stub_server import StubServer, say


async def meter_of(backend: Any, replies: int) -> UsageMeter:
    graph = build_group_chat(group(), backend=backend).compile(InMemorySaver())
    meter = UsageMeter()
    async for event in ChatSession(graph, "t").send("Hi", context=ChatContext(replies=replies)):
        meter.follow(event)
    return meter


async def test_tokens_and_times_by_participant_the_director_first() -> None:
    with StubServer() as server:

        def answer(request: dict[str, Any]) -> Any:
            if "response_format" in request:
                speaker = request["response_format"]["json_schema"]["schema"]["properties"][
                    "speaker"
                ]["enum"][0]
                return say(
                    json.dumps({"speaker": speaker, "reason": "", "action": "", "tone": ""}),
                    cached_tokens=3,
                )
            return say("Hello, you.", cached_tokens=5)

        server.script(answer)
        tallies = dict(await meter_of(f"vllm:{server.url}#stub", 2))
    assert list(tallies) == ["director", "anchor", "catalyst"]
    assert tallies["director"].calls == 2
    assert tallies["director"].cached_tokens == 6
    assert tallies["anchor"].cached_tokens == 5
    assert tallies["anchor"].completion_tokens == 2
    assert tallies["anchor"].prompt_tokens > 100
    assert tallies["anchor"].latency_ms >= tallies["anchor"].first_token_ms > 0
    assert all(tally.untold == 0 for tally in tallies.values())


async def test_a_server_that_tells_nothing_is_counted_as_such() -> None:
    tallies = dict(await meter_of(directed(["anchor"]), 1))
    counts = {who: (t.calls, t.untold, t.cache_untold) for who, t in tallies.items()}
    assert counts == {"director": (1, 1, 1), "anchor": (1, 1, 1)}


async def test_a_reply_that_is_cut_early_has_its_tokens_counted() -> None:
    """The server's last word on usage never comes; what it counted as it went does."""
    with StubServer() as server:
        server.script(lambda _: say("on and on " * 3_000))
        graph = build_group_chat(group(), backend=f"vllm:{server.url}#stub").compile(
            InMemorySaver()
        )
        meter = UsageMeter()
        context = ChatContext(replies=1, turns="round-robin")
        async for event in ChatSession(graph, "t").send("Hi", context=context):
            meter.follow(event)
    ((_, tally),) = meter
    assert tally.untold == 0
    assert tally.prompt_tokens > 100
    assert 60 < tally.completion_tokens < 3_000, "what came until it was cut"
    assert tally.cache_untold == 1, "not nothing, but nobody said"
