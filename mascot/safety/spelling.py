"""Undoing disguises and slips of the pen: look-alike letters, leet, asterisks, typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from mascot.safety.lexicon import bag
from mascot.safety.lexicon.spellings import INNOCENT, REPAIRED, VARIANTS

_LOOKALIKES = str.maketrans(
    "авеёіїјкмнорсԁѕтухһԛԝɡ" + "αβεηικνορτυχω" + "’‘‛ʼ`´“”„«»…—–",
    "abeeiijkmhopcdstyxhqwg" + "abenikvoptuxw" + "''''''\"\"\"\"\".--",
)
_EMBLEMS = str.maketrans(
    {"🔫": " gun ", "💊": " pills ", "🔪": " knife ", "🪦": " grave ", "⚰": " grave "}
)
"""Little pictures that stand for a word."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_PRONOUNS = bag(
    "he she it that there what who someone somebody nobody everyone where how here life mum mom dad "
    "mother father death"
)
_ENDINGS = {"n't": "not", "'ll": "will", "'ve": "have", "'re": "are", "'m": "am", "'d": "would"}
_LEET = {
    "0": "o",
    "1": "il",
    "!": "i",
    "|": "il",
    "3": "e",
    "4": "a",
    "@": "a",
    "5": "s",
    "$": "s",
    "7": "t",
}
_RUN_TOGETHER = re.compile("..myself|suicid.{3}|todie|killmy")
_RUN = re.compile(r"(.)\1{2,}")


def fold(text: str) -> str:
    """Lower case, look-alike letters and typographic marks made plain, invisible ones gone."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_EMBLEMS)
    return text.casefold().translate(_LOOKALIKES)


def _by_length(words: Iterable[str]) -> dict[int, tuple[str, ...]]:
    lengths: dict[int, tuple[str, ...]] = {}
    for word in words:
        lengths[len(word)] = (*lengths.get(len(word), ()), word)
    return lengths


_MASKED = _by_length(
    [
        "suicide",
        "suicidal",
        "kill",
        "killed",
        "killing",
        "kills",
        "die",
        "dead",
        "death",
        "dying",
        "myself",
        "himself",
        "herself",
        "hang",
        "hanging",
        "hurt",
        "harm",
        "cut",
        "cutting",
        "overdose",
        "rape",
        "raped",
        "pills",
        "unalive",
        "murder",
        "shoot",
        "stab",
    ]
)
"""Words that are written with marks in place of letters."""


def _slips(word: str, target: str) -> int:
    """Letters too many, missing, wrong, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(target) + 1))
    for i, letter in enumerate(word):
        earlier, before, row = before, row, [i + 1]
        for j, wanted in enumerate(target):
            cost = min(before[j] + (letter != wanted), before[j + 1] + 1, row[j] + 1)
            if i and j and letter == target[j - 1] and word[i - 1] == wanted:
                cost = min(cost, earlier[j - 1] + 1)
            row.append(cost)
    return row[-1]


_BY_INITIAL = {
    letter: tuple(word for word in REPAIRED if word[0] == letter)
    for letter in {word[0] for word in REPAIRED}
}
_SHORTEST, _LONGEST, _LONGEST_RUN = 4, 12, 24
"""In letters: what may be one word with a slip, and what may be several run together."""


class Speller:
    """Brings the spellings of one vocabulary into order.

    Args:
        vocabulary: The words that matter; a disguise is only undone when it yields one of them.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary) | REPAIRED.keys()
        self._cached = lru_cache(maxsize=8192)(self._read)

    def read(self, token: str) -> tuple[str, ...]:
        """The words that a token stands for; usually itself."""
        return self._cached(token) if len(token) <= _LONGEST_RUN else (token,)

    def join(self, letters: str) -> tuple[str, ...] | None:
        """Words run together or spelt out letter by letter, when all of them are known."""
        ways: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 10), end):
                before, word = ways[start], letters[start:end]
                if before is not None and word in self._known and (end - start > 1 or word == "i"):
                    best = ways[end]
                    if best is None or len(before) + 1 < len(best):
                        ways[end] = (*before, word)
        return ways[-1]

    def _read(self, token: str) -> tuple[str, ...]:
        word = self._plain(token)
        bare = word.replace("'", "")
        if (variant := VARIANTS.get(word, VARIANTS.get(bare))) is not None:
            return tuple(variant.split())
        if "'" in word and (contraction := self._expand(word)):
            return contraction
        word = word.removesuffix("'s").replace("'", "")
        if word in self._known:
            return (word,)
        if _RUN_TOGETHER.search(word):
            return self.join(word) or (word,)
        if word.endswith("in") and word + "g" in self._known:
            return (word + "g",)
        return (self._swapped(word) or self._doubled(word) or self._repair(word),)

    def _expand(self, word: str) -> tuple[str, ...] | None:
        """The words of a contraction."""
        for ending, full in _ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return (*self._read(word.removesuffix(ending)), full)
        if word.endswith("'s") and word[:-2] in _PRONOUNS:
            return (*self._read(word[:-2]), "is")
        return None

    def _doubled(self, word: str) -> str | None:
        """The known word that one letter too many or too few of a pair makes."""
        if not _SHORTEST <= len(word) <= _LONGEST or word in INNOCENT:
            return None
        for at in range(len(word)):
            if at and word[at] == word[at - 1]:
                other = word[:at] + word[at + 1 :]
            else:
                other = word[:at] + word[at] + word[at:]
            if other in self._known:
                return other
        return None

    def _swapped(self, word: str) -> str | None:
        """The known word that two letters in the wrong order make."""
        if not _SHORTEST <= len(word) <= _LONGEST or word in INNOCENT:
            return None
        for at in range(len(word) - 1):
            other = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            if other in self._known:
                return other
        return None

    def _plain(self, token: str) -> str:
        if not token.replace("'", "").isalpha():
            token = self._unmask(token) or token
        if match := _RUN.search(token):
            for kept in (r"\1\1", r"\1"):
                word = _RUN.sub(kept, token)
                if word in self._known or word in VARIANTS:
                    return word
            return token.replace(match[0], match[1])
        return token

    def _unmask(self, token: str) -> str | None:
        """``k1ll`` and ``s*icide``: every mark stands for one letter."""
        for word in _MASKED.get(len(token), ()):
            if all(
                mark in {letter, "*"} or letter in _LEET.get(mark, "")
                for mark, letter in zip(token, word, strict=True)
            ):
                return word
        if "*" not in token and not token.isdigit():
            for at in (0, -1):
                word = "".join(_LEET[mark][at] if mark in _LEET else mark for mark in token)
                if word in self._known:
                    return word
        return None

    def _repair(self, word: str) -> str:
        """The word worth repairing that this one was meant to be, or itself."""
        if not _SHORTEST < len(word) <= _LONGEST or word in INNOCENT:
            return word
        for target in _BY_INITIAL.get(word[0], ()):
            if abs(len(word) - len(target)) <= 1 and _slips(word, target) <= REPAIRED[target]:
                return target
        return word
