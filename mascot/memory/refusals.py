"""What is never kept, whoever says that it should be: secrets, orders, invented things."""

from __future__ import annotations

import re

from mascot.agents.names import USER_LABEL
from mascot.agents.prompts import neutralise
from mascot.memory.facts import MAX_CHARS
from mascot.personas.suspicious import suspicions

_SUBJECT = re.compile(rf"^(?:the\s+)?{USER_LABEL}\b", re.IGNORECASE)

_SECRETS = re.compile(
    r"\b(?:pass(?:word|wort|code|phrase)s?|kennwort|pin (?:code|number)|cvv|cvc|api[- ]?keys?|"
    r"(?:secret|private) keys?|seed phrase|access tokens?|security (?:code|answer|question))\b"
    r"|\bpin\b\D{0,12}\d{4}"
    r"|\b(?-i:[A-Z]{2})\d{2}(?: ?(?-i:[A-Z0-9]{4})){2,}"  # an IBAN
    r"|\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{20,}"  # a key, a token
    r"|[\w.+-]+@[\w-]+\.\w"
    r"|\b(?:https?://|www\.)\S",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_LONG_NUMBER = re.compile(r"\d(?:[ ./-]?\d){7,}")
"""Cards, accounts, phones, documents: nothing of eight digits is needed to be good company."""

_ORDERS = re.compile(
    r"\b(?:you|the group|everyone|everybody|(?:assistant|director|ai|bot|model|member|persona|agent)s?)"
    r"\s+(?:must|should|shall|ought|ha(?:s|ve) to|needs? to|always|never)\b"
    r"|\bsystem prompt\b"
    r"|^(?:the )?user (?:wants|asks|asked|tells|told|orders|instructs|demands)\b.{0,40}"
    r"\b(?:always|never|ignore|obey|reveal|repeat|answer|reply|respond)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_STEM = 4


def one_line(text: str) -> str:
    """A text as it is kept: neutralised, and without line breaks."""
    return " ".join(neutralise(text).split())


def refusal(text: str) -> str | None:
    """Why a line may not be kept, in words for the person; None where it may.

    Args:
        text: One line, see `one_line`.
    """
    if not text:
        return "nothing is written"
    if len(text) > MAX_CHARS:
        return f"it has {len(text):,} characters, and a fact has at most {MAX_CHARS}"
    if _SECRETS.search(text) or _LONG_NUMBER.search(_DATE.sub("", text)):
        return "it looks like a password, a number or an address that could be misused"
    if _ORDERS.search(text) or suspicions(text):
        return "it reads like an order to the group and not like a fact"
    return None


def is_about_user(text: str) -> bool:
    """Whether a line that a model offers has the form of a fact: it begins with the user."""
    return _SUBJECT.match(text) is not None


def is_grounded(text: str, said: str) -> bool:
    """Whether a fact has anything of what was said: a word, or the beginning of one.

    A model that makes facts up, or repeats those of its prompt, is found out by that.

    Args:
        text: The fact.
        said: The user's words.
    """
    heard = said.casefold()
    for word in _WORD.findall(_SUBJECT.sub("", text).casefold()):
        if word.isascii():
            if word in _EMPTY:
                continue
            if word.isdecimal() or len(word) < _STEM:
                if re.search(rf"\b{re.escape(word)}\b", heard):
                    return True
            elif word[:_STEM] in heard:
                return True
        # Scripts without spaces between words have long runs: two characters of them will do.
        elif any(word[i : i + 2] in heard for i in range(max(1, len(word) - 1))):
            return True
    return False


_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "in",
        "is",
        "it",
        "its",
        "my",
        "name",
        "of",
        "on",
        "or",
        "s",
        "she",
        "so",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "user",
        "was",
        "were",
        "who",
        "will",
        "with",
        "you",
        "your",
    ]
)
