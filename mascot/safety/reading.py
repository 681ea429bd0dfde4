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
_WONT = re.compile(r"\bwont to\b")
_TOKEN = re.compile(
    r"(?P<word>\$?[a-z0-9](?:['*@!|$]*[a-z0-9])*)"
    r"|(?P<stop>[.!?]+(?=[\s\"')]|$)|\n\s*\n|[;\u2022])"
    r"|(?P<comma>\.{2,}|[,:()\[\]/\n]|\s-+\s|--+)"
    r'|(?P<quote>")'
    r"|(?P<symbol>[^\s\w'.!?*@|$\-])"
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
    ("un", "alive"): "unalive",
    ("mi", "self"): "myself",
    ("sewer", "slide"): "suicide",
    ("sewer", "cide"): "suicide",
    ("my", "selves"): "myself",
    ("over", "dose"): "overdose",
    ("over", "dosed"): "overdosed",
    ("good", "bye"): "goodbye",
    ("no", "one"): "nobody",
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
    words, breaks, quoted, spans = reading.words, reading.breaks, reading.quoted, reading.spans
    parted, in_quote, opened = STOP, False, 0
    for found in _TOKEN.finditer(text):
        token = found[0]
        match found.lastgroup:
            case "word":
                for word in speller.read(token):
                    if words and parted == NONE and (pair := _PAIRS.get((words[-1], word))):
                        words[-1:] = (parts := pair.split())
                        spans[-1] = (spans[-1][0], found.end())
                        for _ in parts[1:]:
                            breaks.append(NONE)
                            quoted.append(in_quote)
                            spans.append(spans[-1])
                        continue
                    if word in FILLERS:
                        continue
                    words.append(word)
                    breaks.append(parted)
                    quoted.append(in_quote)
                    spans.append(found.span())
                    parted = NONE
            case "stop":
                parted = STOP if token != ".." and not token.startswith("...") else max(parted, 1)
            case "quote":
                in_quote = not in_quote
                parted = max(parted, COMMA)
                opened = len(words)
            case "symbol" if token in _LAUGHTER:
                words.append("lol")
                breaks.append(max(parted, COMMA))
                quoted.append(in_quote)
                spans.append(found.span())
                parted = COMMA
            case _:
                parted = max(parted, COMMA)
        if in_quote and len(words) - opened > 80:  # noqa: PLR2004 - a mark that never closes
            in_quote = False
    breaks.append(STOP)
    return reading


def _spelt(run: str, speller: Speller) -> str:
    """``k i l l`` is one word; ``i w a n t t o d i e`` are four."""
    joined = speller.join("".join(c for c in run if c.isalnum()))
    return " ".join(joined) if joined else run
