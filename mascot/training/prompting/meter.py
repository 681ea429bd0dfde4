"""What all models that a stage asks have taken: players, judges and reflection alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.outputs import ChatGeneration, LLMResult
from langchain_core.tracers.context import register_configure_hook

from mascot.dialogue.events import Usage
from mascot.training.spending import Spending


class Meter(BaseCallbackHandler):
    """Adds up the tokens of every call that is made while it `listens`.

    Attributes:
        spending: So far.
    """

    def __init__(self) -> None:
        self.spending = Spending()

    def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        """A call has ended."""
        first = response.generations[0][0] if response.generations else None
        message = first.message if isinstance(first, ChatGeneration) else None
        found = getattr(message, "usage_metadata", None)
        if not found:
            self.spending.add(None)
            return
        details = found.get("input_token_details") or {}
        self.spending.add(
            Usage(
                prompt_tokens=found["input_tokens"],
                cached_tokens=details.get("cache_read"),
                completion_tokens=found["output_tokens"],
                latency_ms=0.0,
                first_token_ms=None,
            )
        )

    @contextmanager
    def listens(self) -> Iterator[None]:
        """Counts the calls inside the block, whoever makes them."""
        token = _meter.set(self)
        try:
            yield
        finally:
            _meter.reset(token)


_meter: ContextVar[Meter | None] = ContextVar("meter", default=None)
register_configure_hook(_meter, inheritable=True)
