"""What lies on the disk: base models, LoRA adapters, and whether they belong together.

Weights load at the first call, minutes after the user has named them. Everything that their small
files tell is read before, while the group is built.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mascot.backends.failures import UnavailableError, excerpt
from mascot.backends.weights import misfit, read_shapes
from mascot.errors import BackendError

PATTERNS = ("*.json", "*.safetensors", "*.txt", "*.model", "*.jinja")
"""What of a model on the hub is needed here."""

_CONFIG = "config.json"
_ADAPTER_CONFIG = "adapter_config.json"
_ADAPTER_WEIGHTS = ("adapter_model.safetensors", "adapter_model.bin")
_INDEX = "model.safetensors.index.json"
_TOKENIZERS = ("tokenizer.json", "tokenizer_config.json")
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A base model.

    Attributes:
        name: For people: the hub's id, or the folder's last part.
        folder: Where it lies; None while it has to be downloaded.
        hub_id: Its id on the Hugging Face hub; None for a folder.
        config: Its ``config.json``; empty while it has to be downloaded.
    """

    name: str
    folder: Path | None
    hub_id: str | None = None
    config: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def key(self) -> str:
        """The same for everything that may share one copy in memory."""
        return self.hub_id or str(self.folder)

    @property
    def context_tokens(self) -> int | None:
        """How long prompt and answer may be together."""
        inner = self.config.get("text_config")
        value = (inner if isinstance(inner, dict) else self.config).get("max_position_embeddings")
        return value if isinstance(value, int) and value > 0 else None


def find_base(text: str, where: str) -> BaseModel:
    """A base model by its folder or its id on the hub. Touches no network.

    Args:
        text: As it stands in the spec.
        where: The spec, for messages.

    Raises:
        BackendError: There is no such folder, or it holds no model.
        UnavailableError: It would have to be downloaded, and ``HF_HUB_OFFLINE`` forbids it.
    """
    path = Path(text).expanduser()
    if path.exists():
        return BaseModel(path.resolve().name, path.resolve(), config=check_model(path, where))
    if path.is_absolute() or text.startswith((".", "~")) or not _HUB_ID.fullmatch(text):
        raise BackendError(
            f"{where}: there is no folder {text}; correct it, or give a model's id on the "
            "Hugging Face hub, such as Qwen/Qwen3-0.6B"
        )
    from huggingface_hub import constants, snapshot_download  # noqa: PLC0415  (slow to import)
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    try:
        folder = Path(snapshot_download(text, local_files_only=True))
        return BaseModel(text, folder, text, check_model(folder, where))
    except HFValidationError as error:
        raise BackendError(f"{where}: {text!r} is no model id ({excerpt(str(error))})") from None
    except (LocalEntryNotFoundError, BackendError):
        # A download that was cut short looks like a folder that lacks its weights.
        if constants.is_offline_mode():
            raise UnavailableError(f"{where}: {absent(text)}") from None
    return BaseModel(text, None, text)


def absent(hub_id: str) -> str:
    """What to say when weights are neither here nor within reach."""
    return (
        f"the weights of {hub_id} are not on this machine and the Hugging Face hub cannot be "
        f"reached; fetch them once where there is a network (hf download {hub_id}), "
        "or give a folder that holds them: hf:/path/to/model"
    )


def download(hub_id: str, where: str) -> Path:
    """Fetches a model from the hub, or what is missing of it.

    Raises:
        BackendError: The hub does not have it, refuses, or cannot be reached.
    """
    from huggingface_hub import snapshot_download  # noqa: PLC0415  (slow to import)
    from huggingface_hub.errors import (  # noqa: PLC0415
        GatedRepoError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )

    try:
        folder = Path(snapshot_download(hub_id, allow_patterns=list(PATTERNS)))
    except GatedRepoError as error:
        raise BackendError(
            f"{where}: {hub_id} wants its terms accepted on the Hugging Face hub, "
            "and then a token: hf auth login"
        ) from error
    except RepositoryNotFoundError as error:
        raise BackendError(
            f"{where}: the Hugging Face hub has no model {hub_id!r}, or it is private; "
            "correct the id, or log in: hf auth login"
        ) from error
    except LocalEntryNotFoundError as error:
        raise UnavailableError(f"{where}: {absent(hub_id)}") from error
    except Exception as error:
        if isinstance(error, ConnectionError) or "Connect" in type(error).__name__:
            raise UnavailableError(f"{where}: {absent(hub_id)}") from error
        raise BackendError(
            f"{where}: {hub_id} could not be downloaded "
            f"({type(error).__name__}: {excerpt(str(error))}); try again, "
            "or give a folder that holds it"
        ) from error
    check_model(folder, where)
    return folder


