"""What can be said of a conversation without a judge: one function, and a score for each measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike

from mascot.evaluation.records import Conversation, Level, Score

Embed = Callable[[Sequence[str]], ArrayLike]
"""Texts to vectors, a row each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """How replies become vectors for the measures that compare them.

    Attributes:
        embed: Texts to vectors.
        label: Names it in every score that rests on it; ``lexical`` sees words and no meaning.
    """

    embed: Embed
    label: str


def measure(
    conversation: Conversation,
    *,
    words: int | None = None,
    roster: Sequence[str] = (),
    names: Sequence[str] = (),
    vectors: Vectors | None = None,
) -> tuple[Score, ...]:
    """Everything that can be measured of one conversation without a judge.

    A conversation that failed gets no scores: it is counted by its ``error``.

    Args:
        conversation: What was said.
        words: How many words a reply may have (``Ensemble.words``); without it the length of
            replies is measured and not held against anything.
        roster: The ids of all who might have spoken, so that one who never did counts; those who
            spoke by default.
        names: The personas' names, to find replies that speak for somebody else.
        vectors: How replies are compared; lexical vectors by default.

    Returns:
        Scores of level ``block``, and of level ``reply`` for what a single reply adds.
    """
    if conversation.error is not None:
        return ()
    return ()


def _score(
    conversation: Conversation,
    measure: str,
    value: float | None,
    *,
    level: Level = "block",
    turn: int | None = None,
    speaker: str | None = None,
    missing: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Score:
    return Score(
        task=conversation.task,
        system=conversation.system,
        sample=conversation.sample,
        cluster=conversation.cluster,
        epoch=conversation.epoch,
        group=conversation.group,
        level=level,
        turn=turn,
        speaker=speaker,
        measure=measure,
        value=value,
        missing=missing,
        detail=detail or {},
    )
