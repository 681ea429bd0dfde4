"""What went wrong with a model, in one message: what, where, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mascot.backends.spec import mask
from mascot.errors import BackendError, ContextOverflowError

if TYPE_CHECKING:
    from mascot.backends.backend import Backend

_OVERFLOW = (
    "context length",
    "context size",
    "context window",
    "too many tokens",
    "prompt is too long",
)
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_LONGEST = 200
_MOST = 20
_PATIENCE = 2.0
"""Seconds for asking a server, which has just answered, what models it has."""

# Exceptions are told apart by the names of their classes: the SDKs raise those of httpx and of its
# successor, and importing either to ask would cost more than everything else here. The first match
# counts; the general classes come last.
_UNREACHABLE = "it cannot be reached; start the server, or correct the address"
_KINDS: tuple[tuple[set[str], str], ...] = (
    ({"ConnectTimeout"}, _UNREACHABLE),
    (
        {"APITimeoutError", "ModelTimeoutError", "TimeoutException", "TimeoutError"},
        "no answer in time; raise MASCOT_TIMEOUT (seconds), or take a smaller model",
    ),
    (
        {"RemoteProtocolError", "ReadError", "IncompleteRead", "ConnectionResetError"},
        "the connection broke off before the answer was complete; look at the server's log",
    ),
    (
        {"APIConnectionError", "ModelConnectionError", "NetworkError", "ConnectionError"},
        _UNREACHABLE,
    ),
    ({"JSONDecodeError"}, "it sent something that is not JSON ({said}); look at the server's log"),
    ({"APIError"}, "the server reported an error while answering ({said}); look at its log"),
)


class UnavailableError(BackendError):
    """An endpoint cannot be used now; a fallback may take its place."""


class UnusableAnswerError(BackendError):
    """An endpoint answered, and not in a form that holds a reply. Says what; others add where."""


def describe_failure(error: Exception, backend: Backend) -> BackendError:
    """Say what any failed call means to the person who set the backend up.

    Args:
        error: What the call raised.
        backend: Who was called.

    Returns:
        A `BackendError` with one clear message; ``error`` is its cause. An error that is already
        in words is returned as it is.
    """
    if isinstance(error, BackendError) and not isinstance(error, UnusableAnswerError):
        return error
    what = _redact(_what(error, backend), backend)
    overlong = _is_overflow(error)
    kind = ContextOverflowError if overlong else BackendError
    described = kind(f"{backend.label}: {what}")
    described.__cause__ = error
    return described


def excerpt(text: str) -> str:
    """The beginning of a server's answer, without markup, in one short line."""
    line = " ".join(_TAG.sub(" ", text[:20_000]).split())
    if not line:
        return "empty"
    return mask(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…")


def _what(error: Exception, backend: Backend) -> str:
    if isinstance(error, UnusableAnswerError):
        return f"{error}; is the address that of an OpenAI-compatible endpoint?"
    names = {cls.__name__ for link in _chain(error) for cls in type(link).__mro__}
    status = getattr(error, "status_code", None)
    said = excerpt(_message(error))
    if _is_overflow(error):
        return (
            f"the conversation does not fit into the model's context ({said}); shorten the "
            "transcript, or serve the model with a larger context length"
        )
    if isinstance(status, int):
        return _of_status(status, said, error, backend)
    for kind, text in _KINDS:
        if names & kind:
            return text.format(said=said)
    if "No generation chunks" in said:  # LangChain's words for a stream without an event
        return "it sent an empty stream; look at the server's log"
    return f"the call failed ({type(error).__name__}: {said})"


def _of_status(status: int, said: str, error: Exception, backend: Backend) -> str:
    http = f"HTTP {status}"
    if status in {401, 403}:
        return f"it refused the key ({http}: {said}); {_key_remedy(backend)}"
    if status == 404:  # noqa: PLR2004
        return (
            f"it knows no such model or path ({http}: {said}); {_what_it_has(backend)}"
            "correct the model's name, or the address (it usually ends in /v1)"
        )
    if status == 429:  # noqa: PLR2004
        after = _retry_after(error)
        return (
            f"it takes no more requests for now ({http}: {said}); "
            f"{f'try again in {after} s' if after else 'try again later'}, "
            "raise MASCOT_MAX_RETRIES, or check the account's quota"
        )
    if status >= 500:  # noqa: PLR2004
        return f"the server failed ({http}: {said}); look at its log, or name a fallback"
    return f"it rejected the request ({http}: {said}); check the model's name and the options"


def _what_it_has(backend: Backend) -> str:
    """The models to choose from; vLLM's own message leaves out its adapters."""
    from mascot.backends.catalogue import ask_models  # noqa: PLC0415  (it imports this module)

    model: Any = backend.model
    address, key = getattr(model, "address", None), getattr(model, "openai_api_key", None)
    if address is None or key is None:
        return ""
    try:
        models = ask_models(
            address,
            spec=backend.spec,
            api_key=key.get_secret_value(),
            headers=model.default_headers or {},
            timeout=_PATIENCE,
        )
    except UnavailableError:
        return ""
    return f"it has {', '.join(mask(one.name) for one in models[:_MOST])}; "


def _key_remedy(backend: Backend) -> str:
    if backend.spec.startswith("openai:"):
        return "set OPENAI_API_KEY to a valid one"
    return "set MASCOT_API_KEY to a valid one, or api_key in the backend's mapping"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    # Causes only: the context of a fallback's failure may be that of the backend before it.
    while error is not None:
        yield error
        error = error.__cause__


def _message(error: Exception) -> str:
    """What the server said, rather than the SDK's rendering of it."""
    body: Any = getattr(error, "body", None)
    if isinstance(body, dict):
        inner = body.get("error", body)
        said = inner.get("message", inner) if isinstance(inner, dict) else inner
        return str(said)
    if isinstance(body, str) and body.strip():
        return body
    return str(error)


def _is_overflow(error: Exception) -> bool:
    if any(type(link).__name__ == "ContextOverflowError" for link in _chain(error)):  # LangChain's
        return True
    said = _message(error).casefold()
    return getattr(error, "status_code", None) == 400 and any(words in said for words in _OVERFLOW)  # noqa: PLR2004


def _retry_after(error: Exception) -> str | None:
    headers = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after") if headers is not None else None
    return value if value and value.isdigit() else None


def _redact(text: str, backend: Backend) -> str:
    key: Any = getattr(backend.model, "openai_api_key", None)
    secret = key.get_secret_value() if hasattr(key, "get_secret_value") else ""
    # "none", the placeholder of local servers, is a word.
    return text.replace(secret, "***") if len(secret) > len("none") else text
