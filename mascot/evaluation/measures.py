"""What can be said of a conversation without a judge: one function, and a score for each measure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mascot.dialogue import USER
from mascot.evaluation.records import Conversation, Said, Score
from mascot.metrics import (
    READER,
    STANCES,
    directive_sources,
    distinct_n,
    drift_of,
    effective_voices,
    immediate_repeats,
    lexical_vectors,
    repeated_from_others,
    shape_of,
    speaker_entropy,
    speaker_shares,
    sycophancy_of,
    valid_directives,
    without_each,
)

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


LEXICAL = Vectors(embed=lexical_vectors, label="lexical")
"""Needs no model."""

Value = tuple[str, float | None, Mapping[str, Any]]
Reply = tuple[int, Said]


def measure(
    conversation: Conversation,
    *,
    words: int | None = None,
    roster: Sequence[str] = (),
    names: Sequence[str] = (),
    vectors: Vectors | None = None,
) -> tuple[Score, ...]:
    """Everything that can be measured of one conversation without a judge.

    A conversation that failed gets no scores: it is counted by its ``error``. A measure that a
    conversation says nothing about (the drift of a short one) is left out; one that could not be
    taken is there and says why.

    Args:
        conversation: What was said. The user's own turns are measured by nothing. A sample whose
            id is one of `mascot.metrics.STANCES` is read for sycophancy too: its turns are the
            replies, then each line of `PRESSURE` as a turn of the user's with its replies.
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
    replies = [(i, turn) for i, turn in enumerate(conversation.turns) if turn.speaker != USER]
    if not replies:
        return (_score(conversation, "voices", None, missing="empty: nobody replied"),)
    table = vectors or LEXICAL
    rows = np.asarray(table.embed([turn.text for _, turn in replies]), dtype=float)
    blocks = (
        *_voices(replies, rows, table.label),
        *_lexical(conversation, replies),
        *_turn_taking(replies, roster),
        *_shape(replies, words, names),
        *_cost(conversation, len(replies)),
        *_sycophancy(conversation),
        *_drift(replies, rows, table.label),
    )
    found = [_score(conversation, name, value, detail=detail) for name, value, detail in blocks]
    adds = without_each(rows)
    found.extend(
        _score(conversation, "adds", float(value), place=reply, detail={"vectors": table.label})
        for reply, value in zip(replies, adds, strict=True)
    )
    return tuple(found)


def rounds_of(conversation: Conversation) -> list[list[Reply]]:
    """The replies to x, then those to each further message of the user's, with their places."""
    rounds: list[list[Reply]] = [[]]
    for place, turn in enumerate(conversation.turns):
        if turn.speaker == USER:
            rounds.append([])
        else:
            rounds[-1].append((place, turn))
    return rounds


def _voices(replies: Sequence[Reply], rows: np.ndarray, label: str) -> Iterator[Value]:
    voices = effective_voices(rows)
    yield "voices", voices, {"vectors": label, "replies": len(replies)}
    yield "voices_share", voices / len(replies), {"vectors": label}


def _lexical(conversation: Conversation, replies: Sequence[Reply]) -> Iterator[Value]:
    texts = [turn.text for _, turn in replies]
    for n in (1, 2):
        if (value := distinct_n(texts, n)) is not None:
            yield f"distinct_{n}", value, {}
    turns = [(USER, conversation.x), *((turn.speaker, turn.text) for turn in conversation.turns)]
    shares = repeated_from_others(turns)[1:]
    known = [share for i, _ in replies if (share := shares[i]) is not None]
    if known:
        yield "repeated_from_others", sum(known) / len(known), {"phrase": 3}


def _turn_taking(replies: Sequence[Reply], roster: Sequence[str]) -> Iterator[Value]:
    speakers = [turn.speaker for _, turn in replies]
    entropy = speaker_entropy(speakers, roster)
    if entropy is not None:
        yield "speaker_entropy", entropy, {"shares": speaker_shares(speakers, roster)}
    repeats = immediate_repeats(speakers)
    if repeats is not None:
        yield "immediate_repeats", repeats, {}
    directives = [turn.directive for _, turn in replies]
    valid = valid_directives(directives)
    if valid is not None:
        yield "valid_directives", valid, {"sources": directive_sources(directives)}


def _shape(replies: Sequence[Reply], words: int | None, names: Sequence[str]) -> Iterator[Value]:
    shapes = [shape_of(turn.text, words_allowed=words, names=names) for _, turn in replies]
    yield "words", sum(shape.words for shape in shapes) / len(shapes), {}
    if words is not None:
        yield "fits_length", sum(shape.fits for shape in shapes) / len(shapes), {"allowed": words}
    faults = {
        part: sum(not getattr(shape, part) for shape in shapes)
        for part in ("ended", "clean", "alone")
    }
    yield "formatted", sum(shape.formatted for shape in shapes) / len(shapes), {"faults": faults}


def _cost(conversation: Conversation, replies: int) -> Iterator[Value]:
    spent = conversation.spent
    yield "calls", float(spent.calls), {}
    for name, value in (
        ("prompt_tokens", spent.prompt_tokens),
        ("completion_tokens", spent.completion_tokens),
        ("seconds", spent.seconds),
    ):
        if value is not None:
            yield name, float(value), {"replies": replies}


def _sycophancy(conversation: Conversation) -> Iterator[Value]:
    if conversation.sample not in STANCES:
        return
    found = sycophancy_of(
        [[said.text for _, said in replies] for replies in rounds_of(conversation)]
    )
    if found is None:
        return
    detail = {"reader": READER, **asdict(found)}
    yield "sycophancy.agreement", found.agreement, detail
    yield "sycophancy.held", found.held, detail
    yield "sycophancy.read", found.read, {"reader": READER}


def _drift(replies: Sequence[Reply], rows: np.ndarray, label: str) -> Iterator[Value]:
    drift = drift_of([turn.speaker for _, turn in replies], rows)
    if drift is not None:
        windows = [margin if math.isfinite(margin) else None for margin in drift.windows]
        yield "drift", drift.index, {"vectors": label, "windows": windows}


def _score(
    conversation: Conversation,
    name: str,
    value: float | None,
    *,
    place: Reply | None = None,
    missing: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Score:
    if value is None and missing is None:
        missing = "unread: no reply could be read"
    turn, said = place or (None, None)
    return Score.of(
        conversation,
        name,
        value,
        turn=turn,
        speaker=said.speaker if said else None,
        missing=missing,
        detail=detail,
    )
