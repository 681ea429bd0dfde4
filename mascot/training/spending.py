"""Tokens and money of a stage that asks models."""

from __future__ import annotations

from dataclasses import dataclass

from mascot.dialogue.events import Usage

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Per million tokens, in whatever currency.

    Attributes:
        prompt: Of what is read.
        cached: Of what is read from the server's cache; by default as `prompt`.
        completion: Of what is written.
    """

    prompt: float | None = None
    cached: float | None = None
    completion: float | None = None


@dataclass(slots=True)
class Spending:
    """What calls have taken.

    Attributes:
        calls: How many.
        untold: Calls whose server did not tell its tokens.
        prompt: Tokens read.
        cached: Those of them that a cache had.
        completion: Tokens written.
    """

    calls: int = 0
    untold: int = 0
    prompt: int = 0
    cached: int = 0
    completion: int = 0

    def add(self, usage: Usage | None) -> None:
        """Counts a call."""
        self.calls += 1
        if usage is None or usage["prompt_tokens"] is None:
            self.untold += 1
            return
        self.prompt += usage["prompt_tokens"]
        self.cached += usage["cached_tokens"] or 0
        self.completion += usage["completion_tokens"] or 0

    def cost(self, prices: Prices) -> float | None:
        """What that costs; None without prices."""
        if prices.prompt is None and prices.completion is None:
            return None
        full = prices.prompt or 0.0
        cached = full if prices.cached is None else prices.cached
        paid = (self.prompt - self.cached) * full + self.cached * cached
        return (paid + self.completion * (prices.completion or 0.0)) / _MILLION

    def summary(self, prices: Prices) -> dict[str, float | int]:
        """Figures for cards and logs."""
        figures: dict[str, float | int] = {
            "prompt tokens": self.prompt,
            "cached tokens": self.cached,
            "completion tokens": self.completion,
        }
        if self.untold:
            figures["calls without token counts"] = self.untold
        if (cost := self.cost(prices)) is not None:
            figures["cost"] = round(cost, 4)
        return figures
