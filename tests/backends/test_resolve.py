import sys

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from mascot.backends import Backend, catalogue, discovery, resolve, resolve_backend
from mascot.backends.discovery import LocalServer
from mascot.backends.failures import UnavailableError
from mascot.errors import BackendError, MascotError, SettingsError
from mascot.settings import Settings
from tests.support.stub_server import Raw, StubServer, html


def test_demo_says_that_it_is_scripted(settings):
    backend = resolve_backend("demo", settings=settings)
    assert backend.scripted
    assert "not a language model" in backend.label


def test_demo_takes_a_seed_from_a_mapping(settings):
    backend = resolve_backend({"spec": "demo", "seed": 7}, settings=settings)
    assert backend.model.seed == 7


def test_options_for_others_do_not_hinder_the_demo_in_their_chain(settings):
    backend = resolve_backend(
        {"spec": "vllm:http://127.0.0.1:9#m, demo", "temperature": 0.5}, settings=settings
    )
    assert backend.model.temperature == 0.5
    assert [one.scripted for one in backend.fallbacks] == [True]


def test_auto_without_a_server_is_the_demo_with_a_notice(settings):
    backend = resolve_backend("auto", settings=settings)
    assert backend.scripted
    assert "scripted demo" in backend.notices[0]


def test_nothing_configured_is_auto(settings):
    assert resolve_backend(settings=settings).spec == "auto"


def test_auto_takes_the_server_that_it_finds_and_keeps_the_key_to_itself(server, monkeypatch):
    monkeypatch.setattr(discovery, "PORTS", (server.port,))
    settings = Settings(api_key="sk-very-private-key")
    backend = resolve_backend("auto", settings=settings)
    assert backend.label == f"stub at {server.url}"
    assert backend.structured
    backend.model.invoke("hi")
    assert "very-private" not in str(server.headers)


def test_the_settings_name_the_backend(server):
    settings = Settings(backend={"spec": f"vllm:{server.url}#m", "temperature": 0.1})
    assert resolve_backend(settings=settings).model.temperature == 0.1


def test_a_model_and_a_backend_pass_through(settings):
    model = FakeListChatModel(responses=["x"])
    backend = resolve_backend(model)
    assert backend.model is model
    assert not backend.structured
    assert resolve_backend(backend) is backend


@pytest.mark.parametrize("wrong", [7, b"demo", ["demo"], object])
def test_other_types_are_refused(wrong, settings):
    with pytest.raises(BackendError, match="spec string, a mapping"):
        resolve_backend(wrong, settings=settings)


@pytest.mark.parametrize("scheme", ["vllm", "sglang", "llamacpp", "lmstudio"])
def test_a_local_server_is_asked_for_its_model(scheme, settings):
    with StubServer(models=("text-embedding-x", "qwen3", "other")) as server:
        backend = resolve_backend(f"{scheme}:{server.url}", settings=settings)
        assert backend.label == f"qwen3 at {server.url}"
        assert backend.structured
        assert server.paths == ["/v1/models"]


def test_a_named_model_asks_nobody(server, settings):
    backend = resolve_backend(f"ollama:qwen3:8b@{server.url}", settings=settings)
    assert backend.model.model_name == "qwen3:8b"
    assert server.paths == []


def test_a_plain_url_is_an_endpoint(server, settings):
    backend = resolve_backend(f"{server.url}/v1#lora-a", settings=settings)
    assert backend.model.model_name == "lora-a"
    assert backend.model.invoke("hi").content


def test_a_remote_url_is_not_trusted_with_json_schemas_unless_told(settings):
    spec = "https://llm.example.org/v1#m"
    assert not resolve_backend(spec, settings=settings).structured
    assert resolve_backend({"spec": spec, "structured": True}, settings=settings).structured
    assert resolve_backend("vllm:https://llm.example.org#m", settings=settings).structured


def test_openai_needs_a_model_and_a_key(settings, monkeypatch):
    with pytest.raises(BackendError, match="openai:<model>"):
        resolve_backend("openai:", settings=settings)
    with pytest.raises(BackendError, match="OPENAI_API_KEY"):
        resolve_backend("openai:gpt-x", settings=settings)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    backend = resolve_backend("openai:gpt-x", settings=settings)
    assert backend.label == "gpt-x at https://api.openai.com"


def test_openai_follows_its_base_url(server, settings, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "own")
    resolve_backend("openai:m", settings=settings).model.invoke("hi")
    assert server.headers[0]["authorization"] == "Bearer own"


