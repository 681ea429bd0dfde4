"""The anti-echo gate's measure: does a reply say again what somebody has said?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# A CJK character counts as a word of its own: those scripts put no spaces between words.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_RUN = 3
_FEWEST_WORDS = 6

ECHO_THRESHOLD = 0.5
"""Share of a text's three-word runs found in another from which it counts as an echo."""


def overlap(one: str, other: str) -> float:
    """How much of the shorter text's three-word runs the other has too, from 0 to 1.

    Texts of fewer than six words cannot echo: thanks and greetings are alike everywhere.
    """
    a, b = _runs(one), _runs(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def echoed(reply: str, earlier: Iterable[str]) -> str | None:
    """The earlier text that a reply repeats the most, if it repeats any."""
    score, text = max(((overlap(reply, text), text) for text in earlier), default=(0.0, ""))
    return text if score >= ECHO_THRESHOLD else None


@lru_cache(maxsize=512)  # each reply is compared with the same dozen texts
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    return frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))