def check_model(folder: Path, where: str) -> dict[str, Any]:
    """Checks that a folder holds a model and its tokenizer.

    Returns:
        Its configuration.

    Raises:
        BackendError: It does not; the message says what is missing.
    """
    if not folder.is_dir():
        raise BackendError(f"{where}: {folder} is a file; give the folder it lies in")
    if not (folder / _CONFIG).is_file():
        if (folder / _ADAPTER_CONFIG).is_file():
            hint = f"it is an adapter: hf:<its base model>+{folder}"
        else:
            hint = "give the folder that holds the model's files"
        raise BackendError(f"{where}: {folder} holds no model, it has no {_CONFIG}; {hint}")
    config = _read_json(folder / _CONFIG, where)
    if not isinstance(config.get("model_type"), str):
        raise BackendError(f"{where}: {folder / _CONFIG} names no model_type; is it a model's?")
    for name in _weights(folder, where):
        if not (folder / name).is_file():
            raise BackendError(f"{where}: {folder} has no {name}; the model's copy is incomplete")
    if not any((folder / name).is_file() for name in _TOKENIZERS):
        raise BackendError(
            f"{where}: {folder} has no {_TOKENIZERS[0]}; copy the tokenizer's files there too"
        )
    return config


def check_adapter(folder: Path, base: BaseModel, where: str) -> None:
    """Checks that a folder holds a LoRA adapter, and one for this base, as far as files tell.

    Raises:
        BackendError: It does not; the message says why.
    """
    if not folder.is_dir():
        what = "is a file; give the folder it lies in" if folder.exists() else "does not exist"
        raise BackendError(f"{where}: the adapter {folder} {what}")
    if not (folder / _ADAPTER_CONFIG).is_file():
        whole = (folder / _CONFIG).is_file()
        hint = "it is a whole model: hf:<folder>" if whole else "give the folder training wrote"
        raise BackendError(f"{where}: {folder} is no adapter, it has no {_ADAPTER_CONFIG}; {hint}")
    config = _read_json(folder / _ADAPTER_CONFIG, where)
    kind, task = str(config.get("peft_type")).upper(), config.get("task_type") or "CAUSAL_LM"
    if kind != "LORA" or task != "CAUSAL_LM":
        raise BackendError(
            f"{where}: {folder} is an adapter of type {kind} for {task}; a LoRA adapter for "
            "CAUSAL_LM is needed"
        )
    if not any((folder / name).is_file() for name in _ADAPTER_WEIGHTS):
        raise BackendError(
            f"{where}: {folder} has no {_ADAPTER_WEIGHTS[0]}; was training cut short?"
        )
    _check_fit(folder, base, where)


def inner_adapters(folder: Path) -> dict[str, Path]:
    """The adapters in a folder of several, as PEFT writes them, by the names of their folders."""
    if (folder / _ADAPTER_CONFIG).is_file():
        return {}
    return {
        found.parent.name: found.parent for found in sorted(folder.glob(f"*/{_ADAPTER_CONFIG}"))
    }


def _check_fit(folder: Path, base: BaseModel, where: str) -> None:
    try:
        shapes = read_shapes(folder / _ADAPTER_WEIGHTS[0])
    except ValueError as error:
        raise BackendError(f"{where}: {error}") from None
    if why := misfit(shapes, base.config, base.name):
        raise BackendError(wrong_base(folder, base, where, why))


def wrong_base(folder: Path, base: BaseModel, where: str, why: str) -> str:
    """What to say of an adapter that belongs to another model."""
    trained_on = _read_json(folder / _ADAPTER_CONFIG, where).get("base_model_name_or_path")
    said = f"; it says it was trained on {trained_on}" if trained_on else ""
    return f"{where}: the adapter {folder} does not fit {base.name}: {why}{said}"


def _weights(folder: Path, where: str) -> Iterable[str]:
    if not (folder / _INDEX).is_file():
        return ["model.safetensors"]
    shards = _read_json(folder / _INDEX, where).get("weight_map")
    return sorted(set(map(str, shards.values()))) if isinstance(shards, dict) else [_INDEX]


def _read_json(path: Path, where: str) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BackendError(f"{where}: {path} cannot be read ({excerpt(str(error))})") from None
    if not isinstance(value, dict):
        raise BackendError(f"{where}: {path} does not hold a JSON object")
    return value
