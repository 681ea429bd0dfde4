import asyncio
import threading

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from mascot.backends import Backend, resolve_backend, structured_kwargs
from mascot.settings import Settings
from tests.support.stub_server import fail, say

PROMPT = [SystemMessage("Be kind."), HumanMessage("hello")]


def _joined(chunks) -> AIMessage:
    total = None
    for chunk in chunks:
        total = chunk if total is None else total + chunk
    return total


def _invoke(model, **kwargs):
    return model.invoke(PROMPT, **kwargs)


def _stream(model, **kwargs):
    return _joined(model.stream(PROMPT, **kwargs))


def _ainvoke(model, **kwargs):
    return asyncio.run(model.ainvoke(PROMPT, **kwargs))


def _astream(model, **kwargs):
    async def collect():
        return _joined([chunk async for chunk in model.astream(PROMPT, **kwargs)])

    return asyncio.run(collect())


call = pytest.mark.parametrize("call", [_invoke, _stream, _ainvoke, _astream])
streaming = pytest.mark.parametrize("call", [_stream, _astream])


@pytest.fixture
def backend(server) -> Backend:
    return resolve_backend(f"vllm:{server.url}#lora", settings=Settings(max_retries=2, timeout=5))


@call
def test_a_reply_comes_whole_with_its_usage(call, backend, server):
    server.script(say("One two three.", cached_tokens=2))
    message = call(backend.model)
    assert message.content == "One two three."
    assert message.usage_metadata["output_tokens"] == 3
    assert message.usage_metadata["input_token_details"]["cache_read"] == 2
    assert message.response_metadata["finish_reason"] == "stop"
    request = server.requests[0]
    assert request["model"] == "lora"
    assert [one["role"] for one in request["messages"]] == ["system", "user"]


@streaming
def test_streaming_yields_the_pieces_as_they_come(call, backend, server):
    server.script(say("x", pieces=("Grüß", "e ", "👋", "", "\n")))
    assert call(backend.model).content == "Grüße 👋\n"
    assert server.requests[0]["stream"] is True


@call
@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_reasoning_is_kept_apart_from_the_reply(call, name, backend, server):
    server.script(say("Hi.", reasoning="They greet me.", reasoning_field=name))
    message = call(backend.model)
    assert message.content == "Hi."
    assert message.additional_kwargs["reasoning_content"] == "They greet me."


@call
def test_without_reasoning_there_is_none(call, backend):
    assert "reasoning_content" not in call(backend.model).additional_kwargs


@call
def test_empty_content_is_an_empty_reply(call, backend, server):
    server.script(say(""))
    assert call(backend.model).content == ""


@call
def test_a_busy_server_is_asked_again(call, backend, server):
    server.script(fail(500, retry_after=0.01), fail(429, retry_after=0.01), say("At last."))
    assert call(backend.model).content == "At last."
    assert len(server.requests) == 3


@call
def test_a_schema_is_asked_for_and_broken_json_is_handed_over(call, backend, server):
    schema = {
        "type": "object",
        "properties": {"speaker": {"enum": ["anchor"]}},
        "required": ["speaker"],
        "additionalProperties": False,
    }
    server.script(say('{"speaker": "anch'))
    message = call(backend.model, **structured_kwargs(backend, schema, "directive"))
    assert message.content == '{"speaker": "anch'
    sent = server.requests[0]["response_format"]
    assert sent["type"] == "json_schema"
    assert sent["json_schema"] == {"name": "directive", "schema": schema, "strict": True}
    assert "extra_body" not in server.requests[0]


def test_a_schema_that_strict_mode_refuses_is_sent_as_a_loose_one(backend):
    kwargs = structured_kwargs(backend, {"type": "object", "properties": {"a": {}}}, "x")
    assert kwargs["extra_body"]["response_format"]["json_schema"]["strict"] is False


def test_a_schema_does_not_displace_the_models_own_extra_body(server, settings):
    spec = {
        "spec": f"vllm:{server.url}#m",
        "extra_body": {"chat_template_kwargs": {"enable_thinking": False}},
    }
    backend = resolve_backend(spec, settings=settings)
    backend.model.invoke("x", **structured_kwargs(backend, {"type": "object"}, "x"))
    assert server.requests[0]["chat_template_kwargs"] == {"enable_thinking": False}
    assert "response_format" in server.requests[0]


