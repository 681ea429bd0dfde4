"""A small pattern language over words, in which the signs are written.

A pattern is a row of items, each of them

- a word: ``suicide``
- a class of words or phrases: ``{want}``
- a choice: ``(die|be dead|{end_life})``
- something that may be missing: ``[to]``, ``[the|a]``
- a gap of up to so many words: ``~3``
- ``& (…)``, last: one of these stands in the same sentence, up to ten words away on either side
- ``^`` and ``$``: the start and the end of a clause; ``$`` may be one of the choices.

Matching starts at the rarest word, works outwards and never crosses the end of a sentence. Every
gap is bounded, so that the work grows with the length of the text and not faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, TypeVar

from mascot.safety.lexicon import bag
from mascot.safety.lexicon.spellings import VARIANTS
from mascot.safety.lexicon.words import CLASSES
from mascot.safety.reading import COMMA, FILLERS, STOP, Reading

T = TypeVar("T")
Phrase = tuple[str, ...]
_ITEM = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{\w+\}|~\d|[$^]|[a-z0-9]+")

_COMMON = [
    "i",
    "the",
    "to",
    "and",
    "a",
    "my",
    "it",
    "of",
    "not",
    "in",
    "is",
    "was",
    "me",
    "for",
    "that",
    "be",
    "you",
    "have",
    "he",
    "she",
    "this",
    "on",
    "so",
    "with",
    "do",
    "they",
    "but",
    "are",
    "we",
    "her",
    "him",
    "his",
    "am",
    "what",
    "at",
    "want",
    "had",
    "just",
    "would",
    "can",
    "will",
    "all",
    "been",
    "out",
    "up",
    "go",
    "going",
    "if",
    "did",
    "or",
    "could",
    "when",
    "them",
    "get",
    "about",
    "from",
    "like",
    "no",
    "one",
    "who",
    "how",
    "think",
    "because",
    "there",
    "feel",
    "know",
    "time",
    "than",
    "as",
    "by",
    "an",
    "some",
    "any",
    "too",
    "said",
    "over",
    "see",
    "back",
    "day",
    "take",
    "make",
    "should",
    "may",
    "were",
    "has",
    "does",
    "who",
    "good",
    "better",
    "never",
    "last",
    "wanted",
    "wants",
    "way",
    "things",
    "thing",
    "life",
    "mother",
    "father",
    "friend",
    "people",
    "someone",
    "everyone",
    "need",
    "us",
    "our",
    "your",
    "their",
    "into",
    "off",
    "down",
    "keep",
    "told",
    "say",
    "says",
    "got",
    "come",
    "new",
    "old",
    "own",
    "need",
    "let",
    "tell",
    "felt",
    "thinking",
    "thought",
    "thoughts",
    "feeling",
    "went",
    "took",
    "brother",
    "sister",
    "husband",
    "wife",
    "son",
    "daughter",
    "boyfriend",
    "girlfriend",
    "kids",
    "family",
    "baby",
    "hope",
    "home",
    "anymore",
    "next",
    "tonight",
    "today",
    "wish",
]
_NEAR = 10
_COST = {word: len(_COMMON) - rank for rank, word in enumerate(_COMMON)}
"""How costly it is to start matching at a word: the more frequent, the more."""

_OPENERS = bag("and but so because then cause that though although or")
_CLOSERS = bag(
    "last yesterday and but so because i it he she they we you if when then lol tonight today tomorrow "
    "anymore again haha what why im idk who yet"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """One place of a pattern: one of some phrases, a gap, or an edge of the clause."""

    phrases: tuple[Phrase, ...] = ()
    optional: bool = False
    gap: int = 0
    edge: str = ""
    or_end: bool = False
    by_end: Mapping[int, Mapping[str, tuple[Phrase, ...]]] = field(default_factory=dict)


class Pattern:
    """One pattern, ready to be matched.

    Args:
        say: The pattern as written.

    Raises:
        ValueError: The pattern is malformed.
        KeyError: It names a class that there is not.
    """

    def __init__(self, say: str) -> None:
        self.say = say
        say, *near = say.split("&")
        for part in (say, *near):
            if rest := _ITEM.sub("", part).strip():
                raise ValueError(f"{self.say!r}: cannot read {rest!r}")
        items = (_item(part) for part in _ITEM.findall(say))
        self._items = [item for item in items if item.phrases or item.gap or item.edge]
        self._near = [_item(part.strip()) for part in near]
        anchors = [
            (max(min(map(_cost, phrase)) for phrase in item.phrases), len(item.phrases), at)
            for at, item in enumerate(self._items)
            if item.phrases and not (item.optional or item.or_end)
        ]
        if not anchors:
            raise ValueError(f"{say!r}: needs a word that must be there")
        at = min(anchors)[2]
        self._needs = tuple(
            frozenset(min(phrase, key=_cost) for phrase in item.phrases)
            for item in (*self._items, *self._near)
            if item.phrases and not (item.optional or item.or_end)
        )
        self._after, self._before = self._items[at + 1 :], self._items[:at][::-1]
        self._anchors: dict[str, list[tuple[int, Phrase]]] = {}
        for phrase in self._items[at].phrases:
            rarest = min(phrase, key=_cost)
            self._anchors.setdefault(rarest, []).append((phrase.index(rarest), phrase))

    @property
    def starts(self) -> Iterable[str]:
        """The words at which matching may start."""
        return self._anchors.keys()

    @property
    def words(self) -> Iterator[str]:
        """Every word of the pattern."""
        return (word for item in self._items for phrase in item.phrases for word in phrase)

    def is_possible(self, words: set[str]) -> bool:
        """Whether a text of these words can hold the pattern at all."""
        return not any(need.isdisjoint(words) for need in self._needs)

    def match(self, reading: Reading, at: int) -> tuple[int, int] | None:
        """The stretch that the pattern takes when its rarest word stands at a place, or None."""
        for offset, phrase in self._anchors[reading.words[at]]:
            first = at - offset
            if not _stands(phrase, reading, first):
                continue
            end = _reach(self._after, 0, reading, first + len(phrase), 1)
            if end is None:
                continue
            start = _reach(self._before, 0, reading, first - 1, -1)
            if start is not None and all(
                _is_near(item, reading, start + 1, end) for item in self._near
            ):
                return start + 1, end
        return None


def _is_near(item: _Item, reading: Reading, start: int, end: int) -> bool:
    """Whether one of the item's phrases stands beside a stretch, in its sentence."""
    first, last = reading.sentence(start, end, _NEAR)
    return any(
        True
        for at in (*range(first, start), *range(end, last))
        for _ in _phrase_ends(item, reading, at, 1)
    )


