"""Trying a model: does it answer, what serves it, how soon does it speak."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import HumanMessage

from mascot.backends import Backend, describe_failure
from mascot.backends.catalogue import ServedModel, ask_models
from mascot.backends.seat import SHARED
from mascot.errors import BackendError

PATIENCE = 30.0
"""Seconds until the first token; a model that is being loaded takes some."""

_QUESTION = "Say hello in one word."


async def probe(backends: Sequence[Backend]) -> str:
    """Asks every model of a group for a word.

    Args:
        backends: Those that differ, such as the director's and the speakers'.

    Returns:
        ``connected: vLLM 0.32.0 at http://…, adapters director, speaker; first token 0.4 s``.

    Raises:
        BackendError: One does not answer; the message says why and what to do.
    """
    if all(backend.scripted for backend in backends):
        return "The scripted demo is always there. It is not a language model."
    asked = [backend for backend in backends if not backend.scripted]
    waits = await asyncio.gather(*map(_first_token, asked))
    places = await asyncio.gather(*(asyncio.to_thread(_place, backend) for backend in asked))
    told = "; ".join(dict.fromkeys(places))
    more = [notice for backend in backends for notice in backend.notices]
    return "\n".join(
        [f"Connected: {told}; first token {_seconds(max(waits))}", *dict.fromkeys(more)]
    )


async def _first_token(backend: Backend) -> float:
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            stream = backend.model.astream([HumanMessage(_QUESTION)])
            try:
                async for chunk in stream:
                    if chunk.text or chunk.additional_kwargs.get("reasoning_content"):
                        return time.perf_counter() - begun
            finally:
                await stream.aclose()  # type: ignore[attr-defined]
    except TimeoutError:
        raise BackendError(
            f"{backend.label}: it took the question and said nothing for {PATIENCE:g} seconds; is "
            "the model still being loaded? Look at the server's log"
        ) from None
    except Exception as error:
        raise describe_failure(error, backend) from error
    raise BackendError(f"{backend.label}: it answered with nothing; look at the server's log")


def _place(backend: Backend) -> str:
    """What serves a model, as far as it says so."""
    model: Any = backend.model
    address, key = getattr(model, "address", None), getattr(model, "openai_api_key", None)
    if address is None or key is None:
        return backend.label
    try:
        served = ask_models(
            address,
            spec=backend.spec,
            api_key=key.get_secret_value(),
            headers=model.default_headers or {},
            timeout=PATIENCE,
        )
    except BackendError:  # it chats and has no list: that is enough
        return backend.label
    adapters = _adapters(served)
    version = _vllm_version(address.base_url) if address.is_local or adapters else None
    place = f"vLLM {version} at {address.shown}" if version else backend.label
    return f"{place}, adapters {', '.join(adapters)}" if adapters else place


def _adapters(served: Sequence[ServedModel]) -> list[str]:
    ours = {"director", "speaker", SHARED}
    return [
        one.name
        for one in served
        if one.name in ours or (one.parent and one.name.startswith("speaker-"))
    ]


def _vllm_version(base_url: str) -> str | None:
    import httpx  # noqa: PLC0415  (not needed by the demo)

    try:
        response = httpx.get(f"{base_url.removesuffix('/v1')}/version", timeout=2, trust_env=False)
        version = response.json()["version"] if response.is_success else None
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return None
    return version[:24] if isinstance(version, str) and version.isascii() else None


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 0.1 else f"{seconds * 1000:.0f} ms"  # noqa: PLR2004
