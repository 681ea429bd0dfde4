"""What the header of a safetensors file tells of a LoRA adapter, without reading its weights."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Shapes = Mapping[str, tuple[int, ...]]
"""Tensors' shapes by name."""

_LAYER = re.compile(r"\.layers\.(\d+)\.")
_READS_HIDDEN = re.compile(r"\.(?:q_proj|k_proj|v_proj|gate_proj|up_proj)\.lora_A\.weight$")
_LONGEST_HEADER = 100_000_000


def read_shapes(path: Path) -> Shapes:
    """The shapes of a file's tensors; none where there is no such file.

    Raises:
        ValueError: It is damaged, or no safetensors file.
    """
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(min(length, _LONGEST_HEADER)))
        return {
            key: tuple(int(size) for size in entry["shape"])
            for key, entry in header.items()
            if key != "__metadata__"
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ValueError(f"{path} is damaged or no safetensors file; copy it again") from None


def misfit(adapter: Shapes, base: Mapping[str, Any], name: str) -> str | None:
    """Why an adapter belongs to another model; None as far as nothing speaks against it.

    Args:
        adapter: Its tensors.
        base: The model's ``config.json``.
        name: What the model is called, for the words.
    """
    hidden, layers = base.get("hidden_size"), base.get("num_hidden_layers")
    made_for = {shape[1] for key, shape in adapter.items() if _READS_HIDDEN.search(key)}
    deepest = max((int(m[1]) for m in map(_LAYER.search, adapter) if m), default=-1)
    if isinstance(hidden, int) and made_for - {hidden}:
        return f"it is made for vectors of {max(made_for)} numbers, {name} has {hidden}"
    if isinstance(layers, int) and deepest >= layers:
        return f"it has weights for layer {deepest}, {name} has {layers} layers"
    return None
