"""A message as a row of plain words with the breaks between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mascot.safety.lexicon import bag
from mascot.safety.spelling import Speller

NONE, COMMA, STOP = 0, 1, 2
"""How strongly a word is parted from the one before it."""

FILLERS = bag(
    "just really so very fucking fuckin freaking frickin bloody damn literally honestly actually "
    "truly genuinely totally basically simply absolutely completely maybe perhaps probably um uh "
    "uhm hmm please pls plz tbh ngl rn lowkey highkey dude sometimes often always constantly "
    "still even also too only ever lately currently right now soon quite anyway seriously deadass "
    "def definitely sincerely frankly already suddenly slowly finally eventually gladly either "
    "own whole entire effing secretly instead"
)
"""Words that change the force of a sentence but not what it says; signs are read without them."""

_SPELT = re.compile(r"(?<![a-z0-9'])[a-z0-9](?:[ .\-_*]{1,3}[a-z0-9]){2,40}(?![a-z0-9'])")
_LONGEST_QUOTE = 80
"""In words; a mark that never closes must not swallow the rest."""
_WONT = re.compile(r"\bwont to\b")
_TOKEN = re.compile(
    r"(?P<word>\$?[a-z0-9](?:['*@!|$]*[a-z0-9])*)"
    r"|(?P<dots>[.!?]+)"
    r"|(?P<stop>\n\s*\n|[;\u2022])"
    r"|(?P<comma>[,:()\[\]/\n]|\s-+\s|--+)"
    r'|(?P<quote>")'
    r"|(?P<symbol>[^\s\w'*@|$\-])"
)
_PAIRS = {
    ("my", "self"): "myself",
    ("me", "self"): "myself",
    ("him", "self"): "himself",
    ("her", "self"): "herself",
    ("any", "more"): "anymore",
    ("no", "more"): "anymore",
    ("any", "longer"): "anymore",
    ("sui", "cide"): "suicide",
    ("self", "harms"): "self harm",
    ("sleep", "4ever"): "sleep forever",
    ("to", "di"): "to die",
    ("be", "hear"): "be here",
    ("better", "of"): "better off",
    ("to", "overdoes"): "to overdose",
    ("un", "alive"): "unalive",
    ("mi", "self"): "myself",
    ("sewer", "slide"): "suicide",
    ("sewer", "cide"): "suicide",
    ("my", "selves"): "myself",
    ("over", "dose"): "overdose",
    ("over", "dosed"): "overdosed",
    ("good", "bye"): "goodbye",
    ("no", "one"): "nobody",
    ("no", "body"): "nobody",
    ("some", "one"): "someone",
    ("my", "sen"): "myself",
    ("every", "one"): "everyone",
    ("want", "too"): "want to",
    ("want", "2"): "want to",
    ("going", "too"): "going to",
    ("going", "2"): "going to",
    ("self", "deletion"): "self delete",
    ("self", "deleting"): "self delete",
    ("self", "harming"): "self harm",
    ("self", "harmed"): "self harm",
    ("self", "injury"): "self harm",
    ("self", "injure"): "self harm",
}
_LAUGHTER = frozenset("😂🤣😆😹😄😁😜🤪")


@dataclass(slots=True)
class Reading:
    """The words of a text, brought into plain form.

    Attributes:
        text: The folded text.
        words: The words without fillers.
        breaks: Per word, how it is parted from the one before it (one more for the end).
        quoted: Per word, whether it stands in quotation marks.
        spans: Per word, where it stands in the folded text.
    """

    text: str
    words: list[str] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, word: str, parted: int, span: tuple[int, int], *, quoted: bool) -> None:
        """Append a word; two that mean one become one, and a filler is left out."""
        pair = _PAIRS.get((self.words[-1], word)) if self.words and parted == NONE else None
        if pair:
            span = (self.spans[-1][0], span[1])
            parted = self.breaks[-1]
            for row in (self.words, self.breaks, self.quoted, self.spans):
                row.pop()
        elif word in FILLERS:
            return
        for part in (pair or word).split():
            self.words.append(part)
            self.breaks.append(parted)
            self.quoted.append(quoted)
            self.spans.append(span)
            parted = NONE

    def __len__(self) -> int:
        return len(self.words)

    def around(self, start: int, end: int, reach: int) -> list[str]:
        """The words within reach of a stretch."""
        return self.words[max(0, start - reach) : end + reach]

    def sentence(self, start: int, end: int, reach: int = 40) -> tuple[int, int]:
        """The stretch of the sentence around some words, no further than reach."""
        first, last = start, end
        while first > max(0, start - reach) and self.breaks[first] < STOP:
            first -= 1
        while last < min(len(self.words), end + reach) and self.breaks[last] < STOP:
            last += 1
        return first, last

    def evidence(self, start: int, end: int) -> str:
        """The words of a stretch as they stand in the text."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]


def read(text: str, speller: Speller) -> Reading:
    """Take a folded text apart.

    Args:
        text: What `spelling.fold` returned.
        speller: Puts the words into order.
    """
    text = _WONT.sub("want to", text)
    text = _SPELT.sub(lambda run: _spelt(run[0], speller), text)
    reading = Reading(text)
    parted, quoted, opened = STOP, False, 0
    for found in _TOKEN.finditer(text):
        match found.lastgroup:
            case "word":
                for word in speller.read(found[0]):
                    before = len(reading)
                    reading.add(word, parted, found.span(), quoted=quoted)
                    parted = NONE if len(reading) > before else parted
            case "dots":
                parted = max(parted, _pause(text, *found.span()))
            case "stop":
                parted = STOP
            case "quote":
                quoted, opened, parted = not quoted, len(reading), max(parted, COMMA)
            case "symbol" if found[0] in _LAUGHTER:
                reading.add("lol", max(parted, COMMA), found.span(), quoted=quoted)
                parted = COMMA
            case _:
                parted = max(parted, COMMA)
        quoted = quoted and len(reading) - opened <= _LONGEST_QUOTE
    reading.breaks.append(STOP)
    return reading


def _pause(text: str, start: int, end: int) -> int:
    """What a run of full stops parts: in ``i.want.to`` nothing, in ``well... no`` a clause."""
    if text[end : end + 1].isalnum():
        return NONE
    return COMMA if text.startswith("..", start) else STOP


def _spelt(run: str, speller: Speller) -> str:
    """``k i l l`` is one word; ``i w a n t t o d i e`` are four."""
    joined = speller.join("".join(c for c in run if c.isalnum()))
    return " ".join(joined) if joined else run
