"""Whole chats with a real vLLM: a tiny untrained Qwen3 and two adapters, behind ``mascot serve``.

Its words are noise, so what is asserted is what must hold for any words. Where a test needs a
certain shape of answer, vLLM's own structured output gives it.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, build_group_chat
from mascot.backends import Seat, describe_failure, resolve_backend
from mascot.errors import BackendError, ContextOverflowError
from mascot.graph import Event
from mascot.serving import read_block_size, read_prefix_cache
from tests.serving.served import Served, alive
from tests.support.cast import group

pytestmark = pytest.mark.vllm

NOT_THINKING = {"chat_template_kwargs": {"enable_thinking": False}}
A_SENTENCE = "[A-Z][a-z ]{30,60}[.]"
ROSTER = {"anchor", "catalyst", "beacon"}


@pytest.fixture(autouse=True)
def _nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    for name in ("MASCOT_BACKEND", "MASCOT_DIRECTOR", "MASCOT_SPEAKER", "MASCOT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def model(served: Served, *, name: str = "", regex: str = "", **options: Any) -> dict[str, Any]:
    body: dict[str, Any] = {**NOT_THINKING, **options.pop("body", {})}
    if regex:
        body["structured_outputs"] = {"regex": regex}
    return {
        "spec": f"vllm:{served.url}{name}",
        "max_tokens": 300,
        "max_retries": 0,
        "extra_body": body,
        **options,
    }


def chat(served: Served, **options: Any) -> ChatSession:
    backends = {"director": model(served), "speaker": model(served, regex=A_SENTENCE)} | options
    graph = build_group_chat(group(), **backends)
    return ChatSession(graph.compile(checkpointer=InMemorySaver()), "t")


async def collect(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


def of(events: Sequence[Event], kind: str) -> list[Any]:
    return [event for event in events if event["event"] == kind]


async def test_serve_says_how_to_reach_it(served: Served) -> None:
    assert served.spec == f"mascot chat --backend vllm:{served.url}"
    said = served.said.read_text()
    assert "Ready after" in said
    assert "base, director, speaker" in said


async def test_director_and_speakers_are_asked_at_their_own_adapters(served: Served) -> None:
    before = served.mark()
    events = await collect(chat(served).send("I failed my exam.", context=ChatContext(replies=2)))
    expected = [
        "director" if event["event"] == "directive" else "speaker"
        for event in events
        if event["event"] == "utterance" or event.get("source") == "model"
    ]
    assert expected[:2] == ["director", "speaker"]
    assert served.requests(before) == expected
    assert of(events, "notice") == []


async def test_the_printed_spec_is_all_it_takes(served: Served) -> None:
    before = served.mark()
    graph = build_group_chat("emotional-support", backend=served.spec.rpartition(" ")[2])
    session = ChatSession(graph.compile(checkpointer=InMemorySaver()), "t")
    events = await collect(session.send("I failed my exam.", context=ChatContext(replies=1)))
    assert of(events, "directive")[0]["source"] == "model"
    assert served.requests(before)[0] == "director"
    assert set(served.requests(before)[1:]) == {"speaker"}
    assert {e["code"] for e in of(events, "notice")} <= {"echo", "empty-reply"}, "of noise"


async def test_what_is_named_is_not_routed(served: Served) -> None:
    before = served.mark()
    session = chat(
        served, director=model(served, name="#base"), speaker=model(served, name="#base")
    )
    await collect(session.send("Hello.", context=ChatContext(replies=1)))
    assert served.requests(before) == ["base", "base"]


async def test_the_adapters_are_different_models(served: Served) -> None:
    said = {
        name: resolve_backend(model(served, name=f"#{name}", temperature=0.0, max_tokens=20))
        .model.invoke("Hello there")
        .content
        for name in ("base", "director", "speaker")
    }
    assert len(set(said.values())) == 3


async def test_an_untrained_director_never_leaves_the_roster(served: Served) -> None:
    """The schema holds it to the roster: an unconstrained one would name nobody at all."""
    chosen: list[str] = []
    for seed in range(3):
        director = model(served, seed=seed, temperature=1.0)
        session = chat(served, director=director)
        context = ChatContext(muted=("beacon",), replies=2)
        events = await collect(session.send(f"Message {seed}", context=context))
        directives = of(events, "directive")
        assert directives[0]["source"] == "model"
        assert [e["code"] for e in of(events, "notice")] == []
        chosen += [d["speaker"] for d in directives]
    assert set(chosen) <= {"anchor", "catalyst", "user"}
    assert {"anchor", "catalyst"} & set(chosen)


async def test_noise_is_streamed_under_the_right_names(served: Served) -> None:
    speaker = model(served, temperature=1.0, max_tokens=80, seed=3)
    session = chat(served, speaker=speaker)
    events = await collect(session.send("Tell me.", context=ChatContext(turns="round-robin")))
    said = of(events, "utterance")
    assert [e["speaker"] for e in said] == ["anchor", "catalyst", "beacon"]
    assert len(of(events, "token")) > 3 * len(said), "it was streamed, not sent at once"
    shown: dict[str, str] = {}
    for event in events:
        if event["event"] == "token":
            shown[event["speaker"]] = shown.get(event["speaker"], "") + event["text"]
        elif event["event"] == "redo":
            shown[event["speaker"]] = ""
    assert shown == {e["speaker"]: e["text"] for e in said}
    assert [m.content for m in await session.messages()][1:] == [e["text"] for e in said]


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("shape", ["field", "text"])
async def test_thoughts_are_kept_apart(served: Served, shape: str, stream: bool) -> None:
    if shape == "field":
        # The template opens the thought, vLLM's budget closes it, its parser takes it out.
        thinking = {"enable_thinking": True, "open_thought": True}
        body = {"chat_template_kwargs": thinking, "thinking_token_budget": 8}
        speaker = model(served, regex=A_SENTENCE, body=body)
    else:
        speaker = model(served, regex=f"<think>[a-z ]{{10,20}}</think>{A_SENTENCE}")
    context = ChatContext(turns="round-robin", replies=1, stream=stream)
    events = await collect(chat(served, speaker=speaker).send("Why?", context=context))
    (said,) = of(events, "utterance")
    assert said["reasoning"].strip()
    assert "think>" not in said["text"]
    assert said["text"].endswith(".")
    assert said["reasoning"] not in said["text"]
    if stream:
        assert "".join(e["text"] for e in of(events, "token")) == said["text"]


async def test_a_deliberate_speaker_thinks_for_at_most_512_tokens(served: Served) -> None:
    """The template opens a thought and noise would never close it: the profile's budget does."""
    body = {
        "chat_template_kwargs": {"enable_thinking": True, "open_thought": True},
        "structured_outputs": {"regex": A_SENTENCE},
    }
    spec = f"vllm:{served.url}"
    speaker = {"spec": spec, "profile": "deliberate", "extra_body": body, "seed": 1}
    context = ChatContext(turns="round-robin", replies=1)
    (said,) = of(
        await collect(chat(served, speaker=speaker).send("Why?", context=context)), "utterance"
    )
    assert said["reasoning"].strip()
    assert said["text"].endswith(".")
    assert 512 <= said["usage"]["completion_tokens"] <= 512 + 80


