"""Reading what a model answered where it was asked for a JSON object; it is never trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

TOO_LONG = 6_000
"""Characters of an answer that are read; whoever still talks then has not understood."""

_THINKING = re.compile(r"^.*</think>|<think>.*$", re.DOTALL | re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_TRIES = 20


def object_in(answer: str, key: str) -> Mapping[str, Any] | None:
    """The first complete JSON object with a key in an answer; None where there is none.

    An answer that was cut short does not count: half a fact is a wrong one.

    Args:
        answer: What the model said.
        key: The field that the object must have.
    """
    text = _CONTROL.sub(" ", _THINKING.sub("", answer[: 4 * TOO_LONG]))[:TOO_LONG]
    decoder, start = json.JSONDecoder(), text.find("{")
    for _ in range(_TRIES):
        if start == -1:
            return None
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and key in found:
            return found
        start = text.find("{", start + 1)
    return None
