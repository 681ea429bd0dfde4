"""Settings from the environment (``MASCOT_…``) and from ``mascot.toml``.

Precedence: arguments, environment, ``mascot.toml`` in the working directory (or the file that
``MASCOT_CONFIG`` names instead), ``mascot.toml`` in the user's configuration folder, defaults.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, StringConstraints, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings.sources import InitSettingsSource

from mascot.errors import SettingsError

PREFIX = "MASCOT_"
CONFIG_VARIABLE = "MASCOT_CONFIG"
FILE_NAME = "mascot.toml"

_BackendSpec = str | dict[str, Any]
_SECRET = frozenset({"api_key", "api_keys", "backend", "database", "director", "speaker"})
"""Fields whose values may hold a key and are never printed."""


def _data_dir() -> Path:
    return user_data_path("mascot", appauthor=False)


class Settings(BaseSettings):
    """What a deployment sets once. Build it with `Settings.load`, which explains what is wrong."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    ensemble: str = Field(
        default="emotional-support",
        description="The group that a LangGraph server serves (`langgraph.json`).",
    )
    backend: _BackendSpec | None = Field(
        default=None,
        repr=False,
        description="The language model of everyone; see docs/backends.md.",
    )
    director: _BackendSpec | None = Field(
        default=None, repr=False, description="A model of the director's own."
    )
    speaker: _BackendSpec | None = Field(
        default=None, repr=False, description="A model of the personas' own."
    )
    api_key: SecretStr | None = Field(
        default=None, description="For endpoints that are named and not given a key of their own."
    )
    timeout: float = Field(
        default=120.0, gt=0, le=3600, description="Seconds to wait for a model to say something."
    )
    max_retries: int = Field(
        default=2, ge=0, le=20, description="How often a failed request is repeated, backing off."
    )
    profile: Literal["fast", "deliberate"] = Field(
        default="fast", description="Whether served Qwen3 speakers think before they answer."
    )
    region: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)] | None = Field(
        default=None, description="Whose help lines a safety message names."
    )
    data_dir: Path = Field(default_factory=_data_dir, description="Where chats are kept.")

    database: SecretStr | None = Field(
        default=None,
        description="PostgreSQL for conversations: postgresql://USER:PASSWORD@HOST/DATABASE.",
    )
    memory: bool = Field(
        default=False,
        description="Whether groups remember people beyond a conversation: on or off.",
    )
    api_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(), description="Keys of which each opens `mascot api`, separated by commas."
    )

    @field_validator("api_keys", mode="before")
    @classmethod
    def _keys_may_stand_in_a_row(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("database")
    @classmethod
    def _database_is_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(
            ("postgresql://", "postgres://")
        ):
            raise ValueError("write postgresql://USER:PASSWORD@HOST/DATABASE")
        return value

    @field_validator("data_dir")
    @classmethod
    def _home_is_expanded(cls, value: Path) -> Path:
        return value.expanduser()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (the library's signature)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, environment, then the files, nearest first.

        One source out of all, since the library would merge mappings across its sources: the key
        of the file's backend would be sent to the backend that the environment names.
        """
        values: dict[str, Any] = {}
        for path in reversed(config_files()):
            values |= _read(path)
        values |= {**env_settings(), **init_settings()}
        return (InitSettingsSource(settings_cls, values),)

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """The settings of this process.

        Args:
            **overrides: Values that take precedence over environment and files.

        Raises:
            SettingsError: A file or a value cannot be used; the message says which and why.
        """
        try:
            return cls(**overrides)
        except ValidationError as error:
            raise SettingsError(_explain(error, overrides)) from None


def config_files() -> list[Path]:
    """The files that exist and count, nearest first.

    Raises:
        SettingsError: ``MASCOT_CONFIG`` names a file that is not there.
    """
    if named := os.environ.get(CONFIG_VARIABLE):
        path = Path(named).expanduser()
        if not path.is_file():
            raise SettingsError(
                f"{CONFIG_VARIABLE}={named!r}: there is no such file; correct it or unset it"
            )
        nearest = path
    else:
        nearest = Path(FILE_NAME)
    candidates = (nearest, user_config_path("mascot", appauthor=False) / FILE_NAME)
    return [path for path in candidates if path.is_file()]


def _read(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: this is not valid TOML: {error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: this is not text in UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror or error}") from None
    for key in values:
        if key not in Settings.model_fields:
            raise SettingsError(f"{path}: there is no setting {key!r}{_did_you_mean(key)}")
    return values


def _did_you_mean(key: str) -> str:
    near = difflib.get_close_matches(key, Settings.model_fields, n=1)
    known = ", ".join(sorted(Settings.model_fields))
    return f"; did you mean {near[0]!r}?" if near else f"; the settings are: {known}"


def _explain(error: ValidationError, overrides: dict[str, Any]) -> str:
    first = error.errors(include_url=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "extra_forbidden":
        return f"there is no setting {field!r}{_did_you_mean(field)}"
    shown = "" if field in _SECRET else f" = {_value_of(first, field)!r}"
    return f"{_place_of(field, overrides)}{shown}: {first['msg']}"


def _value_of(detail: Any, field: str) -> Any:
    return os.environ.get(f"{PREFIX}{field.upper()}", detail["input"])


def _place_of(field: str, overrides: dict[str, Any]) -> str:
    if field in overrides:
        return f"the setting {field!r}"
    variable = f"{PREFIX}{field.upper()}"
    if os.environ.get(variable):
        return variable
    for path in config_files():
        if field in _read(path):
            return f"{path}: {field}"
    return f"the setting {field!r}"
