"""Whole rounds over real HTTP, with servers that misbehave."""

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
from tests.support.stub_server import Raw, Reply, StubServer, events, fail, html, say


@pytest.fixture
def server() -> Iterator[StubServer]:
    with StubServer() as stub:
        yield stub


def chat(backend: Any, **options: Any) -> ChatSession:
    graph = build_group_chat(group(), backend=backend, **options)
    return ChatSession(graph.compile(checkpointer=InMemorySaver()), "t")


def spec(server: StubServer, **options: Any) -> dict[str, object]:
    return {"spec": f"vllm:{server.url}#stub", "max_retries": 0, "timeout": 5, **options}


def directive(speaker: str) -> str:
    return json.dumps({"speaker": speaker, "reason": "r", "action": "a", "tone": "t"})


def asks_director(request: dict[str, Any]) -> bool:
    return "\nDIRECT:" in request["messages"][-1]["content"]


def directing(answer: Reply | str, reply: Reply | str = "I hear you.") -> Any:
    return lambda request: answer if asks_director(request) else reply


ONE = ChatContext(replies=1)
IN_TURN = ChatContext(turns="round-robin")


@pytest.mark.parametrize("stream", [True, False])
async def test_a_round_over_http(server: StubServer, stream: bool) -> None:
    server.script(
        directing(directive("beacon"), say("Beacon: Well done, really!", cached_tokens=7))
    )
    session = chat(spec(server))
    seen = await collect(session.send("I passed!", context=ChatContext(replies=1, stream=stream)))
    said = next(e for e in seen if e["event"] == "utterance")
    assert (said["speaker"], said["text"]) == ("beacon", "Well done, really!")
    assert said["usage"]["cached_tokens"] == 7
    assert said["usage"]["latency_ms"] > 0
    assert (said["usage"]["first_token_ms"] is not None) == stream


async def test_the_roster_is_an_enum_in_the_directors_request(server: StubServer) -> None:
    server.script(directing(directive("beacon")))
    await collect(chat(spec(server)).send("Hi", context=ChatContext(replies=2)))
    first, _, second = server.requests[:3]
    schema = first["response_format"]["json_schema"]["schema"]
    assert next(iter(schema["properties"])) == "speaker"
    assert schema["properties"]["speaker"]["enum"] == ["anchor", "catalyst", "beacon"]
    enum = second["response_format"]["json_schema"]["schema"]["properties"]["speaker"]["enum"]
    assert enum == ["anchor", "catalyst", "user"]


async def test_a_server_without_structured_output_is_asked_without_and_remembered(
    server: StubServer,
) -> None:
    def answer(request: dict[str, Any]) -> Reply | str:
        if "response_format" in request:
            return fail(400, "response_format is not supported")
        return directing("I choose " + directive("anchor"))(request)

    server.script(answer)
    session = chat(spec(server))
    first = await collect(session.send("Hi", context=ONE))
    second = await collect(session.send("And?", context=ONE))
    assert spoken(first) == spoken(second) == ["anchor"]
    assert notices(first) == ["no-schema"]
    assert notices(second) == []
    assert sum("response_format" in r for r in server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "",
        '{"speaker": "bob", "reason": "hallucinated"}',
        '{"speak',
        "<html>hello</html>",
        "{}",
        "42",
    ],
)
async def test_a_useless_directive_falls_back_with_a_notice(
    server: StubServer, answer: str
) -> None:
    server.script(directing(say(answer, pieces=(answer,))))
    seen = await collect(chat(spec(server)).send("Hi", context=ONE))
    assert notices(seen) == ["bad-directive"]
    chosen = next(e for e in seen if e["event"] == "directive")
    assert chosen["source"] == "fallback"
    assert spoken(seen) == [chosen["speaker"]]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (fail(401, "bad key"), "key"),
        (fail(404, "no such model"), "stub"),
        (fail(500, "boom"), "500"),
        (html(), "text/html|JSON"),
        (say("I hear you.", die_after=0), "127.0.0.1"),
        (say("I hear you and more", die_after=2), "127.0.0.1"),
        (events('{"choices": [{"index": 0, "delta": {"conte'), "127.0.0.1"),
        (Raw(b'{"object": "chat.completion"', content_type="application/json"), "127.0.0.1"),
    ],
)
@pytest.mark.parametrize("stream", [True, False])
async def test_a_failing_server_is_one_clear_error_and_nothing_is_lost(
    server: StubServer, reply: Reply, said: str, stream: bool
) -> None:
    if stream is False and isinstance(reply, Raw) and reply.content_type == "text/event-stream":
        pytest.skip("only a stream can break off like this")
    replies = iter(["I hear you.", reply])
    server.script(lambda _: next(replies))
    session = chat(spec(server))
    with pytest.raises(BackendError, match=said) as raised:
        await collect(session.send("Hi", context=ChatContext(turns="round-robin", stream=stream)))
    assert "\n" not in str(raised.value)
    assert [m.content for m in await session.messages()] == ["Hi", "I hear you."]
    server.script(lambda _: "Here I am again.")
    assert spoken(await collect(session.resume(context=IN_TURN))) == ["catalyst", "beacon"]


