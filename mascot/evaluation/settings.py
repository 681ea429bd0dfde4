"""Settings of an evaluation: a preset's YAML, the user's YAML over it, options over both."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from mascot.errors import EvaluationError
from mascot.evaluation.trained import seats_of

PRESETS = Path(__file__).parent / "presets"

Spec = str | dict[str, Any]
"""What names a language model; see docs/backends.md."""


class Price(BaseModel):
    """What a million tokens cost, in US dollars."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: float = Field(ge=0)
    completion: float = Field(ge=0)


class EvalSettings(BaseModel):
    """What an evaluation is to do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tasks: tuple[str, ...] = Field(default=(), description="Which tasks; all by default.")
    systems: tuple[str, ...] = Field(default=(), description="Which systems; all by default.")

    trained: str | None = Field(
        default=None,
        description="A folder of `mascot train all`; its models take the seats that are not named.",
    )
    backend: Spec = Field(default="demo", description="The untrained model, and of every seat.")
    director: Spec | None = Field(default=None, description="The trained director.")
    speaker: Spec | None = Field(default=None, description="The trained speakers.")
    sft: Spec | None = Field(default=None, description="The model with the adapter of SFT.")
    user: Spec | None = Field(default=None, description="Who plays simulated users.")
    directing: dict[str, Any] = Field(
        default_factory=dict, description="Options over the spec of every model that directs."
    )
    judges: tuple[Spec, ...] = Field(default=("heuristic",), min_length=1)
    pairwise: tuple[str, ...] = Field(
        default=("mascot",), description="Systems that judges compare with every other, in pairs."
    )
    pairwise_limit: int | None = Field(
        default=None, ge=1, description="Contexts of each task for it; all if None."
    )
    embedding: str | None = Field(default=None, description="URL#MODEL or openai:MODEL.")

    ed: str | None = Field(default=None, description="EmpatheticDialogues' folder, or ed:hub.")
    qmsum: str | None = Field(default=None, description="QMSum's folder.")
    split: str = "test"
    tokens: int = Field(default=2_048, ge=64, description="How long a meeting's span may be.")
    ensemble: str = "emotional-support"
    meeting_ensemble: str = "workplace"
    limit: int | None = Field(
        default=None, ge=1, description="Contexts of each group; all if None."
    )
    epochs: int = Field(default=1, ge=1)
    seed: int = 0
    safety: bool = Field(default=False, description="Whether the served safety layer is on.")
    short: int = Field(default=0, ge=0, description="MultiAgentESC: utterances of a short talk.")
    mbti_situations: int = Field(default=4, ge=1)
    long_sessions: int = Field(default=6, ge=1)
    long_rounds: int = Field(default=50, ge=2)
    sweeps: dict[str, dict[str, dict[str, Spec]]] = Field(
        default_factory=dict, description="By sweep and point: director, speaker or both."
    )

    connections: int = Field(default=16, ge=1, description="Model calls at once.")
    retries: int = Field(default=1, ge=0, description="How often a failed sample is begun again.")
    cache: Path | None = Field(default=None, description="A score cache shared between runs.")
    prices: dict[str, Price] = Field(
        default_factory=dict,
        description="By part of a backend's label: dollars per million tokens.",
    )


def load_settings(
    preset: str = "smoke", file: Path | None = None, options: Mapping[str, Any] | None = None
) -> EvalSettings:
    """The settings of a run.

    Args:
        preset: ``smoke``, ``miniature`` or ``paper``.
        file: YAML over it.
        options: Values over both; None among them counts as not given.

    Raises:
        EvaluationError: A preset, key or value cannot be used.
    """
    path = PRESETS / f"{preset}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in PRESETS.glob("*.yaml")))
        raise EvaluationError(
            f"--preset {preset!r}: there is none of that name; choose from {known}"
        )
    values = _read(path)
    if file is not None:
        values |= _read(file)
    values |= {key: value for key, value in (options or {}).items() if value is not None}
    if isinstance(trained := values.get("trained"), str):
        values = seats_of(Path(trained).expanduser()) | values
    if strange := sorted(values.keys() - EvalSettings.model_fields.keys()):
        near = difflib.get_close_matches(strange[0], EvalSettings.model_fields, n=1)
        hint = (
            f"did you mean {near[0]!r}?"
            if near
            else f"they are {', '.join(EvalSettings.model_fields)}"
        )
        raise EvaluationError(f"{file or path}: there is no setting {strange[0]!r}; {hint}")
    try:
        return EvalSettings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise EvaluationError(
            f"{place} = {first.get('input')!r:.60}: {first['msg']}; correct it"
        ) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        values = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: cannot be read ({error})") from None
    except YAMLError as error:
        raise EvaluationError(f"{path}: not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise EvaluationError(f"{path}: is to be a mapping of settings to values, one a line")
    return values
