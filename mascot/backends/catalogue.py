"""What models an endpoint has: ``GET /v1/models``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from mascot.backends.address import Address
from mascot.backends.failures import UnavailableError, excerpt
from mascot.backends.spec import mask

_NOT_FOR_CHAT = re.compile(
    r"embed|rerank|whisper|(?:^|[-_/])(?:tts|clip|bge|gte|e5|minilm|ocr|vae|sdxl|flux)(?:$|[-_/.:])"
    r"|stable-diffusion|moderation|transcribe",
    re.IGNORECASE,
)


def chat_models(payload: object) -> list[str] | None:
    """The models of a ``/v1/models`` answer that look as if they could chat.

    Returns:
        Their names in the endpoint's order, or None when the payload is not such an answer.
    """
    data = payload.get("data") if isinstance(payload, Mapping) else None
    if data is None and isinstance(payload, Mapping) and payload.get("object") == "list":
        return []  # Ollama without any model says null
    if not isinstance(data, list):
        return None
    names = [
        entry["id"]
        for entry in data
        if isinstance(entry, Mapping)
        and isinstance(entry.get("id"), str)
        # A group that is itself served as a model must not become its own member.
        and entry.get("owned_by") != "mascot"
    ]
    if data and not any(isinstance(entry, Mapping) and "id" in entry for entry in data):
        return None
    return [name for name in names if name and not _NOT_FOR_CHAT.search(name)]


def first_model(
    address: Address, *, spec: str, api_key: str, headers: Mapping[str, str], timeout: float
) -> str:
    """Ask an endpoint for its models and take the first that looks as if it could chat.

    Raises:
        UnavailableError: It does not answer, refuses, answers something else, or has none.
    """
    import httpx  # noqa: PLC0415  (not needed by the demo)

    where = f"backend {spec!r}: asked {address.shown} for its models"
    try:
        response = httpx.get(
            f"{address.base_url}/models",
            params=address.query or None,
            headers={"Authorization": f"Bearer {api_key}", **headers},
            timeout=httpx.Timeout(min(timeout, 10.0), connect=min(timeout, 3.0)),
            trust_env=not address.is_local,
            follow_redirects=True,
        )
    except httpx.TimeoutException:
        raise UnavailableError(
            f"{where}: no answer in time; is the server up and its address right?"
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnavailableError(
            f"{where}: cannot reach it ({mask(str(error))}); start the server or correct the address"
        ) from None
    if response.status_code in {401, 403}:
        raise UnavailableError(
            f"{where}: it refused the key (HTTP {response.status_code}); "
            "set MASCOT_API_KEY, or api_key in the backend's mapping"
        )
    if response.status_code != 200:  # noqa: PLR2004
        raise UnavailableError(
            f"{where}: HTTP {response.status_code}; {excerpt(response.text)}; "
            "correct the address, or name the model in the spec"
        )
    names = chat_models(_json(response.content))
    if names is None:
        raise UnavailableError(
            f"{where}: the answer is not a list of models ({excerpt(response.text)}); "
            "is it an OpenAI-compatible endpoint?"
        )
    if not names:
        raise UnavailableError(
            f"{where}: it has none that could chat; load one (`ollama pull …`, `vllm serve …`)"
        )
    return names[0]


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
