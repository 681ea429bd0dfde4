"""What models an endpoint has: ``GET /v1/models``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mascot.backends.address import Address
from mascot.backends.failures import UnavailableError, excerpt
from mascot.backends.spec import mask

_NOT_FOR_CHAT = re.compile(
    r"embed|rerank|whisper|(?:^|[-_/])(?:tts|clip|bge|gte|e5|minilm|ocr|vae|sdxl|flux)(?:$|[-_/.:])"
    r"|stable-diffusion|moderation|transcribe",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ServedModel:
    """One entry of a list of models.

    Attributes:
        name: What to ask for.
        parent: The base model, where this is a LoRA adapter and the server says so (vLLM does).
        context_tokens: How long prompt and answer may be together, where the server says so.
    """

    name: str
    parent: str | None = None
    context_tokens: int | None = None


class Catalogue:
    """What endpoints have, each of them asked once: director and speakers often share one."""

    def __init__(self) -> None:
        self._known: dict[object, list[ServedModel] | UnavailableError] = {}

    def models(
        self,
        address: Address,
        *,
        spec: str,
        api_key: str,
        headers: Mapping[str, str],
        timeout: float,
    ) -> list[ServedModel]:
        """An endpoint's models that look as if they could chat; at least one.

        Raises:
            UnavailableError: It does not answer, refuses, answers something else, or has none.
        """
        key = (address.base_url, api_key, *sorted(headers.items()))
        if key not in self._known:
            try:
                self._known[key] = ask_models(
                    address, spec=spec, api_key=api_key, headers=headers, timeout=timeout
                )
            except UnavailableError as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, UnavailableError):
            raise known
        return known


def chat_models(payload: object) -> list[ServedModel] | None:
    """The models of a ``/v1/models`` answer that look as if they could chat.

    Returns:
        They, in the endpoint's order, or None when the payload is not such an answer.
    """
    data = payload.get("data") if isinstance(payload, Mapping) else None
    if data is None and isinstance(payload, Mapping) and payload.get("object") == "list":
        return []  # Ollama without any model says null
    if not isinstance(data, list):
        return None
    if data and not any(isinstance(entry, Mapping) and "id" in entry for entry in data):
        return None
    contexts = {
        entry["id"]: entry.get("max_model_len")
        for entry in data
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str)
    }
    models = []
    for entry in data:
        name = entry.get("id") if isinstance(entry, Mapping) else None
        # A group that is itself served as a model must not become its own member.
        if not isinstance(name, str) or not name or entry.get("owned_by") == "mascot":
            continue
        if _NOT_FOR_CHAT.search(name):
            continue
        parent = entry.get("parent")
        parent = parent if isinstance(parent, str) and parent else None
        context = contexts[name] or contexts.get(parent)
        models.append(ServedModel(name, parent, context if isinstance(context, int) else None))
    return models


def ask_models(
    address: Address, *, spec: str, api_key: str, headers: Mapping[str, str], timeout: float
) -> list[ServedModel]:
    """Ask an endpoint for its models that look as if they could chat.

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
    models = chat_models(_json(response.content))
    if models is None:
        raise UnavailableError(
            f"{where}: the answer is not a list of models ({excerpt(response.text)}); "
            "is it an OpenAI-compatible endpoint?"
        )
    if not models:
        raise UnavailableError(
            f"{where}: it has none that could chat; load one (`ollama pull …`, `mascot serve …`)"
        )
    return models


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
