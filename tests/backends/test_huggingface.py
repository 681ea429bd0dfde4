"""Models inside this process, with a tiny untrained Qwen3: its words are noise."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import aclosing, closing
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage, SystemMessage

from mascot import build_group_chat
from mascot.backends import Backend, Seat, describe_failure, resolve_backend
from mascot.backends.failures import UnavailableError
from mascot.backends.huggingface.engine import Request
from mascot.errors import BackendError, ContextOverflowError
from tests.support.cast import group

if TYPE_CHECKING:
    from tests.support.tiny_qwen3 import TinyQwen3

if _missing := [p for p in ("torch", "transformers", "peft", "accelerate") if not find_spec(p)]:
    pytest.skip(
        f"the extra `hf` is not installed: no {', '.join(_missing)}", allow_module_level=True
    )
tiny_qwen3: Any = import_module("tests.support.tiny_qwen3")
write_adapter = tiny_qwen3.write_adapter

ASKED = [SystemMessage("[Anchor] and [Beacon] talk."), HumanMessage("SPEAK as [Anchor].")]
OTHERS = [SystemMessage("[Anchor] and [Beacon] talk."), HumanMessage("SPEAK as [Beacon]. Briefly.")]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyQwen3]:
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # a tiny model loses more by handing work around than it gains
    yield tiny_qwen3.make_tiny_qwen3(tmp_path_factory.mktemp("tiny"))
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def held(tiny: TinyQwen3) -> Backend:
    """Keeps the weights in memory from one test to the next."""
    return resolve_backend(f"hf:{tiny.base}")


@pytest.fixture
def model(held: Backend) -> Any:
    return held.model


@pytest.fixture
def director(tiny: TinyQwen3, held: Backend) -> Any:
    return resolve_backend(f"hf:{tiny.base}+{tiny.director}").model


@pytest.fixture
def speaker(tiny: TinyQwen3, held: Backend) -> Any:
    return resolve_backend(f"hf:{tiny.base}+{tiny.speaker}").model


def greedy(model: Any, messages: Any = ASKED) -> str:
    return model.invoke(messages, temperature=0, max_tokens=24).content


def computed(model: Any) -> list[int]:
    """The tokens that the engine has last seen, prompt and answer."""
    return model.engine._model._computed[model.adapter].tokens


def test_resolving_reads_small_files_and_loads_no_weights(tiny, settings):
    backend = resolve_backend(f"hf:{tiny.base}+{tiny.speaker}", settings=settings)
    assert backend.label == "base with speaker in this process"
    assert backend.context_tokens == tiny_qwen3.POSITIONS
    assert (backend.scripted, backend.structured, backend.notices) == (False, False, ())
    cold = resolve_backend(
        {"spec": f"hf:{tiny.base}", "kwargs": {"device": "cpu"}}, settings=settings
    )
    assert cold.model.engine._model is None


def test_the_same_seed_gives_the_same_words_and_leaves_other_random_numbers_alone(model):
    import torch

    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    first, again, other = (
        model.invoke(ASKED, temperature=1, seed=seed, max_tokens=24).content for seed in (3, 3, 4)
    )
    assert first == again != other
    assert torch.rand(1) == expected


def test_temperature_0_is_greedy_whatever_the_seed(model):
    words = [model.invoke(ASKED, seed=s, temperature=0, max_tokens=24).content for s in (1, 2)]
    assert words[0] == words[1]


async def test_streams_add_up_to_the_whole_answer(model):
    whole = greedy(model)
    pieces = [c.content for c in model.stream(ASKED, temperature=0, max_tokens=24)]
    assert len(pieces) > 10
    assert "".join(pieces) == whole
    pieces = [c.content async for c in model.astream(ASKED, temperature=0, max_tokens=24)]
    assert "".join(pieces) == whole
    assert (await model.ainvoke(ASKED, temperature=0, max_tokens=24)).content == whole


def test_tokens_are_counted_and_a_cut_answer_says_so(model):
    answer = model.invoke(ASKED, temperature=0, max_tokens=24)
    *_, last = model.stream(ASKED, temperature=0, max_tokens=24)
    assert answer.usage_metadata["output_tokens"] == 24
    prompt = model.engine._model._prompt(model._request(ASKED, None, {}))
    assert answer.usage_metadata["input_tokens"] == len(prompt)
    assert answer.response_metadata["finish_reason"] == "length"
    assert last.usage_metadata["output_tokens"] == 24


def test_an_answer_that_finds_its_end_is_not_cut(model, monkeypatch):
    greedy(model)
    runtime = model.engine._model
    written = computed(model)[len(runtime._prompt(model._request(ASKED, None, {}))) :]
    # Any token may be made the one that ends an answer; this one comes up at the limit, too.
    length, end = next((i + 1, t) for i, t in enumerate(written) if i and t not in written[:i])
    monkeypatch.setattr(runtime._model.generation_config, "eos_token_id", end)
    for limit in (24, length):
        answer = model.invoke(ASKED, temperature=0, max_tokens=limit)
        assert answer.response_metadata["finish_reason"] == "stop"
        assert answer.usage_metadata["output_tokens"] == length


def test_what_two_prompts_begin_with_is_computed_once_and_changes_no_word(model):
    fresh = greedy(model, OTHERS)
    answer = model.invoke(ASKED, temperature=0, max_tokens=24)
    again = model.invoke(OTHERS, temperature=0, max_tokens=24)
    assert again.content == fresh
    shared = again.usage_metadata["input_token_details"]["cache_read"]
    assert 0 < shared < again.usage_metadata["input_tokens"]
    assert shared < answer.usage_metadata["input_tokens"]
    model.engine._model._computed.clear()
    cold = model.invoke(OTHERS, temperature=0, max_tokens=24)
    assert cold.usage_metadata["input_token_details"]["cache_read"] == 0
    assert cold.content == fresh


def test_adapters_change_the_words_and_share_the_base(model, director, speaker):
    words = {greedy(model), greedy(director), greedy(speaker)}
    assert len(words) == 3
    assert model.engine is director.engine is speaker.engine
    before = greedy(model)
    greedy(speaker)
    assert greedy(model) == before


async def test_calls_at_once_do_not_mix_their_adapters(model, director, speaker):
    calls = [(m, p) for m in (director, model, speaker) for p in (ASKED, OTHERS)] * 2
    one_by_one = [greedy(m, p) for m, p in calls]
    at_once = await asyncio.gather(*(m.ainvoke(p, temperature=0, max_tokens=24) for m, p in calls))
    assert [answer.content for answer in at_once] == one_by_one
    assert len(set(one_by_one)) > 3


async def test_the_event_loop_goes_on_while_the_model_writes(model):
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await model.ainvoke(ASKED, temperature=0, max_tokens=24)
    ticking.cancel()
    assert ticks > 100


def test_a_stream_that_is_closed_stops_the_model(model):
    with closing(model.stream(ASKED, temperature=1, seed=1, max_tokens=8000)) as chunks:
        next(chunks)
    # Everything of one engine runs in one thread: when this returns, the stream has ended.
    model.engine._pool.submit(lambda: None).result()
    assert len(computed(model)) < 1000


async def test_a_cancelled_task_stops_the_model(model):
    begun = asyncio.Event()

    async def read() -> None:
        async with aclosing(model.astream(ASKED, temperature=1, seed=1, max_tokens=8000)) as chunks:
            async for _ in chunks:
                begun.set()

    reading = asyncio.create_task(read())
    await begun.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await asyncio.wrap_future(model.engine._pool.submit(lambda: None))
    assert len(computed(model)) < 1000


async def test_who_gives_up_while_waiting_is_not_answered_at_all(model):
    before = greedy(model, OTHERS)
    last = computed(model)
    held_up = asyncio.Event()
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    def occupy() -> None:
        loop.call_soon_threadsafe(held_up.set)
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result()

    model.engine._pool.submit(occupy)
    await held_up.wait()
    waiting = asyncio.create_task(model.ainvoke(ASKED, max_tokens=24))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    release.set()
    await asyncio.wrap_future(model.engine._pool.submit(lambda: None))
    assert computed(model) == last
    assert greedy(model, OTHERS) == before


def test_a_model_that_says_nothing_for_too_long_is_given_up(held, model, monkeypatch):
    greedy(model)
    monkeypatch.setattr(
        type(model.engine._model), "generate", lambda _self, _request, _report, stop: stop.wait(30)
    )
    slow = model.model_copy(update={"timeout": 0.01})
    with pytest.raises(TimeoutError) as caught:
        slow.invoke(ASKED)
    assert "no answer in time" in str(describe_failure(caught.value, held))


@pytest.mark.parametrize(
    ("thinking", "tail"),
    [
        (None, "<|im_start|>assistant\n<think>\n\n</think>\n\n"),
        (False, "<|im_start|>assistant\n<think>\n\n</think>\n\n"),
        (True, "<|im_start|>assistant\n"),
    ],
)
def test_thinking_changes_the_prompts_end(tiny, model, settings, thinking, tail):
    greedy(model)
    body = {} if thinking is None else {"chat_template_kwargs": {"enable_thinking": thinking}}
    spec = {"spec": f"hf:{tiny.base}", "extra_body": body}
    other = resolve_backend(spec, settings=settings).model
    runtime = other.engine._model
    assert runtime._tokenizer.decode(runtime._prompt(other._request(ASKED, None, {}))).endswith(
        tail
    )


@pytest.mark.parametrize(
    ("profile", "thinking", "sampling"),
    [
        ("fast", False, {"temperature": 0.7, "top_p": 0.8, "top_k": 20}),
        ("deliberate", True, {"temperature": 0.6, "top_p": 0.95, "top_k": 20}),
    ],
)
def test_roles_are_asked_by_their_profile(tiny, settings, profile, thinking, sampling):
    graph = build_group_chat(
        group(), backend={"spec": f"hf:{tiny.base}", "profile": profile}, settings=settings
    )
    said = graph.speakers["anchor"].model._request(ASKED, None, {})
    assert (said.template, said.sampling) == ({"enable_thinking": thinking}, sampling)
    directed = graph.director.model._request(ASKED, None, {})
    assert directed.template == {"enable_thinking": False}
    assert directed.max_tokens < said.max_tokens


def test_a_calls_fields_come_before_the_options(tiny, settings):
    spec = {
        "spec": f"hf:{tiny.base}",
        "temperature": 0.1,
        "max_tokens": 7,
        "extra_body": {"top_k": 5, "response_format": {"type": "json_object"}},
    }
    model = resolve_backend(spec, settings=settings).model
    assert model._request(ASKED, None, {}) == Request(
        messages=[
            {"role": "system", "content": ASKED[0].content},
            {"role": "user", "content": ASKED[1].content},
        ],
        template={"enable_thinking": False},
        sampling={"temperature": 0.1, "top_k": 5},
        max_tokens=7,
        where="base in this process",
    )
    given = {"temperature": 0.9, "extra_body": {"chat_template_kwargs": {"enable_thinking": True}}}
    asked = model._request(ASKED, None, given)
    assert asked.sampling == {"temperature": 0.9, "top_k": 5}
    assert asked.template == {"enable_thinking": True}


def test_stop_sequences_are_refused_rather_than_ignored(model):
    with pytest.raises(ValueError, match="stop sequences"):
        model.invoke(ASKED, stop=["."])


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3000), max_size=60))
def test_streamed_pieces_are_the_decoded_tokens_but_for_half_a_character(tiny_writer, tokens):
    writer, pieces, tokenizer = tiny_writer()
    import torch

    writer.put(torch.tensor([[1, 2]]))
    for token in tokens:
        writer.put(torch.tensor([token]))
    whole = tokenizer.decode(tokens, skip_special_tokens=True)
    said = "".join(pieces)
    assert whole.startswith(said)
    assert set(whole[len(said) :]) <= {"\ufffd"}


@pytest.fixture(scope="module")
def tiny_writer(held: Backend) -> Any:
    from threading import Event

    from mascot.backends.huggingface.runtime import _Writer

    greedy(held.model)
    tokenizer = held.model.engine._model._tokenizer

    def make() -> tuple[Any, list[str], Any]:
        pieces: list[str] = []
        return _Writer(tokenizer, pieces.append, Event()), pieces, tokenizer

    return make


def test_a_prompt_longer_than_the_models_positions_is_an_overflow(tiny, held, model, monkeypatch):
    greedy(model)
    monkeypatch.setattr(model.engine._model._model.config, "max_position_embeddings", 40)
    with pytest.raises(ContextOverflowError, match="at most 40") as caught:
        model.invoke("word " * 60)
    assert isinstance(describe_failure(caught.value, held), ContextOverflowError)
    answer = model.invoke([HumanMessage("hi")], max_tokens=1000)
    assert answer.usage_metadata["total_tokens"] <= 40


def test_director_and_speakers_get_the_adapters_of_their_seats(tiny, settings):
    beacon = tiny.speaker.parent / "speaker-beacon"
    write_adapter(beacon, tiny.base, seed=3)
    adapters = {
        "director": str(tiny.director),
        "speaker": str(tiny.speaker),
        "speaker-beacon": str(beacon),
    }
    spec = {"spec": f"hf:{tiny.base}", "adapters": adapters}
    graph = build_group_chat(group(), backend=spec, settings=settings)
    got = {who: b.model.adapter for who, b in graph.speakers.items()}
    assert got == {"anchor": tiny.speaker, "catalyst": tiny.speaker, "beacon": beacon}
    assert graph.director.model.adapter == tiny.director
    assert len(graph.backends) == 3
    assert len({id(b.model.engine) for b in graph.backends}) == 1


@pytest.mark.parametrize(
    "spec",
    ["hf:{0.base}+director={0.director}+speaker={0.speaker}", "hf:{0.base}+{0.base.parent}"],
    ids=["by name", "a folder of several"],
)
def test_a_spec_may_name_several_adapters(tiny, settings, spec):
    text = spec.format(tiny)
    for seat, folder in (
        (Seat("director"), tiny.director),
        (Seat("speaker", "anchor"), tiny.speaker),
    ):
        assert resolve_backend(text, settings=settings, seat=seat).model.adapter == folder
    assert resolve_backend(text, settings=settings).model.adapter is None


def test_adapters_in_folders_of_one_name_are_told_apart(tiny, settings, tmp_path):
    for role in ("director", "speaker"):
        shutil.copytree(getattr(tiny, role), tmp_path / role / "final")
    adapters = {role: str(tmp_path / role / "final") for role in ("director", "speaker")}
    graph = build_group_chat(
        group(), backend={"spec": f"hf:{tiny.base}", "adapters": adapters}, settings=settings
    )
    assert graph.director.model.adapter == tmp_path / "director/final"
    assert graph.speakers["anchor"].model.adapter == tmp_path / "speaker/final"


@pytest.mark.parametrize("mode", ["chat", "round"])
async def test_an_untrained_model_never_leaves_the_roster(tiny, held, settings, mode):
    cast = group(mode=mode) if mode != "chat" else group()
    spec = {
        "spec": f"hf:{tiny.base}",
        "adapters": {"director": str(tiny.director), "speaker": str(tiny.speaker)},
        "max_tokens": 16,
        "seed": 1,
    }
    graph = build_group_chat(cast, backend=spec, settings=settings).compile()
    out = await graph.ainvoke({"messages": [("user", "My week was long.")]})
    said = out["messages"][1:]
    assert said
    assert {message.name for message in said} <= set(cast.ids)
    assert all(message.content for message in said)


def test_without_the_packages_the_extra_is_named(tiny, settings, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(BackendError, match=r"needs peft.*pip install .*\[hf\]"):
        resolve_backend(f"hf:{tiny.base}", settings=settings)


def _without(name: str) -> Any:
    def spoil(folder: Path) -> None:
        (folder / name).unlink()

    return spoil


def _with(name: str, content: str) -> Any:
    def spoil(folder: Path) -> None:
        (folder / name).write_text(content)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_without("config.json"), "holds no model, it has no config.json"),
        (_without("model.safetensors"), "has no model.safetensors; .* incomplete"),
        (_with("model.safetensors.index.json", '{"weight_map": {"a": "x-2"}}'), "has no x-2"),
        (_with("config.json", "{"), "config.json cannot be read"),
        (_with("config.json", "[]"), "does not hold a JSON object"),
        (_with("config.json", "{}"), "names no model_type"),
    ],
)
def test_a_folder_that_is_no_model_is_explained(tiny, settings, tmp_path, spoil, says):
    folder = shutil.copytree(tiny.base, tmp_path / "copy")
    spoil(folder)
    with pytest.raises(BackendError, match=says) as caught:
        resolve_backend(f"hf:{folder}", settings=settings)
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_without("adapter_config.json"), "is no adapter, it has no adapter_config.json"),
        (_without("adapter_model.safetensors"), "was training cut short"),
        (_with("adapter_config.json", "nonsense"), "cannot be read"),
        (_with("adapter_config.json", '{"peft_type": "IA3"}'), "type IA3"),
        (
            _with("adapter_config.json", '{"peft_type": "LORA", "task_type": "SEQ_CLS"}'),
            "for SEQ_CLS",
        ),
        (_with("adapter_model.safetensors", "nonsense"), "damaged"),
    ],
)
def test_a_folder_that_is_no_adapter_is_explained(tiny, settings, tmp_path, spoil, says):
    folder = shutil.copytree(tiny.speaker, tmp_path / "copy")
    spoil(folder)
    with pytest.raises(BackendError, match=says) as caught:
        resolve_backend(f"hf:{tiny.base}+{folder}", settings=settings)
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("hf:/no/such/folder", "there is no folder"),
        ("hf:./nowhere", "there is no folder"),
        ("hf:a/b/c", "there is no folder"),
        ("hf:+/a", "name the model"),
        ("hf:{0.base}+", "name the model"),
        ("hf:{0.base}+/no/such", "does not exist"),
        ("hf:{0.base}+{0.base}", "it is a whole model"),
        ("hf:{0.speaker}", r"it is an adapter: hf:<its base model>\+"),
        ("hf:{0.base}+directr={0.director}", "did you mean 'director'"),
        ("hf:{0.base}+{0.director}+{0.speaker}", "two adapters for 'shared'"),
        ("hf:{0.base}/config.json", "is a file"),
    ],
)
def test_mistakes_in_a_spec_are_explained(tiny, settings, spec, says):
    with pytest.raises(BackendError, match=says):
        resolve_backend(spec.format(tiny), settings=settings)


@pytest.mark.parametrize(
    ("kwargs", "says"),
    [
        ({"enable_thnking": True}, "enable_thnking"),
        ({"dtype": "int3"}, "dtype = 'int3'"),
        ({"device": 7}, "device = 7"),
        ({"model_name": "x"}, "model_name"),
    ],
)
def test_mistakes_in_kwargs_are_explained(tiny, settings, kwargs, says):
    with pytest.raises(BackendError, match=says):
        resolve_backend({"spec": f"hf:{tiny.base}", "kwargs": kwargs}, settings=settings)


@pytest.mark.parametrize(
    ("constant", "value", "says"),
    [
        ("HIDDEN", 32, "made for vectors of 32 numbers, base has 64"),
        ("LAYERS", 3, "weights for layer 2, base has 2 layers"),
    ],
)
def test_an_adapter_of_another_base_is_seen_before_anything_loads(
    tiny, settings, tmp_path, monkeypatch, constant, value, says
):
    monkeypatch.setattr(tiny_qwen3, constant, value)
    write_adapter(tmp_path / "other", Path("Qwen/Qwen3-4B"), seed=4)
    with pytest.raises(BackendError, match=f"{says}; it says .* Qwen/Qwen3-4B"):
        resolve_backend(f"hf:{tiny.base}+{tmp_path / 'other'}", settings=settings)


@pytest.mark.parametrize(
    ("constant", "value", "says"),
    [("KV_HEADS", 1, "does not fit base: .*mismatch"), ("LAYERS", 1, "no counterpart")],
)
def test_an_adapter_that_does_not_fit_fails_in_words_and_harms_nobody(
    tiny, model, speaker, settings, tmp_path, monkeypatch, constant, value, says
):
    before = greedy(model), greedy(speaker)
    with monkeypatch.context() as changed:
        changed.setattr(tiny_qwen3, constant, value)
        write_adapter(tmp_path / "other", tiny.base, seed=4)
    wrong = resolve_backend(f"hf:{tiny.base}+{tmp_path / 'other'}", settings=settings).model
    for _ in range(2):
        with pytest.raises(BackendError, match=says):
            wrong.invoke(ASKED, max_tokens=4)
    assert (greedy(model), greedy(speaker)) == before


def test_after_a_first_adapter_that_does_not_fit_all_others_work(
    tiny, model, speaker, settings, tmp_path, monkeypatch
):
    with monkeypatch.context() as changed:
        changed.setattr(tiny_qwen3, "KV_HEADS", 1)
        write_adapter(tmp_path / "other", tiny.base, seed=4, rank=4)
    folder = shutil.copytree(tiny.base, tmp_path / "copy")
    alone = resolve_backend(f"hf:{folder}", settings=settings).model
    wrong = resolve_backend(f"hf:{folder}+{tmp_path / 'other'}", settings=settings).model
    right = resolve_backend(f"hf:{folder}+{tiny.speaker}", settings=settings).model
    with pytest.raises(BackendError, match="does not fit"):
        wrong.invoke(ASKED, max_tokens=4)
    assert greedy(alone) == greedy(model)
    assert greedy(right) == greedy(speaker)
    with pytest.raises(BackendError, match="does not fit"):
        wrong.invoke(ASKED, max_tokens=4)
    assert greedy(right) == greedy(speaker)


def test_weights_that_cannot_be_loaded_are_explained_at_the_first_call(tiny, settings, tmp_path):
    folder = shutil.copytree(tiny.base, tmp_path / "copy")
    (folder / "model.safetensors").write_bytes(b"nonsense")
    model = resolve_backend(f"hf:{folder}", settings=settings).model
    with pytest.raises(BackendError, match="cannot be loaded"):
        model.invoke(ASKED, max_tokens=4)


def test_a_model_without_a_chat_template_is_refused(tiny, settings, tmp_path):
    folder = shutil.copytree(tiny.base, tmp_path / "copy")
    config = json.loads((folder / "tokenizer_config.json").read_text())
    del config["chat_template"]
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    model = resolve_backend(f"hf:{folder}", settings=settings).model
    with pytest.raises(BackendError, match="no chat template"):
        model.invoke(ASKED, max_tokens=4)


@pytest.fixture
def empty_hub(tmp_path, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    return constants


def test_offline_without_weights_names_the_id_and_both_remedies(empty_hub, settings, monkeypatch):
    monkeypatch.setattr(empty_hub, "HF_HUB_OFFLINE", True)
    with pytest.raises(UnavailableError) as caught:
        resolve_backend("hf:Qwen/Qwen3-0.6B", settings=settings)
    for part in ("Qwen/Qwen3-0.6B", "hf download Qwen/Qwen3-0.6B", "hf:/path/to/model"):
        assert part in str(caught.value)
    backend = resolve_backend("hf:Qwen/Qwen3-0.6B, demo", settings=settings)
    assert backend.scripted
    assert "going on without it" in backend.notices[0]


def test_a_hub_that_cannot_be_reached_is_explained_at_the_first_call(
    empty_hub, settings, monkeypatch, closed_port
):
    monkeypatch.setattr(empty_hub, "ENDPOINT", f"http://127.0.0.1:{closed_port}")
    backend = resolve_backend("hf:Qwen/Qwen3-0.6B", settings=settings)
    assert "not on this machine yet" in backend.notices[0]
    with pytest.raises(BackendError, match=r"hf download Qwen/Qwen3-0\.6B"):
        backend.model.invoke(ASKED)


def test_weights_in_the_hubs_cache_need_no_network(empty_hub, tiny, model, settings, tmp_path):
    repo = tmp_path / "hub/models--someone--tiny"
    (repo / "refs").mkdir(parents=True)
    (repo / "refs/main").write_text("0123abc")
    shutil.copytree(tiny.base, repo / "snapshots/0123abc")
    backend = resolve_backend("hf:someone/tiny", settings=settings)
    assert backend.notices == ()
    assert backend.context_tokens == tiny_qwen3.POSITIONS
    assert greedy(backend.model) == greedy(model)
