"""From signs and what stands around them to a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import get_args

from mascot.safety import scope
from mascot.safety.crisis import About, Crisis, Kind, SafetyError
from mascot.safety.lexicon import bag
from mascot.safety.lexicon.danger import DANGER, VIOLENCE
from mascot.safety.lexicon.figures import FIGURES
from mascot.safety.lexicon.harm import EMERGENCY, SELF_HARM
from mascot.safety.lexicon.hints import HINTS, LONELY, NEAR, NEEDED
from mascot.safety.lexicon.leaving import LEAVING
from mascot.safety.lexicon.others import OTHERS
from mascot.safety.lexicon.street import STREET
from mascot.safety.lexicon.suicide import SUICIDE
from mascot.safety.lexicon.words import OTHER_WORDS
from mascot.safety.patterns import Pattern, PatternIndex
from mascot.safety.reading import Reading, read
from mascot.safety.signs import Sign
from mascot.safety.spelling import Speller, fold

SIGNS = (
    *EMERGENCY,
    *DANGER,
    *VIOLENCE,
    *SUICIDE,
    *LEAVING,
    *OTHERS,
    *STREET,
    *SELF_HARM,
    *HINTS,
)
_URGENCY = {kind: rank for rank, kind in enumerate(get_args(Kind))}
_CHUNK, _OVERLAP = 20_000, 600
_MENTION = ("mention", 2)
"""The hint that a denied sign leaves: "I don't want to kill myself, but …"."""


class Detector:
    """A `SafetyCheck` that reads with a fixed lexicon: deterministic, without a model.

    Args:
        extra: More signs, as patterns (see `mascot.safety.patterns`) or plain phrases. They are
            about the person who writes, and nothing around them takes them back.
        allow: Phrases that tell nothing, such as the name of a product. What overlaps one of them
            is no sign.

    Raises:
        SafetyError: A phrase cannot be read.
    """

    def __init__(self, *, extra: Iterable[str] = (), allow: Iterable[str] = ()) -> None:
        self._extra = tuple(extra)
        self._allow = tuple(allow)
        if self._extra or self._allow:
            try:
                _ = self._speller
            except (ValueError, KeyError) as error:
                raise SafetyError(
                    f"cannot read a safety phrase: {error}; see mascot/safety/patterns.py"
                ) from None

    def __call__(self, text: str, /) -> Crisis | None:
        """The most urgent crisis that a text tells of, or None.

        The work grows with the length of the text and not faster; a text is read to its end.
        """
        for start in range(0, max(1, len(text)), _CHUNK):
            part = text[max(0, start - _OVERLAP) : start + _CHUNK]
            reading = read(fold(part), self._speller)
            if found := self._judge(reading):
                return found
        return None

    @cached_property
    def _signs(self) -> PatternIndex[Sign]:
        return PatternIndex(
            [
                *((Pattern(_phrase(say)), _OWN) for say in self._extra),
                *((sign.pattern, sign) for sign in SIGNS),
            ]
        )

    @cached_property
    def _figures(self) -> PatternIndex[None]:
        says = (*map(str.strip, FIGURES.splitlines()), *map(_phrase, self._allow))
        return PatternIndex([(Pattern(say), None) for say in says if say])

    @cached_property
    def _speller(self) -> Speller:
        return Speller({*self._signs.words, *self._figures.words, *_ORDINARY})

    def _judge(self, reading: Reading) -> Crisis | None:
        figurative = bytearray(len(reading))
        for _, start, end in self._figures.find(reading):
            figurative[start:end] = b"\1" * (end - start)
        found: list[Crisis] = []
        hints: list[tuple[str, int, int, int]] = []
        for sign, start, end in self._signs.find(reading):
            if any(figurative[start:end]):
                continue
            if sign.family:
                if not (
                    _denied(sign, reading, start, end) or _played_down(sign, reading, start, end)
                ):
                    hints.append((sign.family, sign.weight, start, end))
            elif about := _whom(sign, reading, start, end):
                if sign is _OWN or _stands(sign, about, reading, start, end):
                    found.append(Crisis(sign.kind, about, reading.evidence(start, end)))
                elif _denied(sign, reading, start, end) and about == "self":
                    hints.append((*_MENTION, start, end))
        if found:
            return min(found, key=lambda crisis: (_URGENCY[crisis.kind], crisis.about != "self"))
        return _add_up(hints, reading)


_OWN = Sign("suicide", Pattern("suicide"), sure=True)
"""What stands for a sign that the embedder added."""

_ORDINARY = bag(
    "thought thinks think thing things everyones goodbyes kills killer killers killed "
    "yourself drying lying trying hanged cuttings nobodys wants died dies drowned said "
    "billing"
)
"""Words that a typing error is not to be seen in."""


def _phrase(say: str) -> str:
    """A plain phrase as the words that a reading of it would have."""
    if re.search(r"[(\[{~^$]", say):
        return say
    reading = read(fold(say), Speller(()))
    return " ".join(reading.words)


def _whom(sign: Sign, reading: Reading, start: int, end: int) -> About | None:
    words = reading.words[start:end]
    if sign.sure or sign.kind == "violence":
        return "self"
    if sign.kind == "danger":
        if {"me", "us", "i", "we", "myself"} & set(words):
            return "self"
        return "other" if words[-1] in OTHER_WORDS or words[-1] in {"his", "her"} else "self"
    return scope.subject(reading, start, end)


def _denied(sign: Sign, reading: Reading, start: int, end: int) -> bool:
    return scope.negated(reading, start, end, own=sign.says_not)


def _stands(sign: Sign, about: About, reading: Reading, start: int, end: int) -> bool:
    """Whether nothing around a sign takes it back."""
    return not (
        _denied(sign, reading, start, end)
        or _played_down(sign, reading, start, end)
        or _told(about, reading, start, end)
        or _explained(sign, reading, start, end)
        or (sign.lone and not scope.is_alone(reading, start, end))
        or _over(sign, about, reading, start, end)
    )


def _told(about: About, reading: Reading, start: int, end: int) -> bool:
    """Whether it belongs to a story, a song, the news, or to work with people in general."""
    if scope.is_sung(reading, start):
        return True
    if about == "self":
        return scope.is_story(reading, start, end) and not scope.names_self(reading, start, end)
    return scope.is_story(reading, start, end) or (
        scope.is_generic(reading, start, end) and scope.is_work(reading, start, end)
    )


def _explained(sign: Sign, reading: Reading, start: int, end: int) -> bool:
    """Whether a mishap, an animal, a game or a mere "if I were" explains the words."""
    if sign.kind == "self_harm" and sign.act and scope.is_mishap(reading, start, end):
        return True
    if sign.kind == "danger" and scope.is_animal(reading, start, end):
        return True
    if "suicidal" in reading.words[start:end] and "if" in reading.words[max(0, start - 2) : start]:
        return True
    return sign.act and scope.is_game(reading, start, end) and not scope.is_wished(reading, start)


def _over(sign: Sign, about: About, reading: Reading, start: int, end: int) -> bool:
    """Whether it is past and asks for no help any more."""
    past = sign.past or sign.kind == "self_harm" or scope.is_past(reading, start, end)
    return past and not scope.is_near(reading, start, end, about)


def _played_down(sign: Sign, reading: Reading, start: int, end: int) -> bool:
    if sign.soft:
        return scope.is_trifle(reading, start, end)
    return bool(sign.family) and (
        scope.is_work(reading, start, end) or scope.is_laughed(reading, start, end)
    )


def _add_up(hints: list[tuple[str, int, int, int]], reading: Reading) -> Crisis | None:
    """Whether hints of different families stand near enough to weigh enough together."""
    for at, (_, _, start, _) in enumerate(hints):
        families: dict[str, int] = {}
        last = start
        for family, weight, first, end in hints[at:]:
            if first - start > NEAR:
                break
            families[family] = max(weight, families.get(family, 0))
            last = max(last, end)
            if sum(families.values()) >= NEEDED and (
                len(families) > 1 or (family in LONELY and scope.is_alone(reading, first, end))
            ):
                return Crisis(
                    "suicide", scope.speaker(reading, start, last), reading.evidence(start, last)
                )
    return None


_DEFAULT = Detector()


def detect(text: str, /) -> Crisis | None:
    """The most urgent crisis that a message tells of, or None.

    Args:
        text: What the person wrote, of any length.
    """
    return _DEFAULT(text)
