"""Words in a card that talk to the model instead of describing somebody."""

from __future__ import annotations

import re
from typing import NamedTuple


class Suspicion(NamedTuple):
    """A place in a text.

    Attributes:
        start: Where it begins.
        excerpt: The words.
        why: What is wrong with them.
        grave: Whether they can break the frame, and not only bend it.
    """

    start: int
    excerpt: str
    why: str
    grave: bool


_ORDERS = (
    (
        (
            r"<\s?\|[^|>\n]{0,40}\|?>|<\|"
            r"|\[/?INST\]|<<\s*/?\s*SYS\s*>>|</?s>(?=\W|$)|<(?:start|end)_of_turn>"
            r"|<\s?/?think(?:ing)?>"
        ),
        "is a chat template's own mark",
        True,
    ),
    (
        (
            r"\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|every(?:thing)?\s+|the\s+|your\s+|these\s+|those\s+)*"
            r"(?:previous|prior|above|earlier|preceding|other|system|original)?\s*"
            r"(?:instructions?|prompts?|rules|guidelines|directives|constraints)\b"
        ),
        "tells the model to drop its instructions",
        True,
    ),
    (
        r"\b(?:reveal|print|repeat|output|show|leak)\s+(?:me\s+|us\s+)?(?:your|the)\s+(?:\w+\s+)?(?:system\s+)?(?:prompt|instructions)\b",
        "asks for the prompt",
        True,
    ),
    (
        r"(?m)^[ \t]*(?:#{1,4}[ \t]*)?(?:system|assistant)[ \t]*(?:prompt|message)?[ \t]*:",
        "looks like a message of another role",
        True,
    ),
    (
        r"(?m)^[ \t]*(?-i:DIRECT|CARE)[ \t]*:|^[ \t]*(?-i:SPEAK as) \[",
        "looks like a line of the group's own prompt",
        True,
    ),
    (
        r"\b(?:developer|god|debug|dan)\s+mode\b|\bjailbr(?:eak|oken)\w*|\bdo anything now\b",
        "is the wording of a jailbreak",
        True,
    ),
    (
        (
            r"\b(?:uncensored|unfiltered|unrestricted)\b"
            r"|\b(?:no|without(?:\s+any)?)\s+(?:restrictions|filters?|censorship|content\s+polic\w+|ethical\s+\w+)\b"
            r"|\b(?:never|do(?:es)?\s+not|don't)\s+(?:refuse|decline)\b"
        ),
        "tries to lift the model's limits",
        False,
    ),
    (
        (
            r"\byou are (?:now |no longer )?(?:an? )?(?:ai|large language model|language model|chatgpt|gpt-?\d\w*|claude|assistant)\b"
            r"|\byou are now\b"
        ),
        "tells the model what it is",
        False,
    ),
    (
        (
            r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
            r"(?<![\u200c\u200d])"
        ),
        "is an invisible character, which can hide words",
        False,
    ),
)
_PATTERNS = tuple((re.compile(p, re.IGNORECASE), why, grave) for p, why, grave in _ORDERS)
_SHOWN = 60


def suspicions(text: str) -> list[Suspicion]:
    """What in a text looks like an instruction to the model; the first of each kind."""
    found = []
    for pattern, why, grave in _PATTERNS:
        if match := pattern.search(text):
            excerpt = " ".join(match.group().split()) or "\N{OPEN BOX}"
            if not excerpt.isprintable():
                excerpt = f"U+{ord(excerpt[0]):04X}"
            found.append(Suspicion(match.start(), excerpt[:_SHOWN], why, grave))
    return sorted(found, key=lambda each: each.start)
