"""A folder of ``mascot train all`` as the models of an evaluation: who sits where, thinking as trained."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from mascot.errors import EvaluationError

_TOKENS = 1_024
_DIRECTIVE_TOKENS = 256
_STAGES = {"sft": "sft", "speaker": "speakers", "director": "director"}
"""Seats and the stages that train them."""


def seats_of(run: Path) -> dict[str, Any]:
    """What a training run says of an evaluation's settings.

    The models are asked as they were trained: temperature 1, the same limits of length, and thinking
    for whoever learnt to think.

    Args:
        run: The run's folder.

    Returns:
        ``backend``, ``sft``, ``speaker``, ``director``, ``directing`` and ``ensemble``; a seat whose
        stage has not finished is left out.

    Raises:
        EvaluationError: It holds no trained speakers or director, or does not say on what base.
    """
    done = {seat: run / stage for seat, stage in _STAGES.items() if _finished(run / stage)}
    if not done.keys() & {"speaker", "director"}:
        raise EvaluationError(
            f"{run}: neither `speakers` nor `director` has finished here, so there is nothing to "
            "evaluate; name the folder of `mascot train all --run FOLDER`"
        )
    base = _base(run, next(iter(done.values())))
    speaks, directs = (_config(run / stage) for stage in ("speakers", "director"))
    thinks = bool((speaks.get("chat_template_kwargs") or {}).get("enable_thinking", True))
    tokens = speaks.get("max_completion_length") or _TOKENS
    speaking = _asking(max(tokens, directs.get("speaker_tokens") or 0), thinks=thinks)
    found: dict[str, Any] = {
        seat: {"spec": f"hf:{base}+{folder}", **speaking} for seat, folder in done.items()
    }
    found["backend"] = {"spec": f"hf:{base}", **speaking}
    found["directing"] = _asking(
        directs.get("max_completion_length") or _DIRECTIVE_TOKENS,
        thinks=bool(directs.get("director_thinks", False)),
    )
    if name := speaks.get("ensemble") or directs.get("ensemble"):
        own = files("mascot.training") / "presets" / str(name) / "ensemble.yaml"
        found["ensemble"] = str(own) if own.is_file() else str(name)
    return found


def _asking(tokens: int, *, thinks: bool) -> dict[str, Any]:
    return {
        "temperature": 1.0,
        "top_p": 1.0,
        "max_tokens": int(tokens),
        "extra_body": {"top_k": 0, "chat_template_kwargs": {"enable_thinking": thinks}},
    }


def _base(run: Path, adapter: Path) -> str:
    """The run's own base, or the one that its adapters name."""
    if (run / "base" / "config.json").is_file():
        return str(run / "base")
    path = adapter / "adapter_config.json"
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["base_model_name_or_path"])
    except (OSError, ValueError, KeyError, TypeError):
        raise EvaluationError(
            f"{path}: names no base model, and {run / 'base'} holds none; name the seats in the "
            "settings (backend, director, speaker, sft) as hf:BASE+ADAPTER"
        ) from None


def _finished(stage: Path) -> bool:
    return (stage / "done").is_file() and (stage / "adapter_config.json").is_file()


def _config(stage: Path) -> Mapping[str, Any]:
    """The settings a stage was run with; none where it was not."""
    path = stage / "config.yaml"
    if not path.is_file():
        return {}
    try:
        values = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise EvaluationError(f"{path}: cannot be read ({error}); restore it") from None
    return values if isinstance(values, dict) else {}
