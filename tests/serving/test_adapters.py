"""What is told of adapters before a server is started with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mascot.errors import ServingError
from mascot.serving import base_of, check_fit, read_adapter

HIDDEN = 64


def tensors(rank: int = 16, *, hidden: int = HIDDEN, layers: int = 2) -> dict[str, list[int]]:
    found = {}
    for layer in range(layers):
        place = f"base_model.model.model.layers.{layer}.self_attn.q_proj"
        found[f"{place}.lora_A.weight"] = [rank, hidden]
        found[f"{place}.lora_B.weight"] = [128, rank]
    return found


def adapter(
    folder: Path, shapes: dict[str, list[int]] | bytes | None = None, **config: Any
) -> Path:
    """A folder as PEFT leaves it; the weights are a header without numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    fields = {"peft_type": "LORA", "r": 16, "base_model_name_or_path": "Qwen/Qwen3-8B"} | config
    (folder / "adapter_config.json").write_text(json.dumps(fields))
    if not isinstance(shapes, bytes):
        entries = {
            name: {"dtype": "F32", "shape": shape, "data_offsets": [0, 0]}
            for name, shape in (shapes or tensors()).items()
        }
        header = json.dumps({"__metadata__": {"format": "pt"}, **entries}).encode()
        shapes = len(header).to_bytes(8, "little") + header
    (folder / "adapter_model.safetensors").write_bytes(shapes)
    return folder


def base(folder: Path, **config: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    fields = {"hidden_size": HIDDEN, "num_hidden_layers": 2} | config
    (folder / "config.json").write_text(json.dumps(fields))
    return folder


def test_an_adapter_says_its_base_and_rank(tmp_path: Path) -> None:
    read = read_adapter("speaker", adapter(tmp_path / "a", rank_pattern={"layers.0.q_proj": 32}))
    assert (read.name, read.base, read.rank) == ("speaker", "Qwen/Qwen3-8B", 32)
    assert read.folder == tmp_path / "a"


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"peft_type": "IA3"}, "IA3.*not LoRA"),
        ({"r": 0}, "r = 0 is not a rank"),
        ({"r": "16"}, "'16' is not a rank"),
        ({"use_dora": True}, "DoRA, which vLLM does not serve"),
        ({"modules_to_save": ["lm_head"]}, "whole trained modules"),
    ],
)
def test_what_vllm_would_refuse_is_refused_before(
    tmp_path: Path, config: dict[str, Any], says: str
) -> None:
    with pytest.raises(ServingError, match=says):
        read_adapter("speaker", adapter(tmp_path / "a", **config))


def test_folders_that_hold_no_adapter_are_explained(tmp_path: Path) -> None:
    with pytest.raises(ServingError, match="does not exist"):
        read_adapter("speaker", tmp_path / "nowhere")
    with pytest.raises(ServingError, match="looks like a whole model: --model"):
        read_adapter("speaker", base(tmp_path / "base"))
    adapter(tmp_path / "run" / "checkpoint-20")
    with pytest.raises(ServingError, match=r"did you mean .*checkpoint-20"):
        read_adapter("speaker", tmp_path / "run")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ServingError, match="the folder that training wrote"):
        read_adapter("speaker", tmp_path / "empty")
    folder = adapter(tmp_path / "cut")
    (folder / "adapter_model.safetensors").unlink()
    with pytest.raises(ServingError, match="was training cut short"):
        read_adapter("speaker", folder)
    (folder / "adapter_config.json").write_text("{")
    with pytest.raises(ServingError, match="cannot be read"):
        read_adapter("speaker", folder)
    with pytest.raises(ServingError, match="is a file"):
        read_adapter("speaker", folder / "adapter_config.json")


@pytest.mark.parametrize("name", ["", "a b", "a=b", "-x", "a/b"])
def test_names_that_a_request_cannot_carry_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ServingError, match="a name is made of"):
        read_adapter(name, adapter(tmp_path / "a"))


def test_adapters_of_one_base_agree_on_it(tmp_path: Path) -> None:
    one = read_adapter("director", adapter(tmp_path / "a"))
    two = read_adapter("speaker", adapter(tmp_path / "b"))
    other = read_adapter("speaker", adapter(tmp_path / "c", base_model_name_or_path="Qwen/Q"))
    silent = read_adapter("speaker", adapter(tmp_path / "d", base_model_name_or_path=None))
    assert base_of([one, two, silent]) == "Qwen/Qwen3-8B"
    assert base_of([]) is base_of([silent]) is None
    with pytest.raises(ServingError, match="'director' on Qwen/Qwen3-8B, 'speaker' on Qwen/Q"):
        base_of([one, other])


def test_the_weights_fit_their_base_or_not(tmp_path: Path) -> None:
    model = str(base(tmp_path / "base"))
    check_fit(read_adapter("speaker", adapter(tmp_path / "fits")), model)
    wide = read_adapter("speaker", adapter(tmp_path / "wide", tensors(hidden=128)))
    with pytest.raises(ServingError, match=r"another model.*128 numbers, .*base has 64"):
        check_fit(wide, model)
    deep = read_adapter("speaker", adapter(tmp_path / "deep", tensors(layers=3)))
    with pytest.raises(ServingError, match=r"layer 2, .*base has 2 layers"):
        check_fit(deep, model)
    ranked = read_adapter("speaker", adapter(tmp_path / "ranked", tensors(rank=32)))
    with pytest.raises(ServingError, match=r"weights have rank 32, .* says 16"):
        check_fit(ranked, model)


@pytest.mark.parametrize("weights", [b"", b"\x00" * 4, b"PK\x03\x04 not tensors", b"\xff" * 64])
def test_damaged_weights_are_named(tmp_path: Path, weights: bytes) -> None:
    with pytest.raises(ServingError, match=r"adapter_model\.safetensors is damaged"):
        check_fit(read_adapter("speaker", adapter(tmp_path / "a", weights)), "Qwen/Qwen3-8B")


@pytest.mark.parametrize(
    ("model", "fits"),
    [("Qwen/Qwen3-8B", True), ("Qwen/Qwen3-8B-FP8", True), ("me/qwen3-8b-awq", True),
     ("Qwen/Qwen3-1.7B", False), ("Qwen/Qwen3-0.6B", False)],
)  # fmt: skip
def test_hub_names_are_compared(tmp_path: Path, model: str, fits: bool) -> None:
    read = read_adapter("speaker", adapter(tmp_path / "a"))
    if fits:
        check_fit(read, model)
    else:
        with pytest.raises(ServingError, match="was trained on Qwen/Qwen3-8B, not on"):
            check_fit(read, model)
