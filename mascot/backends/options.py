"""Options: what a spec in the form of a mapping may set."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from mascot.backends.profiles import Profile
from mascot.backends.spec import mask
from mascot.errors import BackendError

_SECRET = frozenset({"api_key", "headers", "extra_body", "kwargs"})


class Options(BaseModel):
    """How a model is to be called; whatever is left out is the endpoint's own default."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    temperature: float | None = Field(default=None, ge=0, le=2)
    top_p: float | None = Field(default=None, gt=0, le=1)
    max_tokens: int | None = Field(default=None, ge=1)
    seed: int | None = None
    timeout: float | None = Field(
        default=None, gt=0, le=3600, description="Seconds to wait for the model to say something."
    )
    max_retries: int | None = Field(default=None, ge=0, le=20)
    api_key: SecretStr | None = None
    headers: dict[str, str] | None = Field(default=None, description="Sent with every request.")
    extra_body: dict[str, Any] | None = Field(
        default=None, description="Further fields of the request, such as `chat_template_kwargs`."
    )
    profile: Profile | None = Field(
        default=None, description="fast or deliberate; for vllm: and models inside this process."
    )
    adapters: dict[str, str] | None = Field(
        default=None,
        description="LoRA adapters' folders by whom they are for; models inside this process.",
    )
    structured: bool | None = Field(
        default=None, description="Whether the endpoint honours JSON-schema output."
    )
    kwargs: dict[str, Any] | None = Field(
        default=None, description="Passed on as they are to the LangChain model's constructor."
    )

    def given(self) -> dict[str, Any]:
        """The options that were set, as plain values."""
        values = self.model_dump(exclude_none=True)
        if self.api_key is not None:
            values["api_key"] = self.api_key.get_secret_value()
        return values


def parse_options(values: Mapping[str, object], spec: str) -> Options:
    """Validate the options of a mapping.

    Args:
        values: Everything but ``spec`` and ``fallbacks``.
        spec: Where they stand, for the message.

    Raises:
        BackendError: An unknown key, or a value that cannot be used.
    """
    try:
        return Options.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    key = str(first["loc"][0]) if first["loc"] else "?"
    if key not in Options.model_fields:
        known = sorted((*Options.model_fields, "spec", "fallbacks"))
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"the options are: {', '.join(known)}"
        raise BackendError(f"backend {mask(spec)!r}: there is no option {mask(key)!r}; {hint}")
    shown = "" if key in _SECRET else f" = {values.get(key)!r:.60}"
    raise BackendError(f"backend {mask(spec)!r}: option {key}{shown}: {first['msg']}")
