"""What kind of message it is: a greeting, a farewell, another language, or something to answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from mascot.backends.demo.lexicon import FOREIGN_WORDS
from mascot.backends.demo.words import FUNCTION_WORDS

Kind = Literal[
    "plain",
    "greeting",
    "thanks",
    "goodbye",
    "smalltalk",
    "meta",
    "injection",
    "short",
    "foreign",
    "wordless",
]

_GREETING = re.compile(
    r"(?:hi|hello|hey|hiya|howdy|yo|good (?:morning|evening|afternoon))\b[\w ]{0,24}"
)
_THANKS = re.compile(r"\b(?:thanks|thank you|thx|ty|cheers|that helped|this helped)\b")
_BYE = re.compile(
    r"\b(?:bye|goodbye|good night|goodnight|see you|see ya|gotta go|have to go|talk later|ttyl)\b"
)
_SMALLTALK = re.compile(
    r"\b(?:how are you|how're you|what's up|whats up|how's it going|hows it going|how do you do)\b"
)
_META = re.compile(
    r"\b(?:are you (?:a |an )?(?:real|human|bots?|ai|robots?|people|chatgpt|llm|language model|machine)|who are you|"
    r"what are you|what can you do|is this (?:a )?(?:demo|bot|ai|real)|what is this)\b"
)
_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|persona|rules?|prompts?|character|guidelines)\b|"
    r"\bsystem prompt\b|\bjailbreak|\byou are now\b|\bpretend (?:to be|you are|you're)\b|"
    r"^\s*\W{0,3}(?:system|assistant|director|developer)\W{0,3}\s*:|\bdeveloper mode\b",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_SHORT = re.compile(
    r"(?:yes|yeah|yep|no|nope|nah|ok|okay|maybe|sure|i dont know|idk|dunno|i guess|i guess so|not sure|"
    r"im not sure|a little|a bit|kind of|true|right|exactly|hmm+|fine|i see|not really|nothing|why)"
)

_POLITE: tuple[tuple[Kind, re.Pattern[str], int], ...] = (
    ("meta", _META, 12),
    ("smalltalk", _SMALLTALK, 8),
    ("goodbye", _BYE, 7),
    ("thanks", _THANKS, 9),
    ("greeting", _GREETING, 4),
)
"""Kinds told by a phrase, in a message of at most so many words."""
_LAST_LATIN = "\u024f"
_FOREIGN_SIGNS = 2


def kind_of(text: str, words: list[str], knows: Callable[[str], bool]) -> Kind:
    """The kind of a message.

    Args:
        text: The message.
        words: Its words, as `words.tokens` gives them.
        knows: Whether a word means anything to the reader.
    """
    if _INJECTION.search(text):
        return "injection"
    letters = {char for char in text if char.isalpha()}
    if not letters:
        return "wordless"
    if sum(char > _LAST_LATIN for char in letters) * 2 > len(letters) or _is_foreign(text, words):
        return "foreign"
    if not any(map(knows, words)) and _is_gibberish(words):
        return "wordless"
    low = " ".join(text.lower().replace("’", "'").split()).strip(" .!?")
    for kind, pattern, most in _POLITE:
        find = pattern.fullmatch if kind == "greeting" else pattern.search
        if len(words) <= most and find(low):
            return kind
    return "short" if _SHORT.fullmatch(low.replace("'", "")) else "plain"


def _is_foreign(text: str, words: list[str]) -> bool:
    """Whether another language's common words and accents outnumber English ones."""
    bare = [word.strip("¿¡.,!?;:\"'()").lower() for word in text.split()]
    english = sum(word in FUNCTION_WORDS for word in words)
    other = sum(word in FOREIGN_WORDS and word not in FUNCTION_WORDS for word in bare)
    accented = sum(not word.isascii() and any(map(str.isalpha, word)) for word in bare)
    if not other and english:  # a name or a café makes no foreign language
        return False
    return other + accented >= _FOREIGN_SIGNS and other + accented > english


def _is_gibberish(words: list[str]) -> bool:
    odd = [
        w for w in words if not re.search(r"[aeiouy]", w) or re.search(r"[^aeiouy]{5}|(.)\1\1", w)
    ]
    return len(odd) * 2 >= len(words) or all(len(word) == 1 for word in words)