def test_openais_key_is_not_for_others(server, settings, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai-only")
    resolve_backend(f"vllm:{server.url}#m", settings=settings).model.invoke("hi")
    assert server.headers[0]["authorization"] == "Bearer none"


def test_the_key_of_the_mapping_comes_before_that_of_the_settings():
    with StubServer(key="mine") as server:
        settings = Settings(api_key="general", max_retries=0)
        spec = {"spec": f"vllm:{server.url}", "api_key": "mine"}
        assert resolve_backend(spec, settings=settings).model.invoke("hi").content


@pytest.mark.parametrize(
    ("models", "says"),
    [
        (html(), "not a list of models"),
        (html(404), "HTTP 404"),
        (Raw(b'{"data": []}'), "has none that could chat"),
        (Raw(b'{"object": "list", "data": null}'), "has none that could chat"),
        (Raw(b'{"data": [{"id": "bge-m3"}]}'), "has none that could chat"),
        (Raw(b'{"data": 7}'), "not a list of models"),
        (Raw(b"[" * 100_000), "not a list of models"),
        (Raw(b"\xff\xfe"), "not a list of models"),
    ],
)
def test_an_endpoint_without_usable_models_is_explained(models, says, settings):
    with StubServer(models=models) as server, pytest.raises(BackendError, match=says) as caught:
        resolve_backend(f"vllm:{server.url}", settings=settings)
    assert server.url in str(caught.value)


def test_a_wrong_key_is_explained(settings):
    with StubServer(key="right") as server, pytest.raises(BackendError, match="MASCOT_API_KEY"):
        resolve_backend(f"vllm:{server.url}", settings=settings)


def test_an_unreachable_server_is_explained(closed_port, settings):
    with pytest.raises(BackendError, match=f"127.0.0.1:{closed_port}.*start the server"):
        resolve_backend(f"vllm:http://127.0.0.1:{closed_port}", settings=settings)


def test_a_chain_goes_on_without_what_is_unavailable_and_says_so(closed_port, settings):
    backend = resolve_backend(f"vllm:http://127.0.0.1:{closed_port}, demo", settings=settings)
    assert backend.scripted
    assert "cannot reach it" in backend.notices[0]


def test_a_chain_of_nothing_but_unavailable_ones_fails(closed_port, settings):
    dead = f"vllm:http://127.0.0.1:{closed_port}"
    with pytest.raises(UnavailableError):
        resolve_backend(f"{dead}, {dead}", settings=settings)


def test_a_mistake_in_a_fallback_is_not_skipped(settings):
    with pytest.raises(BackendError, match="did you mean 'demo'"):
        resolve_backend("vllm:http://127.0.0.1:9#m, dmo", settings=settings)


def test_fallbacks_of_a_mapping_follow_in_order_with_their_own_options(settings):
    backend = resolve_backend(
        {
            "spec": "vllm:http://127.0.0.1:9#a",
            "temperature": 0.2,
            "fallbacks": [{"spec": "vllm:http://127.0.0.1:9#b", "temperature": 0.9}, "demo"],
        },
        settings=settings,
    )
    first, second = backend.fallbacks
    assert (backend.model.temperature, first.model.temperature) == (0.2, 0.9)
    assert second.scripted
    assert first.fallbacks == ()


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("vlm:http://a", "did you mean 'vllm'"),
        ("gpt-4o-mini", "'openai:gpt-4o-mini'"),
        ("hf:", "name the model"),
        ("localhost:8000", "write it as 'http://localhost:8000'"),
        ("127.0.0.1:8000/v1", "write it as 'http://127.0.0.1:8000/v1'"),
        ("demo:7", "takes nothing after it"),
        ("auto:x", "takes nothing after it"),
        ("langchain:anthropic", "name provider and model"),
        ("vllm:http://", "not a web address"),
        (", ".join(["demo"] * 9), "at most 8"),
        ("x" * 3000, "too long"),
        ({}, "needs a 'spec'"),
        ({"spec": 7}, "needs a 'spec'"),
        ({"spec": "demo", "temprature": 1}, "did you mean 'temperature'"),
        ({"spec": "demo", "zzz": 1}, "the options are"),
        ({"spec": "demo", "temperature": 9}, "option temperature = 9"),
        ({"spec": "demo", "max_tokens": 0}, "option max_tokens = 0"),
        ({"spec": "demo", 7: 1}, "not the name of an option"),
        ({"spec": "demo", "fallbacks": "demo"}, "is to be a list"),
        ({"spec": "demo", "fallbacks": [7]}, "string or a mapping"),
        ({"spec": "demo", "fallbacks": [{"spec": "demo", "fallbacks": ["demo"]}]}, "one after"),
        ({"spec": "vllm:http://127.0.0.1:9#m", "kwargs": {"model": "x"}}, "TypeError"),
    ],
)
def test_mistakes_are_explained(spec, says, settings):
    with pytest.raises(BackendError, match=says):
        resolve_backend(spec, settings=settings)


