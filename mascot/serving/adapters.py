"""LoRA adapters as PEFT writes them, checked before a server is started with them.

A server takes minutes to load a model and then says in the middle of its log that an adapter does
not fit. Everything that the files tell is read here first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mascot.backends.weights import Shapes, misfit, read_shapes
from mascot.errors import ServingError

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,99}")
_CONFIG = "adapter_config.json"
_WEIGHTS = ("adapter_model.safetensors", "adapter_model.bin", "adapter_model.pt")
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")

# What PEFT can write and vLLM does not take; see its PEFTHelper.
_UNSERVED = {
    "use_dora": "DoRA",
    "lora_bias": "biases",
    "modules_to_save": "whole trained modules",
    "layer_replication": "replicated layers",
    "alora_invocation_tokens": "activated LoRA",
}


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter.

    Attributes:
        name: What requests call it: ``director``, ``speaker``, ``speaker-<persona id>``, ``shared``.
        folder: Where it is.
        base: The model it was trained on, as training wrote it down; may be empty.
        rank: Its largest rank.
    """

    name: str
    folder: Path
    base: str
    rank: int


def read_adapter(name: str, folder: Path) -> Adapter:
    """Reads what a folder says of itself.

    Raises:
        ServingError: It is no adapter that vLLM could serve; the message says why.
    """
    if not _NAME.fullmatch(name):
        raise ServingError(
            f"adapter {name!r}: a name is made of letters, digits, '.', '_' and '-': "
            "director, speaker, speaker-<persona id>"
        )
    where = f"adapter {name!r}"
    if not folder.is_dir():
        what = "is a file; give the folder it lies in" if folder.exists() else "does not exist"
        raise ServingError(f"{where}: {folder} {what}")
    config = _read_config(where, folder)
    if kind := next((what for key, what in _UNSERVED.items() if config.get(key)), None):
        raise ServingError(f"{where}: {folder} uses {kind}, which vLLM does not serve")
    if str(config.get("peft_type", "LORA")).upper() != "LORA":
        raise ServingError(f"{where}: {folder} is of type {config['peft_type']!r}, not LoRA")
    ranks = [config.get("r"), *(config.get("rank_pattern") or {}).values()]
    if not all(isinstance(rank, int) and rank > 0 for rank in ranks):
        raise ServingError(f"{where}: {folder / _CONFIG}: r = {ranks[0]!r} is not a rank")
    if not any((folder / weights).is_file() for weights in _WEIGHTS):
        raise ServingError(f"{where}: {folder} has no {_WEIGHTS[0]}; was training cut short?")
    base = config.get("base_model_name_or_path")
    return Adapter(name, folder.resolve(), base if isinstance(base, str) else "", max(ranks))


def base_of(adapters: Sequence[Adapter]) -> str | None:
    """The model that all adapters were trained on; None where none of them says so.

    Raises:
        ServingError: They were trained on different ones.
    """
    bases = {adapter.base: adapter for adapter in adapters if adapter.base}
    if len(bases) > 1:
        said = ", ".join(f"{adapter.name!r} on {base}" for base, adapter in bases.items())
        raise ServingError(
            f"the adapters were trained on different models ({said}); one server has one base: "
            "serve them apart, or name the base with --model"
        )
    return next(iter(bases), None)


def check_fit(adapter: Adapter, model: str) -> None:
    """Checks that an adapter belongs to a model, as far as the files at hand can tell.

    Raises:
        ServingError: It does not.
    """
    where = f"adapter {adapter.name!r} ({adapter.folder})"
    try:
        shapes = read_shapes(adapter.folder / _WEIGHTS[0])
    except ValueError as error:
        raise ServingError(f"adapter {adapter.name!r}: {error}") from None
    _check_rank(adapter, shapes, where)
    config = Path(model).expanduser() / "config.json"
    if config.is_file():
        if why := misfit(shapes, _read_json(config, f"the model {model}"), model):
            raise ServingError(f"{where} was trained on another model: {why}")
    elif _HUB_ID.fullmatch(adapter.base) and _HUB_ID.fullmatch(model):
        ours, theirs = (name.partition("/")[2].casefold() for name in (adapter.base, model))
        # Qwen3-8B and Qwen3-8B-FP8 go together; Qwen3-1.7B does not.
        if not (ours.startswith(theirs) or theirs.startswith(ours)):
            raise ServingError(
                f"{where} was trained on {adapter.base}, not on {model}; "
                f"serve it with --model {adapter.base}, or give the adapter of {model}"
            )


def _check_rank(adapter: Adapter, shapes: Shapes, where: str) -> None:
    found = max((s[0] for k, s in shapes.items() if k.endswith("lora_A.weight")), default=0)
    if found > adapter.rank:
        raise ServingError(
            f"{where}: its weights have rank {found}, its {_CONFIG} says {adapter.rank}; "
            "the files belong to different adapters"
        )


def _read_config(where: str, folder: Path) -> dict[str, Any]:
    path = folder / _CONFIG
    if not path.is_file():
        inner = sorted(found.parent.name for found in folder.glob(f"*/{_CONFIG}"))
        if inner:
            hint = f"did you mean {folder / inner[-1]}?"
        elif (folder / "config.json").is_file():
            hint = "it looks like a whole model: --model serves those"
        else:
            hint = "give the folder that training wrote"
        raise ServingError(f"{where}: {folder} is not an adapter, it has no {_CONFIG}; {hint}")
    return _read_json(path, where)


def _read_json(path: Path, where: str) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ServingError(f"{where}: {path} cannot be read ({error})") from None
    if not isinstance(value, dict):
        raise ServingError(f"{where}: {path} does not hold a JSON object")
    return value
