"""The texts of a card as a persona can have them: macros resolved, marks of prompts taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise

USER = "User"
"""As the group's prompts call the person."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    r"\U000e0000-\U000e007f]"
)
_TEMPLATE = re.compile(r"<(?=\||/?think\b)", re.IGNORECASE)
_MACRO = re.compile(r"\{\{([^{}]{0,2000})\}\}")
_ANGLED = re.compile(r"<(bot|char|user)>", re.IGNORECASE)
_CHOICES = re.compile(r"^(?:random|pick)\s*::?\s*(.*)$", re.IGNORECASE | re.DOTALL)
_SILENT = re.compile(r"^(?://|(?:comment|hidden_key|original|trim|noop|banned)\b)", re.IGNORECASE)
_ROUNDS = 4
"""Macros within macros."""
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"'”’)*\]]*(?=\s)|\n")


class Wording:
    """Resolves the macros of one card.

    Args:
        char: What ``{{char}}`` stands for.

    Attributes:
        unknown: Macros that were met and left as they are.
    """

    def __init__(self, char: str) -> None:
        self.unknown: set[str] = set()
        self._names = {"char": char, "bot": char, "user": USER}

    def __call__(self, text: str) -> str:
        """The text as a persona can have it."""
        text = clean(text)
        for _ in range(_ROUNDS):
            before, text = text, _MACRO.sub(self._resolved, text)
            if text == before:
                break
        text = _ANGLED.sub(lambda match: self._names[match[1].lower()], text)
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def _resolved(self, match: re.Match[str]) -> str:
        macro = match[1].strip()
        name = macro.lower()
        if name in self._names:
            return self._names[name]
        if name == "newline":
            return "\n"
        if choices := _CHOICES.match(macro):
            return re.split(r"::|(?<!\\),", choices[1])[0].strip()
        if _SILENT.match(macro):
            return ""
        self.unknown.add(macro[:40])
        return match[0]


def clean(text: str) -> str:
    """A text without control characters, invisible ones and the marks of chat templates."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _TEMPLATE.sub("< ", text).strip()


def fitted(text: str, limit: int) -> str:
    """A text of at most ``limit`` characters: whole sentences if there are any, else words."""
    if len(text) <= limit:
        return text
    head = text[: limit - 2]
    ends = [match.end() for match in _SENTENCE.finditer(head)]
    if ends and ends[-1] > limit // 3:
        return head[: ends[-1]].rstrip()
    return head.rpartition(" ")[0].rstrip() + " …" if " " in head[limit // 3 :] else head + " …"


def sentences(text: str) -> list[str]:
    """A text cut into sentences and lines; joined they are the text again."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    return [text[start:end] for start, end in pairwise([0, *ends, len(text)])]


def first_sentence(text: str) -> str:
    """The first sentence or line of a text."""
    match = _SENTENCE.search(text)
    return (text[: match.end()] if match else text).strip()


def slug(name: str, fallback: str = "card") -> str:
    """An id made of a name: its Latin letters and digits."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    plain = re.sub(r"^[^a-z]+", "", plain)[:40].strip("-")
    return plain if len(plain) > 1 else fallback


def plain_name(name: str) -> str:
    """A name that a persona may have; empty if nothing is left of it."""
    name = re.sub(r"[\[\]@:\n\t]+", " ", clean(name))
    return " ".join(name.split())[:48].strip()


def unique(wanted: str, taken: Iterable[str], join: str, fold: Callable[[str], str]) -> str:
    """``wanted``, or the first of ``wanted 2``, ``wanted 3`` … that is not taken."""
    taken = set(taken)
    name, number = wanted, 1
    while fold(name) in taken:
        number += 1
        name = f"{wanted[:44]}{join}{number}"
    return name
