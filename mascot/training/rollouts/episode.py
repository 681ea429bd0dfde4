"""Episode: a trajectory Y = (y_1 … y_N) and the director's calls that led to it."""

from __future__ import annotations

from dataclasses import dataclass

from mascot.corpora import Context
from mascot.dialogue import Directive, Turn

_WELL_FORMED = ("model", "only")
"""Sources of directives that needed no repair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorTurn:
    """One call of the director: a training row of Phase II.

    Attributes:
        prompt_ids: The served prompt's tokens: h_<t and the request for a directive.
        completion_ids: z_t as it was drawn, valid or not.
        logprobs: The log-probabilities of its tokens at temperature 1.
        text: The same in words.
        directive: What became of it: read from the text, or chosen by the fallback rule.
    """

    prompt_ids: tuple[int, ...]
    completion_ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    text: str
    directive: Directive

    @property
    def valid(self) -> bool:
        """Whether the answer was a well-formed directive for somebody who may speak."""
        return self.directive.source in _WELL_FORMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """What one roll-out left.

    Attributes:
        context: x.
        seed: What it was drawn with.
        turns: Y: what the personas said, in order.
        director: The director's calls, in order.
        by_rule: Whom a rule of turn-taking called in place of the director, in order.
        failure: Why it could not be finished; None when it was.
    """

    context: Context
    seed: int
    turns: tuple[Turn, ...]
    director: tuple[DirectorTurn, ...]
    by_rule: tuple[str, ...] = ()
    failure: str | None = None

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who was called, in order; also those who then had nothing to say."""
        return self.by_rule or tuple(turn.directive.speaker for turn in self.director)

    @property
    def validity(self) -> float:
        """The share of well-formed directives."""
        return sum(turn.valid for turn in self.director) / max(1, len(self.director))