async def test_a_reply_that_is_cut_has_its_tokens_counted(served: Served) -> None:
    graph = build_group_chat(
        group(words=10), backend=model(served, regex="[A-Z][a-z ]{600,800}[.]", max_tokens=900)
    )
    session = ChatSession(graph.compile(checkpointer=InMemorySaver()), "t")
    context = ChatContext(turns="round-robin", replies=1)
    (said,) = of(await collect(session.send("Why?", context=context)), "utterance")
    assert said["text"].endswith("…")
    assert said["usage"]["prompt_tokens"] > 100
    assert said["usage"]["completion_tokens"] > 10
    assert said["usage"]["cached_tokens"] is None, "vLLM tells this with the last word alone"


async def test_a_wrong_name_is_answered_with_what_there_is(served: Served) -> None:
    session = chat(served, speaker=model(served, name="#speeker"))
    with pytest.raises(BackendError, match=r"it has base, director, speaker; correct") as raised:
        await collect(session.send("Hi", context=ChatContext(turns="round-robin")))
    assert "\n" not in str(raised.value)


def test_a_prompt_that_is_too_long_is_put_in_words(served: Served) -> None:
    backend = resolve_backend(model(served), seat=Seat("speaker"))
    assert backend.context_tokens == 4_096
    with pytest.raises(Exception, match="context") as raised:
        backend.model.invoke("word " * 9_000)
    failure = describe_failure(raised.value, backend)
    assert isinstance(failure, ContextOverflowError)
    assert "does not fit into the model's context" in str(failure)


