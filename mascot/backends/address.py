"""Address: where an OpenAI-compatible endpoint is, read from what people write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl

from pydantic import HttpUrl, TypeAdapter, ValidationError

from mascot.backends.spec import mask
from mascot.errors import BackendError

_URL = TypeAdapter(HttpUrl)
_VERSION = re.compile(r"v\d\w*")
_PASTED = re.compile(r"/(?:chat/completions|completions|models)/?$")


@dataclass(frozen=True, slots=True)
class Address:
    """Where an endpoint is.

    Attributes:
        base_url: With its version segment: ``http://127.0.0.1:8000/v1``.
        host: Lower case, without the port.
        query: Parameters that every request carries (some gateways want one).
    """

    base_url: str
    host: str
    query: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_local(self) -> bool:
        """Whether it is this very machine."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    @property
    def is_openai(self) -> bool:
        """Whether it is OpenAI itself, with its own names for some parameters."""
        return self.host == "api.openai.com"

    @property
    def shown(self) -> str:
        """For people: without credentials, and without the version when it says nothing."""
        return mask(self.base_url).removesuffix("/v1")


def parse_address(url: str, spec: str) -> Address:
    """Read a URL; one without a version segment gets ``/v1``.

    Args:
        url: ``http://host:port``, with or without path.
        spec: Where it stands, for the message.

    Raises:
        BackendError: It is not an HTTP URL.
    """
    try:
        parsed = _URL.validate_python(url)
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"]
        raise BackendError(
            f"backend {spec!r}: {mask(url)!r} is not a web address ({reason}); "
            "write it as http://host:port or https://host/path"
        ) from None
    path = _PASTED.sub("", parsed.path or "").rstrip("/")
    if not any(_VERSION.fullmatch(segment) for segment in path.split("/")):
        path += "/v1"
    host = parsed.host or ""
    userinfo = ":".join(part for part in (parsed.username, parsed.password) if part)
    at = f"{userinfo}@" if userinfo else ""
    default_port = {"http": 80, "https": 443}[parsed.scheme]
    port = f":{parsed.port}" if parsed.port not in (None, default_port) else ""
    query: dict[str, Any] = dict(parse_qsl(parsed.query or "", keep_blank_values=True))
    return Address(f"{parsed.scheme}://{at}{host}{port}{path}", host.lower(), query)