def test_no_schema_is_asked_for_where_it_is_not_honoured(server, settings):
    spec = {"spec": f"vllm:{server.url}#m", "structured": False}
    assert structured_kwargs(resolve_backend(spec, settings=settings), {}, "x") == {}


@call
def test_options_reach_the_endpoint(call, server, settings):
    spec = {
        "spec": f"vllm:{server.url}#m",
        "temperature": 0.3,
        "top_p": 0.9,
        "max_tokens": 77,
        "seed": 5,
        "headers": {"X-Team": "blue"},
        "extra_body": {"min_p": 0.1},
        "kwargs": {"frequency_penalty": 0.4, "stream_usage": False},
    }
    call(resolve_backend(spec, settings=settings).model)
    request = server.requests[0]
    wanted = {
        "temperature": 0.3,
        "top_p": 0.9,
        "max_tokens": 77,
        "seed": 5,
        "min_p": 0.1,
        "frequency_penalty": 0.4,
    }
    assert wanted.items() <= request.items()
    assert "max_completion_tokens" not in request
    assert "stream_options" not in request
    assert server.headers[0]["x-team"] == "blue"


@call
def test_a_calls_own_limit_and_stop_words_reach_the_endpoint(call, backend, server):
    call(backend.model, max_tokens=9, stop=["\nUser:"])
    assert server.requests[0]["max_tokens"] == 9
    assert server.requests[0]["stop"] == ["\nUser:"]


@call
def test_headers_of_a_call_reach_the_endpoint(call, backend, server):
    assert call(backend.model, extra_headers={"X-Trace": "1"}).content
    assert server.headers[0]["x-trace"] == "1"


def test_one_model_serves_one_event_loop_after_the_other(backend, server):
    for _ in range(3):
        assert _ainvoke(backend.model).content
        assert _astream(backend.model).content
    assert len(server.requests) == 6  # none was repeated over a dead connection


def test_one_model_serves_several_event_loops_at_once(backend, server):
    replies = []

    def run() -> None:
        replies.extend(_astream(backend.model).content for _ in range(3))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replies) == len(server.requests) == 12
    assert len(set(replies)) == 1


async def test_many_calls_share_a_loop(backend):
    replies = await asyncio.gather(*(backend.model.ainvoke("hi") for _ in range(50)))
    assert {reply.content for reply in replies} == {"Hello from the stub."}


@streaming
def test_counts_of_a_running_stream_are_not_added_up_twice(call, backend, server):
    """LangChain sums what chunks carry; a vLLM that counts as it goes sends sums."""
    server.script(say("one two three four", cached_tokens=2))
    usage = call(backend.model).usage_metadata
    assert server.requests[0]["stream_options"]["continuous_usage_stats"] is True
    assert (usage["input_tokens"], usage["output_tokens"]) == (3, 4)
    assert usage["total_tokens"] == 7
    assert usage["input_token_details"]["cache_read"] == 2


def test_only_vllm_is_asked_to_count_as_it_goes(server, settings):
    for spec in (f"sglang:{server.url}#m", f"{server.url}/v1#m"):
        _stream(resolve_backend(spec, settings=settings).model)
    assert all(r["stream_options"] == {"include_usage": True} for r in server.requests)


async def test_a_stream_may_be_left_early(backend, server):
    server.script(say("one two three four"), say("next"))
    stream = backend.model.astream("hi")
    async for chunk in stream:
        if chunk.content:
            break
    await stream.aclose()
    assert (await backend.model.ainvoke("hi")).content == "next"


def test_loopback_ignores_the_environments_proxy(server, settings, monkeypatch, closed_port):
    from mascot.backends import connections

    connections.sync_client.cache_clear()
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port}")
    model = resolve_backend(f"vllm:{server.url}", settings=settings).model
    assert _invoke(model).content
    assert _astream(model).content
    connections.sync_client.cache_clear()
