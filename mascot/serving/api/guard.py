"""Who may ask, how often, how much at once and how large."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from starlette.requests import ClientDisconnect, Request

from mascot.serving.api.errors import ApiError, busy

_CALLERS = 10_000
"""Whose allowance is remembered; the one unseen for longest is forgotten first."""
_REST, _PATIENCE = 4, 5.0
"""Of a body that is refused, so many times the limit are read, in so many seconds."""
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


class Keys:
    """The keys that open the door; without any it stands open.

    Args:
        keys: The secrets.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._digests = [_digest(key) for key in keys]

    def __bool__(self) -> bool:
        """Whether a key is needed."""
        return bool(self._digests)

    def owner(self, request: Request) -> str:
        """Who asks: a name that tells nothing of the key; empty where none is needed.

        Raises:
            ApiError: The key is missing or wrong.
        """
        if not self._digests:
            return ""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        digest = _digest(given.strip() if scheme.lower() == "bearer" else "")
        # All are compared, each in constant time: how long it takes tells nothing of any key.
        known = [hmac.compare_digest(digest, own) for own in self._digests]
        if not any(known):
            raise ApiError(
                401,
                "The API key is missing or wrong; send it as `Authorization: Bearer KEY`.",
                code="invalid_api_key",
            )
        return digest.hex()[:16]


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


class Rate:
    """So many requests a minute for each caller; unused ones add up to one minute's worth.

    Args:
        per_minute: How many; 0 for no limit.
    """

    def __init__(self, per_minute: int) -> None:
        self._most = per_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, caller: str) -> None:
        """Takes one request off a caller's allowance.

        Raises:
            ApiError: There is none left.
        """
        if not self._most:
            return
        now = time.monotonic()
        left, since = self._left.pop(caller, (float(self._most), now))
        left = min(float(self._most), left + (now - since) * self._most / 60)
        enough = left >= 1
        self._left[caller] = (left - 1 if enough else left, now)
        if len(self._left) > _CALLERS:
            self._left.popitem(last=False)
        if not enough:
            wait = (1 - left) * 60 / self._most
            raise ApiError(
                429,
                f"More than {self._most} requests a minute; try again in {max(1, round(wait))} s.",
                code="rate_limit_exceeded",
                retry_after=wait,
            )


class Room:
    """So many rounds at once, and one at a time in each conversation.

    Args:
        rounds: How many.
    """

    def __init__(self, rounds: int) -> None:
        self._most = rounds
        self._count = 0
        self._threads: set[str] = set()

    @contextmanager
    def enter(self, thread: str | None) -> Iterator[None]:
        """Counts a round while it runs.

        Raises:
            ApiError: There is no room, or the conversation is answering another message.
        """
        if self._count >= self._most:
            raise ApiError(
                503,
                f"{self._most} rounds are running; try again in a moment.",
                code="overloaded",
                retry_after=2,
            )
        if thread is not None and thread in self._threads:
            raise busy()
        self._count += 1
        if thread is not None:
            self._threads.add(thread)
        try:
            yield
        finally:
            self._count -= 1
            if thread is not None:
                self._threads.discard(thread)


def check_origin(request: Request, *, local: bool) -> None:
    """Keeps out what a web page could send in a visitor's name.

    A browser asks first before it sends JSON to another site, and nobody allows it to; it does not
    ask before it sends plain text. A name that a page makes point here is not ours.

    Args:
        request: The request.
        local: Whether this server is for this machine alone.

    Raises:
        ApiError: It may come from a page that has no business here.
    """
    if local and (request.url.hostname or "") not in _LOCAL:
        raise ApiError(403, "This server answers this machine alone, under the name localhost.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind != "application/json":
        raise ApiError(415, f"The content type is {kind or 'missing'}; send application/json.")


async def read_body(request: Request, most: int) -> bytes:
    """A request's body, as long as it is not too large.

    Raises:
        ApiError: It is.
    """
    told = request.headers.get("content-length", "")
    parts, size = [], int(told) if told.isdecimal() and len(told) < 20 else 0  # noqa: PLR2004
    if size <= most:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > most:
                break
            parts.append(part)
    if size > most:
        raise ApiError(413, f"The request has more than {most:,} bytes; shorten the history.")
    return b"".join(parts)


async def pass_over(request: Request, most: int) -> None:
    """Reads the rest of a body that nobody wants, up to a few times what is allowed.

    A connection that is closed before is reset, and the refusal may be lost on its way: a proxy
    then tells of a broken server.
    """
    size = 0
    # RuntimeError: all of it was read before.
    with suppress(ClientDisconnect, RuntimeError, TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > _REST * most:
                    break