def _cost(word: str) -> int:
    return _COST.get(word, 0)


def _stands(phrase: Phrase, reading: Reading, at: int) -> bool:
    """Whether a phrase stands at a place, within one sentence."""
    end = at + len(phrase)
    return (
        at >= 0
        and end <= len(reading)
        and tuple(reading.words[at:end]) == phrase
        and max(reading.breaks[at + 1 : end], default=0) < STOP
    )


@cache
def _item(part: str) -> _Item:
    if part[0] == "~":
        return _Item(gap=int(part[1]))
    if part in "^$":
        return _Item(edge=part)
    said = dict.fromkeys(expand(part.strip("()[]")))
    or_end = said.pop(("$",), said) is None
    phrases = tuple(said)
    ends: dict[int, dict[str, tuple[Phrase, ...]]] = {1: {}, -1: {}}
    for step, table in ends.items():
        for phrase in phrases:
            ordered = phrase[::step]
            table[ordered[0]] = (*table.get(ordered[0], ()), ordered)
    return _Item(phrases, optional=part[0] == "[", or_end=or_end, by_end=ends)


@cache
def expand(choice: str) -> tuple[Phrase, ...]:
    """The phrases of a choice, its classes filled in."""
    said: list[Phrase] = []
    for option in choice.split("|"):
        rows: list[Phrase] = [()]
        for part in option.split():
            ways = expand(CLASSES[part[1:-1]]) if part[0] == "{" else ((part,),)
            rows = [row + way for row in rows for way in ways]
        said += filter(None, map(_plain, rows))
    return tuple(said)


def _plain(phrase: Phrase) -> Phrase:
    """A phrase in the words that a reading has."""
    said = (word for part in phrase for word in VARIANTS.get(part, part).split())
    return tuple(word for word in said if word not in FILLERS)


def _open(reading: Reading, at: int, step: int) -> bool:
    """Whether a word can be reached from its neighbour without leaving the sentence."""
    if not 0 <= at < len(reading):
        return False
    return reading.breaks[at if step == 1 else at + 1] < STOP


def _phrase_ends(item: _Item, reading: Reading, at: int, step: int) -> Iterator[int]:
    """Where the item's phrases end when they start at a word."""
    words = reading.words
    for phrase in item.by_end[step].get(words[at], ()):
        here = at + step
        for word in phrase[1:]:
            if not _open(reading, here, step) or words[here] != word:
                break
            here += step
        else:
            yield here


def _reach(items: list[_Item], k: int, reading: Reading, at: int, step: int) -> int | None:
    """How far the items from the k-th on reach from a word, or None where they do not fit."""
    if k == len(items):
        return at
    for here in _ways(items[k], reading, at, step):
        end = _reach(items, k + 1, reading, here, step)
        if end is not None:
            return end
    return None


def _ways(item: _Item, reading: Reading, at: int, step: int) -> Iterator[int]:
    """Where matching may go on after an item, the likeliest first."""
    if item.edge:
        if _at_end(reading, at) if item.edge == "$" else _at_start(reading, at + 1):
            yield at
        return
    if item.gap:
        yield at
        for skipped in range(item.gap):
            if not _open(reading, at + step * skipped, step):
                return
            yield at + step * (skipped + 1)
        return
    if item.or_end and _at_end(reading, at):
        yield at
    if _open(reading, at, step):
        yield from _phrase_ends(item, reading, at, step)
    if item.optional:
        yield at


def _at_end(reading: Reading, at: int) -> bool:
    return at >= len(reading) or reading.breaks[at] >= COMMA or reading.words[at] in _CLOSERS


def _at_start(reading: Reading, at: int) -> bool:
    return at <= 0 or reading.breaks[at] >= COMMA or reading.words[at - 1] in _OPENERS


class PatternIndex(Generic[T]):
    """Patterns found by the words at which they start, each with what it stands for.

    Args:
        entries: In order of preference.
    """

    def __init__(self, entries: Iterable[tuple[Pattern, T]]) -> None:
        self.words: set[str] = set()
        self._by_start: dict[str, list[tuple[Pattern, T]]] = {}
        for entry in entries:
            self.words.update(entry[0].words)
            for word in entry[0].starts:
                self._by_start.setdefault(word, []).append(entry)

    def find(self, reading: Reading) -> Iterator[tuple[T, int, int]]:
        """Every match with its stretch, from left to right."""
        words = set(reading.words)
        possible = {
            word: [entry for entry in self._by_start[word] if entry[0].is_possible(words)]
            for word in words & self._by_start.keys()
        }
        for at, word in enumerate(reading.words):
            for pattern, value in possible.get(word, ()):
                if stretch := pattern.match(reading, at):
                    yield value, *stretch
