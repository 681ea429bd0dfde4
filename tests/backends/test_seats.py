"""Which model of a server director and speakers get."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mascot import build_group_chat
from mascot.backends import Backend, Known, Seat, catalogue, discovery, resolve_backend
from mascot.backends.catalogue import ServedModel
from mascot.graph import GroupChat
from mascot.settings import Settings
from tests.support.cast import group, persona
from tests.support.stub_server import Raw, StubServer


def vllm(*names: str, context: int = 4096) -> StubServer:
    """A server with a base model and LoRA adapters, listed as vLLM lists them."""
    data: list[dict[str, Any]] = [{"id": "qwen3", "parent": None, "max_model_len": context}]
    data += [{"id": name, "parent": "qwen3", "max_model_len": None} for name in names]
    return StubServer(models=Raw(json.dumps({"object": "list", "data": data}).encode()))


def model_of(backend: Backend) -> str:
    return backend.model.model_name  # type: ignore[attr-defined, no-any-return]


def models_of(graph: GroupChat) -> dict[str, str]:
    speakers = {who: model_of(backend) for who, backend in graph.speakers.items()}
    return {"director": model_of(graph.director), **speakers}


def notices_of(graph: GroupChat) -> list[str]:
    return [text for backend in graph.backends for text in backend.notices]


def build(server: StubServer, settings: Settings, **options: Any) -> GroupChat:
    return build_group_chat(
        group(), **{"backend": f"vllm:{server.url}", "settings": settings, **options}
    )


def test_director_and_speakers_get_their_adapters_by_name(settings):
    with vllm("speaker", "director") as server:
        graph = build(server, settings)
        assert server.paths == ["/v1/models"], "asked once for everybody"
    assert models_of(graph) == {
        "director": "director",
        "anchor": "speaker",
        "catalyst": "speaker",
        "beacon": "speaker",
    }
    assert notices_of(graph) == []
    assert len(graph.backends) == 2


def test_a_personas_own_adapter_comes_first(settings):
    with vllm("director", "speaker", "speaker-beacon") as server:
        graph = build(server, settings)
    assert models_of(graph)["beacon"] == "speaker-beacon"
    assert models_of(graph)["anchor"] == "speaker"


def test_one_adapter_may_serve_everybody(settings):
    with vllm("shared") as server:
        graph = build(server, settings)
    assert set(models_of(graph).values()) == {"shared"}
    assert notices_of(graph) == []
    assert len(graph.backends) == 1


@pytest.mark.parametrize(
    ("served", "models", "says"),
    [
        ((), {"qwen3"}, "'director' or 'speaker'; qwen3 answers instead"),
        (("speaker",), {"qwen3", "speaker"}, "served as 'director'; qwen3"),
        (("director",), {"qwen3", "director"}, "served as 'speaker'; qwen3"),
    ],
)
def test_what_is_missing_is_said_once(settings, served, models, says):
    with vllm(*served) as server:
        graph = build(server, settings)
    assert set(models_of(graph).values()) == models
    (notice,) = notices_of(graph)
    assert server.url in notice
    assert says in notice


def test_a_named_model_is_everybodys(settings):
    with vllm("director", "speaker") as server:
        graph = build(server, settings, backend=f"vllm:{server.url}#qwen3")
    assert set(models_of(graph).values()) == {"qwen3"}
    assert notices_of(graph) == []
    assert server.paths == []


@pytest.mark.parametrize("spec", ["sglang:{}", "{}/v1"])
def test_only_vllm_has_adapters_by_role(settings, spec):
    with vllm("director", "speaker") as server:
        graph = build(server, settings, backend=spec.format(server.url))
    assert set(models_of(graph).values()) == {"qwen3"}
    assert notices_of(graph) == []


def test_auto_routes_and_looks_once(settings, monkeypatch):
    with vllm("director", "speaker") as server:
        monkeypatch.setattr(discovery, "PORTS", (server.port,))
        graph = build(server, settings, backend="auto")
        assert server.paths == ["/v1/models"]
    assert models_of(graph)["director"] == "director"
    assert models_of(graph)["anchor"] == "speaker"
    assert graph.director.context_tokens == 4096


def test_a_persona_may_name_a_server_of_its_own(settings):
    with vllm("director", "speaker") as server, vllm("speaker-kind") as other:
        cast = group("anchor").model_copy(
            update={"personas": (persona("anchor"), persona("kind", backend=f"vllm:{other.url}"))}
        )
        graph = build_group_chat(cast, backend=f"vllm:{server.url}", settings=settings)
    assert models_of(graph) == {
        "director": "director",
        "anchor": "speaker",
        "kind": "speaker-kind",
    }


def test_the_context_length_of_an_adapter_is_its_bases(settings):
    with vllm("director", context=8192) as server:
        spec = f"vllm:{server.url}"
        assert resolve_backend(spec, settings=settings).context_tokens == 8192
        backend = resolve_backend(spec, settings=settings, seat=Seat("director"))
    assert (model_of(backend), backend.context_tokens) == ("director", 8192)


def test_an_unreachable_server_of_a_chain_is_asked_once(settings, closed_port, monkeypatch):
    asked, ask = [], catalogue.ask_models
    monkeypatch.setattr(catalogue, "ask_models", lambda *a, **k: asked.append(1) or ask(*a, **k))
    spec = f"vllm:http://127.0.0.1:{closed_port}, demo"
    graph = build_group_chat(group(), backend=spec, settings=settings)
    assert len(graph.backends) == 1
    assert len(asked) == 1


def test_a_backend_that_nobody_needs_twice_is_made_once():
    known = Known()
    made = [
        resolve_backend("demo", settings=Settings(), seat=Seat(role, who, known))
        for role, who in (("director", None), ("speaker", "anchor"))
    ]
    assert made[0].model is made[1].model


def test_an_odd_list_is_read_as_far_as_it_goes():
    data = [
        {"id": "base", "max_model_len": "long", "parent": 7},
        {"id": "director", "parent": "nobody", "max_model_len": None},
        7,
        {"id": None},
    ]
    models = catalogue.chat_models({"data": data})
    assert models == [ServedModel("base"), ServedModel("director", "nobody")]
