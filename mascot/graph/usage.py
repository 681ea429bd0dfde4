"""What a conversation took: tokens and time per participant, the director's apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mascot.dialogue.events import Event, Usage

DIRECTOR = "director"
MEMORY = "_memory"
"""Who makes the calls that find what to remember; no persona's id can begin like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The calls of one participant, added up.

    Attributes:
        calls: Model calls.
        prompt_tokens: Tokens sent, of the calls whose server told.
        cached_tokens: Those of them that the server's prefix cache already held, of the calls whose
            server told.
        completion_tokens: Tokens answered.
        latency_ms: Milliseconds from asking to the end of the answer, all calls together.
        first_token_ms: The same up to the first token.
        untold: Calls of which the server did not tell the tokens.
        cache_untold: Calls of which it did not tell what came from its cache: a server that never
            does, or an answer that was cut off early, for that count comes last.
    """

    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    latency_ms: float = 0.0
    first_token_ms: float = 0.0
    untold: int = 0
    cache_untold: int = 0

    def add(self, usage: Usage) -> Tally:
        """This and one more call."""
        return Tally(
            calls=self.calls + 1,
            prompt_tokens=self.prompt_tokens + (usage["prompt_tokens"] or 0),
            cached_tokens=self.cached_tokens + (usage["cached_tokens"] or 0),
            completion_tokens=self.completion_tokens + (usage["completion_tokens"] or 0),
            latency_ms=self.latency_ms + usage["latency_ms"],
            first_token_ms=self.first_token_ms + (usage["first_token_ms"] or 0.0),
            untold=self.untold + (usage["prompt_tokens"] is None),
            cache_untold=self.cache_untold + (usage["cached_tokens"] is None),
        )


class UsageMeter:
    """Follows events and adds up, by participant."""

    def __init__(self) -> None:
        self._tallies: dict[str, Tally] = {}

    def follow(self, event: Event) -> None:
        """Takes any event; counts the calls of directives, utterances and notes."""
        if event["event"] == "directive":
            who, usage = DIRECTOR, event["usage"]
        elif event["event"] == "utterance":
            who, usage = event["speaker"], event["usage"]
        elif event["event"] == "memory":
            who, usage = MEMORY, event["usage"]
        else:
            return
        if usage is not None:
            self._tallies[who] = self._tallies.get(who, Tally()).add(usage)

    def __iter__(self) -> Iterator[tuple[str, Tally]]:
        """Participants and what they took, the director first."""
        return iter(sorted(self._tallies.items(), key=lambda item: item[0] != DIRECTOR))
