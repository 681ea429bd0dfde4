"""Spec strings: ``scheme:rest``, several of them separated by commas."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mascot.errors import BackendError

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9_.+-]*)(?::(?P<rest>.*))?", re.DOTALL)
_HOST_AND_PORT = re.compile(r"[\w.-]+:\d+(?:[/#].*)?|\[[0-9a-fA-F:]+\].*")
_SECRETS = (
    (re.compile(r"(//)[^/@\s]+@"), r"\1***@"),
    (
        re.compile(
            r"((?:^|[?&;\s_-])(?:api[_-]?key|key|token|access[_-]token|secret|password)=)[^&#\s,]+",
            re.IGNORECASE,
        ),
        r"\1***",
    ),
    (re.compile(r"\bsk-[\w-]{6,}"), "sk-***"),
)
MAX_SPEC = 2000


@dataclass(frozen=True, slots=True)
class Spec:
    """One spec of a chain.

    Attributes:
        scheme: Before the colon, in lower case.
        rest: After the colon, for the scheme to read.
        text: The whole as the user wrote it, secrets masked.
    """

    scheme: str
    rest: str
    text: str


def mask(text: str) -> str:
    """The text without the keys and passwords that URLs and specs may carry."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def address_hint(text: str) -> str | None:
    """What to write instead of a bare ``host:port``."""
    if _HOST_AND_PORT.fullmatch(text):
        return f"this looks like an address; write it as 'http://{text}'"
    return None


def parse_chain(text: str) -> list[Spec]:
    """Split ``"vllm:http://a, demo"`` into its specs.

    Raises:
        BackendError: An empty entry, or one that does not begin with a scheme.
    """
    if len(text) > MAX_SPEC:
        raise BackendError(
            f"a backend spec of {len(text)} characters is too long (at most {MAX_SPEC})"
        )
    return [_parse(part.strip(), text) for part in text.split(",")]


def _parse(part: str, whole: str) -> Spec:
    if not part:
        where = f" in {mask(whole)!r}" if whole.strip() else ""
        raise BackendError(
            f"the backend spec is empty{where}; name one, such as 'demo' or 'openai:<model>'"
        )
    shown = mask(part)
    match = _SCHEME.fullmatch(part)
    if match is None:
        hint = address_hint(shown) or "a spec begins with a scheme: 'demo', 'vllm:http://…'"
        raise BackendError(f"backend {shown!r}: {hint}")
    return Spec(match["scheme"].lower(), (match["rest"] or "").strip(), shown)
