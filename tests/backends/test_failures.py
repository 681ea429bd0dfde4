import asyncio

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from mascot.backends import Backend, describe_failure, resolve_backend
from mascot.backends.failures import excerpt
from mascot.errors import BackendError
from mascot.settings import Settings
from tests.support.stub_server import Raw, StubServer, events, fail, html, say


def _invoke(model):
    model.invoke("hi")


def _stream(model):
    list(model.stream("hi"))


def _ainvoke(model):
    asyncio.run(model.ainvoke("hi"))


def _astream(model):
    async def collect():
        return [chunk async for chunk in model.astream("hi")]

    asyncio.run(collect())


EVERY_WAY = [_invoke, _stream, _ainvoke, _astream]
WHOLE = [_invoke, _ainvoke]
STREAMED = [_stream, _astream]


def failure(call, backend: Backend) -> BackendError:
    with pytest.raises(Exception) as caught:  # noqa: PT011  (whatever a provider raises)
        call(backend.model)
    return describe_failure(caught.value, backend)


@pytest.mark.parametrize("call", EVERY_WAY)
@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (fail(401, "bad key"), r"refused the key \(HTTP 401: bad key\); set MASCOT_API_KEY"),
        (fail(403), "refused the key"),
        (fail(404, "The model `x` does not exist"), r"no such model or path .*`x` does not exist"),
        (fail(429, "slow down", retry_after=3), "try again in 3 s"),
        (fail(429, "quota"), "try again later"),
        (fail(500, "CUDA out of memory"), r"the server failed \(HTTP 500: CUDA out of memory\)"),
        (html(502, "Bad gateway"), "HTTP 502: Bad gateway"),
        (fail(400, "This model's maximum context length is 9 tokens"), "does not fit"),
        (fail(400, "the request exceeds the available context size"), "does not fit"),
        (fail(422, "top_k?"), r"rejected the request \(HTTP 422: top_k\?\)"),
        (html(), "It works!.*OpenAI-compatible"),
        (say("x", die_after=0), "connection broke off"),
        (Raw(b'{"error": "overloaded"}'), "overloaded"),
    ],
)
def test_what_a_server_does_is_put_in_words(call, reply, says, server, settings):
    backend = resolve_backend(f"vllm:{server.url}#m", settings=settings)
    server.script(reply)
    error = failure(call, backend)
    assert error.args[0].startswith(f"m at {server.url}: ")
    with pytest.raises(BackendError, match=says):
        raise error
    assert error.__cause__ is not None
    assert "\n" not in str(error)


@pytest.mark.parametrize("call", WHOLE)
@pytest.mark.parametrize(
    "reply",
    [
        Raw(b""),
        Raw(b"", content_type="text/plain"),
        Raw(b"[1]"),
        Raw(b"{}"),
        Raw(b'{"choices": null}'),
        Raw(b'{"choices": []}'),
        Raw(b'{"choices": [{}]}'),
        Raw(b'{"choices": [{"message": {"cont'),
        events("[DONE]"),
    ],
)
def test_an_answer_without_a_message_is_put_in_words(call, reply, server, settings):
    backend = resolve_backend(f"vllm:{server.url}#m", settings=settings)
    server.script(reply)
    error = failure(call, backend)
    assert "not JSON" in str(error) or "holds no message" in str(error)


@pytest.mark.parametrize("call", STREAMED)
@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (say("a b c d", die_after=2), "connection broke off"),
        (events('{"choices": [{"delta": {"con'), "not JSON"),
        (events('{"error": {"message": "out of memory"}}'), "out of memory"),
        (events("[DONE]"), "empty stream"),
        (Raw(b"", content_type="text/event-stream"), "empty stream"),
        (Raw(b'{"choices": []}'), "application/json instead of a stream"),
    ],
)
def test_a_broken_stream_is_put_in_words(call, reply, says, server, settings):
    backend = resolve_backend(f"vllm:{server.url}#m", settings=settings)
    server.script(reply)
    assert says in str(failure(call, backend))


async def test_what_came_before_the_break_has_been_handed_over(server, settings):
    backend = resolve_backend(f"vllm:{server.url}#m", settings=settings)
    server.script(say("one two three", die_after=2))
    got = []
    with pytest.raises(Exception, match="onnection"):  # noqa: PT012
        async for chunk in backend.model.astream("hi"):
            got.append(chunk.content)  # noqa: PERF401  (what came before the error counts)
    assert "".join(got) == "one two"


@pytest.mark.parametrize("call", EVERY_WAY)
def test_an_unreachable_server_is_put_in_words(call, closed_port, settings):
    backend = resolve_backend(f"vllm:http://127.0.0.1:{closed_port}#m", settings=settings)
    error = failure(call, backend)
    assert f"127.0.0.1:{closed_port}: it cannot be reached; start the server" in str(error)


@pytest.mark.parametrize("call", EVERY_WAY)
def test_a_silent_server_is_put_in_words(call, server):
    backend = resolve_backend(
        f"vllm:{server.url}#m", settings=Settings(max_retries=0, timeout=0.05)
    )
    server.script(say("late", delay=0.5))
    assert "no answer in time; raise MASCOT_TIMEOUT" in str(failure(call, backend))


def test_an_unknown_model_is_put_in_words(settings):
    with StubServer(models=("known",), strict_models=True) as server:
        error = failure(_invoke, resolve_backend(f"vllm:{server.url}#lost", settings=settings))
    assert "`lost` does not exist" in str(error)
    assert "; it has known; correct the model's name" in str(error)


def test_an_endpoint_that_lists_no_models_is_put_in_words_as_well(settings):
    with StubServer(models=html(), strict_models=True) as server:
        error = failure(_invoke, resolve_backend(f"vllm:{server.url}#lost", settings=settings))
    assert "`lost` does not exist" in str(error)
    assert "it has" not in str(error)


def test_openai_is_told_of_its_own_key(server, settings, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "wrong-one")
    server.script(fail(401, "Incorrect API key provided: wrong-one."))
    error = failure(_invoke, resolve_backend("openai:m", settings=settings))
    assert "set OPENAI_API_KEY" in str(error)
    assert "wrong-one" not in str(error)


def test_any_other_error_is_named_with_its_kind():
    backend = resolve_backend(FakeListChatModel(responses=["x"]))
    error = describe_failure(KeyError("lost"), backend)
    assert "FakeListChatModel: the call failed (KeyError: 'lost')" in str(error)


def test_an_error_in_words_is_left_as_it_is():
    backend = resolve_backend(FakeListChatModel(responses=["x"]))
    error = BackendError("as it is")
    assert describe_failure(error, backend) is error


def test_the_failure_before_does_not_colour_the_next_one():
    backend = resolve_backend(FakeListChatModel(responses=["x"]))
    second = KeyError("lost")
    second.__context__ = TimeoutError()
    assert "KeyError" in str(describe_failure(second, backend))


def test_an_excerpt_is_one_short_line_without_markup():
    text = excerpt("<html><script>var a = 1</script><p>Not\nfound</p></html>" + "x" * 10_000)
    assert text.startswith("Not found x")
    assert len(text) < 250
    assert excerpt("<br>") == "empty"
