"""Who gets in, and what is said to those who do not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx
import openai
import pytest
from langgraph.checkpoint.memory import InMemorySaver

from mascot.errors import BackendError, MascotError
from mascot.graph import ChatSession, build_group_chat
from mascot.serving.api.app import Doors
from mascot.serving.api.errors import ApiError
from mascot.serving.api.groups import thread_id
from mascot.serving.api.guard import Keys, Rate, Room
from mascot.serving.api.running import ApiOptions, build_chats, check_options
from mascot.settings import Settings
from tests.api.served import KEY, Served, serving, until
from tests.support.cast import group
from tests.support.models import ReplayModel, directed
from tests.support.stub_server import StubServer, say

EVERYWHERE = "0.0.0.0"  # noqa: S104
ASK = {"model": "test", "messages": [{"role": "user", "content": "Hello"}]}


def replay():
    return build_group_chat(group(), backend=directed(["anchor", "user"] * 40))


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    doors = Doors(keys=["sk-other", KEY], max_bytes=5_000, origins=["https://chat.example.org"])
    with serving(replay(), doors=doors) as server:
        yield server


def error(response: httpx.Response) -> dict[str, str]:
    told = response.json()["error"]
    assert told.keys() == {"message", "type", "param", "code"}
    return told


BEARER = {"Authorization": f"Bearer {KEY}"}


def test_a_key_opens(served: Served) -> None:
    assert served.client().models.list().data
    assert served.client("sk-other").models.list().data
    for key in ("sk-nonsense", KEY[:-1], f"{KEY}x", "é"):
        answer = httpx.get(
            f"{served.url}/v1/models", headers={"Authorization": b"Bearer " + key.encode()}
        )
        assert answer.status_code == 401
        assert error(answer)["code"] == "invalid_api_key"
        assert key not in error(answer)["message"]
    with pytest.raises(openai.AuthenticationError):
        served.client("wrong").chat.completions.create(**ASK)


@pytest.mark.parametrize("path", ["/v1/models", "/v1/models/test", "/metrics"])
def test_nothing_is_told_without_a_key(served: Served, path: str) -> None:
    assert httpx.get(served.url + path).status_code == 401


def test_health_needs_no_key(served: Served) -> None:
    assert httpx.get(f"{served.url}/health").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("body", "status", "words", "param"),
    [
        (b"{oops", 400, "not JSON", None),
        (b"[" * 4_000, 400, "not JSON", None),
        (b"{}", 400, "Field required", "model"),
        ({**ASK, "messages": []}, 400, "at least 1", "messages"),
        ({**ASK, "messages": [{"role": "king", "content": "x"}]}, 400, "system", "messages[0].role"),
        ({**ASK, "messages": [{"role": "user", "content": " "}]}, 400, "write to the group", "messages"),
        ({**ASK, "n": 2}, 400, "answers once", "n"),
        ({**ASK, "model": "gpt"}, 404, "no model 'gpt'; there are: test", "model"),
        ({**ASK, "mascot": {"turns": "dice"}}, 400, "Unknown turn-taking", "mascot"),
        ({**ASK, "mascot": {"replies": 99}}, 400, "less than or equal", "mascot.replies"),
        ({**ASK, "mascot": {"speak": "nemo"}}, 400, "Nobody here is called 'nemo'", None),
        ({**ASK, "messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, 400, "text only", "messages"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_request_is_told(
    served: Served, body: object, status: int, words: str, param: str | None
) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = BEARER | {"Content-Type": "application/json"}
    answer = served.post(content=content, headers=headers)
    assert answer.status_code == status
    assert words in error(answer)["message"]
    assert error(answer)["param"] == param


def test_a_large_request_is_refused_however_it_comes(served: Served) -> None:
    large = json.dumps({**ASK, "x": "y" * 6_000}).encode()
    headers = BEARER | {"Content-Type": "application/json"}
    assert served.post(content=large, headers=headers).status_code == 413

    def drops() -> Iterator[bytes]:
        yield from (large[i : i + 500] for i in range(0, len(large), 500))

    assert served.post(content=drops(), headers=headers).status_code == 413


def test_other_paths_and_methods_are_told(served: Served) -> None:
    assert error(httpx.get(f"{served.url}/v1/nothing"))["code"] == "not_found"
    assert error(httpx.get(f"{served.url}/v1/chat/completions"))["code"] == "not_found"


def test_a_web_page_gets_in_only_if_it_is_named(served: Served) -> None:
    asks = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    url = f"{served.url}/v1/chat/completions"
    allowed = httpx.options(url, headers={"Origin": "https://chat.example.org", **asks})
    assert allowed.headers["access-control-allow-origin"] == "https://chat.example.org"
    refused = httpx.options(url, headers={"Origin": "https://evil.example", **asks})
    assert "access-control-allow-origin" not in refused.headers


def test_what_a_page_could_send_without_asking_is_refused(served: Served) -> None:
    plain = served.post(content=json.dumps(ASK), headers=BEARER | {"Content-Type": "text/plain"})
    assert plain.status_code == 415
    with serving(replay(), doors=Doors(local=True)) as local:
        assert local.client().models.list().data
        fooled = httpx.get(f"{local.url}/v1/models", headers={"Host": "evil.example"})
        assert fooled.status_code == 403


def test_a_name_of_a_conversation_is_checked(served: Served) -> None:
    answer = served.post(json=ASK, headers=BEARER | {"X-Mascot-Thread": "../x"})
    assert answer.status_code == 400
    assert "X-Mascot-Thread" in error(answer)["message"]


def test_a_conversation_opens_to_the_key_that_began_it() -> None:
    model = directed(["anchor", "user"] * 9)
    doors = Doors(keys=["one", "two"])
    with serving(build_group_chat(group(), backend=model), doors=doors) as served:
        for key in ("one", "two"):
            served.client(key).chat.completions.create(
                **ASK, extra_headers={"X-Mascot-Thread": "same"}
            )
            assert len(model.requests[-1].scene.turns) <= 2
            assert [t.text for t in model.requests[-2].scene.turns] == ["Hello"]


def test_more_than_so_many_requests_a_minute_wait() -> None:
    with serving(replay(), doors=Doors(per_minute=2)) as served:
        for _ in range(2):
            served.client().chat.completions.create(**ASK)
        with pytest.raises(openai.RateLimitError) as told:
            served.client().chat.completions.create(**ASK)
        assert 1 <= int(told.value.response.headers["retry-after"]) <= 30


def test_an_allowance_grows_back(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    rate = Rate(60)
    for _ in range(60):
        rate.spend("a")
    with pytest.raises(ApiError, match="More than 60 requests a minute"):
        rate.spend("a")
    rate.spend("b")
    now = 1.0
    rate.spend("a")
    with pytest.raises(ApiError):
        rate.spend("a")
    now = 1e6
    for _ in range(60):
        rate.spend("a")
    with pytest.raises(ApiError):
        rate.spend("a")


def test_there_is_room_for_so_many_and_one_of_each_conversation() -> None:
    room = Room(2)
    with room.enter("a"):
        with pytest.raises(ApiError, match="another message") as told, room.enter("a"):
            pass
        assert told.value.status == 409
        with room.enter(None), pytest.raises(ApiError, match="2 rounds") as told, room.enter(None):
            pass
        assert told.value.status == 503
    with room.enter("a"):
        pass


def test_keys_say_nothing_of_themselves() -> None:
    assert not Keys([])
    assert "sk-1" not in repr(vars(Keys(["sk-1"])))


@pytest.mark.parametrize("stream", [False, True])
def test_a_model_that_fails_is_told(stream: bool) -> None:
    model = ReplayModel(answer=lambda request: RuntimeError("no power"))
    with serving(build_group_chat(group(), backend=model)) as served:
        with pytest.raises(openai.APIStatusError) as told:
            served.client().chat.completions.create(**ASK, stream=stream)
        assert told.value.status_code == 502
        assert told.value.code == "backend_failed"
        until(lambda: served.metric('mascot_rounds_total{outcome="failed"}') == 1)
        assert served.metric("mascot_rounds_running") == 0


def test_a_model_that_fails_in_mid_stream_is_told() -> None:
    def answer(request):
        if hasattr(request, "eligible"):
            who = "beacon" if request.scene.spoken else "anchor"
            return f'{{"speaker": "{who}", "reason": "r", "action": "a", "tone": "t"}}'
        if request.persona.id == "beacon":
            raise BackendError("The power went out.")
        return "I am here."

    with serving(build_group_chat(group(), backend=ReplayModel(answer=answer))) as served:
        stream = served.client().chat.completions.create(**ASK, stream=True)
        heard: list[str] = []
        with pytest.raises(openai.APIError, match="power"):
            heard.extend(chunk.choices[0].delta.content or "" for chunk in stream)
        assert "".join(heard) == "**Anchor:** I am here."


def slow(request: dict[str, object]):
    """The director answers at once, a persona takes its time."""
    last = request["messages"][-1]["content"].rsplit("\n", 1)[-1]
    if last.startswith("DIRECT"):
        who = last.removeprefix("DIRECT: ").split(",")[0]
        return say(json.dumps({"speaker": who, "reason": "r", "action": "a", "tone": "t"}))
    return say("One word after another comes slowly, and it goes on and on.", delay=0.1)


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_stops_the_round(stream: bool) -> None:
    saver = InMemorySaver()
    with StubServer() as stub:
        stub.script(slow)
        chat = build_group_chat(group(), backend=f"vllm:{stub.url}#stub")
        with serving(chat, saver=saver) as served:
            body = {**ASK, "stream": stream}
            headers = {"X-Mascot-Thread": "t"}
            url = f"{served.url}/v1/chat/completions"
            if stream:
                with httpx.stream("POST", url, json=body, headers=headers) as answer:
                    next(line for line in answer.iter_lines() if "One" in line)
            else:
                with pytest.raises(httpx.ReadTimeout):
                    httpx.post(url, json=body, headers=headers, timeout=httpx.Timeout(5, read=0.5))
            until(lambda: served.metric('mascot_rounds_total{outcome="stopped"}') == 1)
            asked = len(stub.requests)
            assert served.metric("mascot_rounds_running") == 0
            # The thread is free again, and the next message finds what was said.
            stub.script(lambda request: slow(request).__class__(slow(request).text))
            again = {"role": "user", "content": "And now?"}
            served.client().chat.completions.create(
                model="test", messages=[again], extra_headers=headers
            )
            assert len(stub.requests) > asked
        session = ChatSession(chat.compile(checkpointer=saver), thread_id("", "t"))
        said = asyncio.run(session.messages())
        assert [m.content for m in said if m.type == "human"] == ["Hello", "And now?"]
        if stream:
            assert said[1].content.startswith("One")
            assert len(said[1].content) < len("One word after another comes slowly, and it")


def test_a_message_that_is_sent_again_after_a_crash_is_answered_once() -> None:
    saver = InMemorySaver()
    failing = iter([True, False, False, False])

    def answer(request):
        if hasattr(request, "eligible"):
            return '{"speaker": "anchor", "reason": "r", "action": "a", "tone": "t"}'
        if next(failing):
            raise BackendError("The power went out.")
        return "I am here."

    chat = build_group_chat(group(), backend=ReplayModel(answer=answer))
    with serving(chat, saver=saver) as served:
        client = served.client().with_options(max_retries=2)
        options = {
            "extra_headers": {"X-Mascot-Thread": "t"},
            "extra_body": {"mascot": {"replies": 1}},
        }
        assert client.chat.completions.create(**ASK, **options)
        session = ChatSession(chat.compile(checkpointer=saver), thread_id("", "t"))
        said = asyncio.run(session.messages())
        assert [m.content for m in said] == ["Hello", "I am here."]


def test_usage_is_what_the_models_servers_told() -> None:
    with StubServer() as stub:
        stub.script(lambda request: slow(request).__class__(slow(request).text, cached_tokens=3))
        with serving(build_group_chat(group(), backend=f"vllm:{stub.url}#stub")) as served:
            answer = served.client().chat.completions.create(
                **ASK, extra_body={"mascot": {"replies": 1}}
            )
            usage = answer.usage
            assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens > 20
            assert usage.prompt_tokens_details.cached_tokens == 3 * len(stub.requests)
            until(lambda: served.metric('mascot_tokens_total{kind="completion"}') > 0)
            assert served.metric("mascot_replies_total") == 1
            assert served.metric('mascot_requests_total{path="/v1/chat/completions"}') == 1


def test_an_open_address_needs_keys() -> None:
    settings = Settings(backend="demo")
    with pytest.raises(MascotError, match="MASCOT_API_KEYS, or say --no-keys"):
        check_options(ApiOptions(host=EVERYWHERE), settings)
    assert "workplace" in check_options(ApiOptions(), settings)
    assert check_options(
        ApiOptions(host=EVERYWHERE, no_keys=True, ensembles=("workplace",)), settings
    )
    keyed = Settings(backend="demo", api_keys="k-one, k-two")
    assert [key.get_secret_value() for key in keyed.api_keys] == ["k-one", "k-two"]
    assert check_options(ApiOptions(host="::", ensembles=("workplace",)), keyed)
    assert "k-one" not in repr(keyed)


def test_models_need_names_of_their_own() -> None:
    options = ApiOptions(ensembles=("workplace", "workplace"))
    with pytest.raises(MascotError, match="two groups have the id 'workplace'"):
        build_chats(options, Settings(backend="demo"))


def test_a_failed_key_setting_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASCOT_API_KEYS", "one two,three")
    assert len(Settings.load().api_keys) == 3
