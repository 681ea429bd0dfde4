"""Conversations that are longer than a model can read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, build_group_chat
from mascot.agents.window import latest
from mascot.backends import Backend
from mascot.dialogue import Turn
from mascot.errors import ContextOverflowError
from tests.graph.test_chat import collect, notices, spoken
from tests.support.cast import group
from tests.support.models import ReplayModel, directed
from tests.support.stub_server import Reply, StubServer, fail

TURNS = st.lists(
    st.builds(Turn, st.sampled_from(["user", "anchor"]), st.text(max_size=300)), max_size=60
)


@given(TURNS, st.integers(200, 20_000))
def test_the_first_and_the_last_stay_and_the_rest_is_counted(turns: list[Turn], room: int) -> None:
    kept, left_out = latest(turns, room)
    assert len(kept) + left_out == len(turns)
    if turns:
        assert (kept[0], kept[-1]) == (turns[0], turns[-1])
    tail = len(kept) - 1
    assert left_out == 0 or list(kept[1:]) == turns[len(turns) - tail :]


def test_the_cut_moves_in_large_steps() -> None:
    turns = [Turn("user", f"turn {i} " + "x" * 100) for i in range(300)]
    cuts = [latest(turns[:n], 5_000)[1] for n in range(1, 300)]
    assert cuts == sorted(cuts)
    assert 5 < len(set(cuts)) < 40, "most turns keep the prompt's beginning as it was"


def server_with_room_for(chars: int, server: StubServer) -> None:
    def answer(request: dict[str, Any]) -> Reply | str:
        prompt = "".join(message["content"] for message in request["messages"])
        if len(prompt) > chars:
            return fail(400, f"This model's maximum context length is {chars // 4} tokens.")
        if "\nDIRECT:" in request["messages"][-1]["content"]:
            return json.dumps({"speaker": "anchor", "reason": "r", "action": "a", "tone": "t"})
        return f"Short reply {len(server.requests)}."

    server.script(answer)


async def test_an_overflow_is_survived_announced_and_remembered() -> None:
    with StubServer() as server:
        server_with_room_for(6_000, server)
        spec = {"spec": f"vllm:{server.url}#stub", "max_retries": 0}
        graph = build_group_chat(group(), backend=spec).compile(InMemorySaver())
        chat, one = ChatSession(graph, "t"), ChatContext(replies=1, turns="round-robin")
        first = "My very first message, the reason why I am here."
        seen = await collect(chat.send(first, context=one))
        assert notices(seen) == []
        announced = []
        for i in range(30):
            seen = await collect(chat.send(f"Message {i}: " + "word " * 80, context=one))
            assert len(spoken(seen)) == 1
            announced += notices(seen)
        refused = sum(
            len("".join(m["content"] for m in r["messages"])) > 6_000 for r in server.requests
        )
    assert refused == 1, "what was learnt is remembered"
    assert set(announced) == {"context"}
    assert len(announced) < 12, "once for every step, not for every turn"
    last = server.requests[-1]["messages"][-1]["content"]
    assert first in last
    assert "Message 29" in last
    assert "turns left out" in last
    assert len(await chat.messages()) == 62, "the conversation itself is kept whole"


async def test_a_context_that_is_too_long_gives_way_in_the_middle() -> None:
    with StubServer() as server:
        server_with_room_for(9_000, server)
        graph = build_group_chat(
            group(), backend={"spec": f"vllm:{server.url}#stub", "max_retries": 0}
        )
        chat = ChatSession(graph.compile(InMemorySaver()), "t")
        meeting = "Ana: the beginning\n" + "Ben: and so on\n" * 3_000 + "Ana: the end"
        seen = await collect(chat.send("Sum up", about=meeting, context=ChatContext(replies=1)))
    assert len(spoken(seen)) == 1
    assert len(server.requests) > 3, "the server refused it more than once"
    told = [e["text"] for e in seen if e["event"] == "notice"]
    assert len(told) == 2, "once for the director and once for the speakers, each with its limit"
    assert ("director" in told[0], "director" in told[1]) == (True, False)
    prompt = server.requests[-1]["messages"][-1]["content"]
    assert "the beginning" in prompt
    assert "the end" in prompt


MEETING = "Ana: the beginning\n" + "Ben: and so on\n" * 3_000 + "Ana: the end"


def known(model: ReplayModel, tokens: int = 3_000, name: str = "m") -> Backend:
    return Backend(spec=name, model=model, label=name, context_tokens=tokens)


async def test_what_is_left_out_from_the_first_is_said_once() -> None:
    """The context's length is known: nothing is refused, and a clipped x is announced all the same."""
    model = directed(["anchor", "beacon"] * 2 + ["anchor"])
    graph = build_group_chat(group(), backend=known(model))
    chat = ChatSession(graph.compile(InMemorySaver()), "t")
    seen = await collect(chat.send("Sum up", about=MEETING, context=ChatContext(replies=2)))
    assert notices(seen) == ["context"]
    text = next(e["text"] for e in seen if e["event"] == "notice")
    assert "parts of the context" in text
    assert "turn" not in text
    assert notices(await collect(chat.send("And then?", context=ChatContext(replies=2)))) == []
    seen = await collect(chat.send("word " * 1_500, context=ChatContext(replies=1)))
    assert notices(seen) == ["context"], "more is left out than before"


async def test_a_director_with_less_room_than_the_speakers_says_so_itself() -> None:
    directs, speaks = directed(["anchor", "beacon"]), directed([])
    graph = build_group_chat(
        group(), director=known(directs, name="small"), speaker=known(speaks, 200_000, "large")
    )
    chat = ChatSession(graph.compile(InMemorySaver()), "t")
    seen = await collect(chat.send("Sum up", about=MEETING, context=ChatContext(replies=2)))
    (text,) = [e["text"] for e in seen if e["event"] == "notice"]
    assert "the director can read with small" in text


async def test_when_nothing_is_short_enough_it_is_said() -> None:
    with StubServer() as server:
        server_with_room_for(100, server)
        graph = build_group_chat(
            group(), backend={"spec": f"vllm:{server.url}#stub", "max_retries": 0}
        )
        with pytest.raises(ContextOverflowError, match="larger context"):
            await collect(ChatSession(graph.compile(InMemorySaver()), "t").send("Hi"))