def test_no_message_or_repr_holds_a_secret(settings, monkeypatch):
    spec = {
        "spec": "vllm:http://me:hunter2@127.0.0.1:9#m",
        "api_key": "k-secret",
        "headers": {"a": 1},
    }
    with pytest.raises(BackendError) as caught:
        resolve_backend(spec, settings=settings)
    assert "k-secret" not in str(caught.value)
    assert "hunter2" not in str(caught.value)
    backend = resolve_backend({**spec, "headers": {"x-key": "h-secret"}}, settings=settings)
    shown = repr(backend) + backend.label + backend.spec
    assert not any(secret in shown for secret in ("k-secret", "hunter2", "h-secret"))


def test_langchain_providers_are_an_extra(settings, monkeypatch):
    monkeypatch.setitem(sys.modules, "langchain.chat_models", None)
    with pytest.raises(BackendError, match=r"pip install .*providers"):
        resolve_backend("langchain:anthropic:x", settings=settings)


def test_a_missing_or_unknown_provider_is_explained(settings, monkeypatch):
    pytest.importorskip("langchain", reason="the extra `providers` is not installed")
    with pytest.raises(BackendError, match="nosuch"):
        resolve_backend("langchain:nosuch:x", settings=settings)
    monkeypatch.setitem(sys.modules, "langchain_cohere", None)
    with pytest.raises(BackendError, match="pip install langchain-cohere"):
        resolve_backend("langchain:cohere:x", settings=settings)


def test_langchain_makes_its_providers_model(server, settings, monkeypatch):
    pytest.importorskip("langchain", reason="the extra `providers` is not installed")
    spec = {
        "spec": "langchain:openai:m",
        "api_key": "k",
        "temperature": 0.3,
        "kwargs": {"base_url": f"{server.url}/v1"},
    }
    backend = resolve_backend(spec, settings=settings)
    assert backend.label == "m by openai"
    assert backend.model.invoke("hi").content
    assert server.requests[0]["temperature"] == 0.3


def test_a_broken_environment_is_a_settings_error(monkeypatch):
    monkeypatch.setenv("MASCOT_TIMEOUT", "soon")
    with pytest.raises(SettingsError, match="MASCOT_TIMEOUT = 'soon'"):
        resolve_backend("demo")


_SCHEME = st.sampled_from([*resolve._SCHEMES, "HTTP", "vlm", "", "x y"])
_SPEC = st.one_of(
    st.text(max_size=80),
    st.builds("{}:{}".format, _SCHEME, st.text(max_size=40)),
    st.builds(
        "{}:{}#{}".format,
        _SCHEME,
        st.sampled_from(
            ["http://a", "//a:1", "http://[::1]:2/v1", "m@http://x", "http://\x00", "é"]
        ),
        st.text(max_size=20),
    ),
    st.lists(st.sampled_from(["demo", "vllm:http://a", "", "auto", "hf:x"])).map(",".join),
)
_VALUE = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9))
_MAPPING = st.dictionaries(
    st.sampled_from(
        [
            "temperature",
            "max_tokens",
            "timeout",
            "kwargs",
            "headers",
            "extra_body",
            "api_key",
            "typo",
        ]
    ),
    _VALUE | st.dictionaries(st.text(max_size=5), _VALUE, max_size=2),
    max_size=3,
).flatmap(
    lambda options: st.builds(
        lambda spec, fallbacks: {"spec": spec, "fallbacks": fallbacks, **options},
        _SPEC,
        st.lists(_SPEC, max_size=2) | _VALUE,
    )
)


@given(_SPEC | _MAPPING)
@example("http://\ud800")
@example("vllm:http://a#\ud800")
@example({"spec": "vllm:http://a#m", "headers": {"x": "\n"}})
@hypothesis_settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_only_errors_in_words_ever_escape(monkeypatch, spec):
    models = [catalogue.ServedModel("first")]
    found = LocalServer("http://a/v1", tuple(models))
    monkeypatch.setattr("mascot.backends.seat.find_local_server", lambda: found)
    monkeypatch.setattr(catalogue, "ask_models", lambda *_args, **_kwargs: models)
    try:
        backend = resolve_backend(spec, settings=Settings(api_key="k"))
    except MascotError as error:
        assert str(error)  # noqa: PT017  (it need not be raised)
    else:
        assert isinstance(backend, Backend)


def test_the_first_model_that_can_chat_is_taken():
    payload = {
        "data": [
            {"id": "text-embedding-nomic-embed-text-v1.5"},
            {"id": "BAAI/bge-reranker-v2-m3"},
            {"id": "whisper-large"},
            {"id": "emotional-support", "owned_by": "mascot"},
            {"id": "Qwen/Qwen3-8B"},
        ]
    }
    assert [model.name for model in catalogue.chat_models(payload)] == ["Qwen/Qwen3-8B"]


@pytest.mark.parametrize("payload", [None, [], 7, {}, {"data": "x"}, {"data": [1]}, {"models": []}])
def test_what_is_no_model_list_is_none(payload):
    assert catalogue.chat_models(payload) is None
