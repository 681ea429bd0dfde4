"""OpenAI-compatible endpoints: the hosted API, local servers, any URL."""

from __future__ import annotations

import os
from dataclasses import dataclass

from mascot.backends.address import Address, parse_address
from mascot.backends.backend import Backend
from mascot.backends.options import Options
from mascot.backends.profiles import profiled
from mascot.backends.seat import Seat, choose, missing
from mascot.backends.spec import Spec, mask
from mascot.errors import BackendError
from mascot.settings import Settings

PLACEHOLDER_KEY = "none"
"""The SDK insists on a key; a local server does not look at it."""

_SAMPLING = {"temperature", "top_p", "max_tokens", "seed", "extra_body"}


@dataclass(frozen=True, slots=True)
class Shorthand:
    """The factory of ``vllm:``, ``ollama:`` and their like.

    Attributes:
        default_url: Where the server usually listens.
        host_and_port: Whether ``gpu-box:8000`` is an address; ``qwen3:8`` is an Ollama model.
        adapters: Whether it is vLLM: it has LoRA adapters for the roles, or is to have them, and
            its own ways of counting and of bounding a thought.
    """

    default_url: str
    host_and_port: bool = True
    adapters: bool = False

    def __call__(self, spec: Spec, options: Options, settings: Settings, seat: Seat) -> Backend:
        """Make the backend."""
        url, model = self.split(spec.rest)
        address = parse_address(url or self.default_url, spec.text)
        if not self.adapters:
            seat = Seat(known=seat.known)
        else:
            options = profiled(options, settings, seat)
        # All of these servers honour JSON schemas.
        return at(
            address,
            model,
            spec.text,
            options,
            settings,
            seat,
            structured=True,
            counts_on=self.adapters,
        )

    def split(self, rest: str) -> tuple[str, str]:
        """URL and model, either of which may be empty.

        ``<url>#<model>`` and ``<model>@<url>`` say the same; without a URL, what is there is the
        model's name: ``lmstudio:qwen3-8b``.
        """
        if "@http" in rest and not rest.startswith(("http://", "https://")):
            model, _, url = rest.rpartition("@")
            return url, model
        url, _, model = rest.partition("#")
        if url.startswith(("http://", "https://")):
            return url, model
        if self.host_and_port and _has_port(url):
            return f"http://{url}", model
        return "", url or model


def hosted(spec: Spec, options: Options, settings: Settings, seat: Seat) -> Backend:
    """``openai:<model>``: api.openai.com, or what ``OPENAI_BASE_URL`` names."""
    if not spec.rest:
        raise BackendError(f"backend {spec.text!r}: name the model: openai:<model>")
    url = os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
    address = parse_address(url, spec.text)
    own_key = os.environ.get("OPENAI_API_KEY")
    if address.is_openai and not (own_key or options.api_key or settings.api_key):
        raise BackendError(f"backend {spec.text!r}: it needs a key; set OPENAI_API_KEY")
    return at(address, spec.rest, spec.text, options, settings, seat, own_key=own_key)


def any_url(spec: Spec, options: Options, settings: Settings, seat: Seat) -> Backend:
    """``http://host:port/v1[#model]``: any endpoint."""
    url, _, model = f"{spec.scheme}:{spec.rest}".partition("#")
    address = parse_address(url, spec.text)
    # OpenAI's key goes to OpenAI, or where OPENAI_BASE_URL sends it: to nobody else.
    own_key = os.environ.get("OPENAI_API_KEY") if address.is_openai else None
    anybody = Seat(known=seat.known)
    return at(address, model, spec.text, options, settings, anybody, own_key=own_key)


def at(
    address: Address,
    model: str,
    spec: str,
    options: Options,
    settings: Settings,
    seat: Seat,
    *,
    own_key: str | None = None,
    structured: bool = False,
    counts_on: bool = False,
) -> Backend:
    """A backend at an address; without a model's name the endpoint is asked what it has.

    Args:
        address: Where the endpoint is.
        model: Its name there, or empty.
        spec: As the user wrote it, secrets masked.
        options: Of the mapping.
        settings: Of the process.
        seat: Whom it is for: the model made for them is taken, where there is one.
        own_key: What the environment holds for this very endpoint.
        structured: Whether the kind of server is known to honour JSON schemas. Those on one's own
            machine all do; other hosted ones often refuse the request.
        counts_on: Whether it is vLLM, which can count tokens while it streams.

    Raises:
        BackendError: No model is named and the endpoint offers none, or the options do not fit.
    """
    timeout = options.timeout or settings.timeout
    general = settings.api_key.get_secret_value() if settings.api_key else None
    given = options.api_key.get_secret_value() if options.api_key else None
    key = given or own_key or general or PLACEHOLDER_KEY
    headers = options.headers or {}
    notices: tuple[str, ...] = ()
    context_tokens = None
    if not model:
        models = seat.known.models(
            address, spec=spec, api_key=key, headers=headers, timeout=timeout
        )
        chosen = choose(models, seat)
        model, context_tokens = chosen.name, chosen.context_tokens
        if seat.role and model not in seat.adapters and (lack := missing(models)):
            notices = (f"{address.shown}: {lack}",)
    arguments = {
        **options.model_dump(include=_SAMPLING, exclude_none=True),
        "api_key": key,
        "timeout": timeout,
        "max_retries": (
            settings.max_retries if options.max_retries is None else options.max_retries
        ),
        "default_headers": headers or None,
        "counts_on": counts_on,
        **(options.kwargs or {}),
    }
    from mascot.backends.compatible import connect  # noqa: PLC0415  (a second's import)

    try:
        chat_model = connect(address, model, **arguments)
    except Exception as error:
        raise BackendError(
            f"backend {spec!r}: {type(error).__name__}: {mask(str(error)):.300}; "
            "check the address and the mapping's options"
        ) from error
    believed = structured or address.is_local or address.is_openai
    return Backend(
        spec=spec,
        model=chat_model,
        label=f"{mask(model)} at {address.shown}",
        structured=believed if options.structured is None else options.structured,
        context_tokens=context_tokens,
        notices=notices,
    )


def _has_port(text: str) -> bool:
    host, _, port = text.partition("/")[0].rpartition(":")
    return bool(host) and port.isdigit()
