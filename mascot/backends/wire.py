"""What goes over the wire to a server of chat completions, and how its counts come back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import openai

from mascot.backends.profiles import THINKING_BUDGET


class Spared:
    """Fields that a server has refused and is not sent again.

    A vLLM that was started without a reasoning parser cannot bound a thought and refuses the whole
    request. The bound is a courtesy; the limit of the answer's tokens stays.
    """

    def __init__(self) -> None:
        self._fields: set[str] = set()

    def without(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body of a request, less what is not taken."""
        return {k: v for k, v in body.items() if k not in self._fields} if self._fields else body

    def learn(self, error: openai.BadRequestError, body: Mapping[str, Any]) -> bool:
        """Whether an error is about such a field: then the request may be made without."""
        refused = THINKING_BUDGET in body and THINKING_BUDGET in str(error)
        if refused:
            self._fields.add(THINKING_BUDGET)
        return refused


class RunningStream(openai.Stream[object]):
    """A stream whose chunks carry what they add to the usage.

    A server that counts as it goes sends the sum so far with every chunk; LangChain adds up what
    chunks carry.
    """

    def __stream__(self) -> Iterator[object]:
        counted: dict[str, Any] = {}
        for chunk in super().__stream__():
            counted = _count(chunk, counted)
            yield chunk


class AsyncRunningStream(openai.AsyncStream[object]):
    """The same for asyncio."""

    async def __stream__(self) -> AsyncIterator[object]:
        counted: dict[str, Any] = {}
        async for chunk in super().__stream__():
            counted = _count(chunk, counted)
            yield chunk


def _count(chunk: object, counted: dict[str, Any]) -> dict[str, Any]:
    """Puts the difference into the chunk; returns the sum so far."""
    usage = chunk.get("usage") if isinstance(chunk, dict) else None
    if not isinstance(usage, dict):
        return counted
    if counted:
        chunk["usage"] = _since(usage, counted)  # type: ignore[index]
    return usage


def _since(usage: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    more: dict[str, Any] = {}
    for name, value in usage.items():
        known = before.get(name)
        if isinstance(value, Mapping):
            more[name] = _since(value, known if isinstance(known, Mapping) else {})
        elif isinstance(value, int | float) and isinstance(known, int | float):
            more[name] = value - known
        else:
            more[name] = value
    return more