async def test_an_unreachable_server_is_named_with_the_remedy() -> None:
    session = chat({"spec": "vllm:http://127.0.0.1:9#stub", "max_retries": 0})
    with pytest.raises(BackendError, match=r"127\.0\.0\.1:9.*start the server"):
        await collect(session.send("Hi"))
    assert [m.content for m in await session.messages()] == ["Hi"]


async def test_the_fallback_chain_takes_over_in_mid_stream_and_says_so(server: StubServer) -> None:
    with StubServer() as second:
        server.script(say("I hear you and mo", die_after=2))
        second.script(lambda _: "From the second server.")
        session = chat(spec(server, fallbacks=[f"vllm:{second.url}#stub"]))
        seen = await collect(
            session.send("Hi", context=ChatContext(turns="round-robin", replies=1))
        )
    assert [e["text"] for e in seen if e["event"] == "utterance"] == ["From the second server."]
    assert notices(seen) == ["fallback-backend"]
    kinds = [e["event"] for e in seen]
    assert kinds.index("redo") < kinds.index("utterance")


async def test_a_dead_director_of_its_own_does_not_end_the_chat(server: StubServer) -> None:
    server.script(lambda _: "I hear you.")
    dead = {"spec": "vllm:http://127.0.0.1:9#director", "max_retries": 0}
    seen = await collect(chat(spec(server), director=dead).send("Hi", context=ONE))
    assert notices(seen) == ["director-failed"]
    assert len(spoken(seen)) == 1


async def test_reasoning_in_a_field_of_its_own_is_kept_apart(server: StubServer) -> None:
    server.script(directing(directive("anchor"), say("I hear you.", reasoning="They are sad.")))
    seen = await collect(chat(spec(server)).send("Hi", context=ONE))
    said = next(e for e in seen if e["event"] == "utterance")
    assert (said["text"], said["reasoning"]) == ("I hear you.", "They are sad.")


async def test_a_reply_cut_by_the_token_limit_is_marked(server: StubServer) -> None:
    server.script(directing(directive("anchor"), say("I would like to", finish_reason="length")))
    seen = await collect(chat(spec(server)).send("Hi", context=ONE))
    assert [e["text"] for e in seen if e["event"] == "utterance"] == ["I would like to…"]


async def test_endless_talk_is_cut_and_the_stream_closed(server: StubServer) -> None:
    server.script(directing(directive("anchor"), say("on and " * 5_000)))
    seen = await collect(chat(spec(server)).send("Hi", context=ONE))
    (text,) = [e["text"] for e in seen if e["event"] == "utterance"]
    assert text.endswith("…")
    assert len(text) < 2_000


def test_the_prompt_is_a_growing_prefix_for_all_roles(server: StubServer) -> None:
    """What a prefix cache lives on: every prompt begins with the whole transcript so far."""
    server.script(lambda r: f"Short reply {len(server.requests)}.")
    graph = build_group_chat(group(), backend=spec(server)).compile(checkpointer=InMemorySaver())
    config: Any = {"configurable": {"thread_id": "t"}}
    for text in ("Hello there", "And what then?"):
        graph.invoke({"messages": [("user", text)]}, config, context=IN_TURN)
    prompts = [[m["content"] for m in r["messages"]] for r in server.requests]
    assert len({system for system, _ in prompts}) == 1, "the frame is the same bytes for everyone"
    transcripts = [human.partition("\n\nSPEAK")[0] for _, human in prompts]
    for earlier, later in zip(transcripts, transcripts[1:], strict=False):
        assert later.startswith(earlier)


def test_persona_first_gives_each_speaker_its_own_frame(server: StubServer) -> None:
    server.script(lambda r: "Reply to " + str(len(r["messages"])))
    graph = build_group_chat(group(), backend=spec(server), layout="persona-first").compile(
        InMemorySaver()
    )
    config: Any = {"configurable": {"thread_id": "t"}}
    for text in ("Hello there", "And what then?"):
        graph.invoke({"messages": [("user", text)]}, config, context=IN_TURN)
    frames = [r["messages"][0]["content"] for r in server.requests]
    assert len(set(frames)) == 3
    roles = [m["role"] for m in server.requests[3]["messages"]]
    assert roles == ["system", "user", "assistant", "user"], "own turns are the assistant's"