@pytest.mark.parametrize("name", ["", "#speaker"], ids=["known length", "unknown length"])
async def test_a_long_talk_goes_on_and_says_what_it_left_out(served: Served, name: str) -> None:
    session = chat(served, speaker=model(served, name=name, regex=A_SENTENCE))
    context = ChatContext(turns="round-robin", replies=1)
    events = await collect(
        session.send("What was decided?", about="We met and talked. " * 2_500, context=context)
    )
    assert len(of(events, "utterance")) == 1
    codes = [e["code"] for e in of(events, "notice")]
    assert codes == ["context"], "round-robin asks no director: once, known or learnt"


async def test_the_prefix_cache_is_counted(served: Served) -> None:
    """What the events say of each call and what the server counts are the same tokens."""
    assert read_block_size(served.url)
    before = read_prefix_cache(served.url)
    session = chat(served)
    events = await collect(session.send("A new start.", context=ChatContext(replies=3)))
    usage = [e["usage"] for e in events if e["event"] in ("directive", "utterance")]
    usage = [one for one in usage if one]
    counted = read_prefix_cache(served.url) - before
    assert counted.prompt == sum(one["prompt_tokens"] for one in usage)
    assert counted.cached == sum(one["cached_tokens"] for one in usage)
    assert 0 < counted.cached < counted.prompt


async def test_killed_in_mid_stream_restarted_and_resumed(served: Served) -> None:
    graph = build_group_chat(
        group(words=600),
        director=model(served),
        # Long enough that the second reply is still being written when the server dies.
        speaker=model(served, regex="[A-Z][a-z ]{1400,1600}[.]", max_tokens=800),
    )
    session = ChatSession(graph.compile(checkpointer=InMemorySaver()), "t")
    in_turn = ChatContext(turns="round-robin")
    await collect(session.send("Hi all.", context=ChatContext(turns="round-robin", replies=1)))
    kept = [m.content for m in await session.messages()]
    assert len(kept) == 2
    processes = served.group()
    assert len(processes) > 1
    seen: list[Event] = []

    async def listen_and_kill() -> None:
        async for event in session.send("Go on.", context=in_turn):
            seen.append(event)
            if len(of(seen, "utterance")) == 1 and event["event"] == "token":
                served.kill()

    with pytest.raises(BackendError, match=str(served.port)) as raised:
        await listen_and_kill()
    assert "\n" not in str(raised.value)
    assert served.status == 1
    assert "vLLM stopped by itself (signal 9)" in " ".join(served.said.read_text().split())
    assert alive(processes) == []
    said = of(seen, "utterance")
    assert len(said) == 1, "the second was cut"
    kept += ["Go on.", said[0]["text"]]
    assert [m.content for m in await session.messages()] == kept
    assert await session.interrupted()

    with pytest.raises(BackendError, match="cannot be reached; start the server"):
        await collect(session.resume(context=in_turn))

    served.start()  # on the same port
    rest = await collect(session.resume(context=in_turn))
    speakers = [e["speaker"] for e in of(rest, "utterance")]
    assert {said[0]["speaker"], *speakers} == ROSTER
    assert [m.content for m in await session.messages()] == [
        *kept,
        *(e["text"] for e in of(rest, "utterance")),
    ]


def test_it_stops_with_everything_that_it_started(served: Served) -> None:
    processes = served.group()
    assert len(processes) > 1
    assert served.stop() == 0
    assert alive(processes) == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", served.port)) != 0
