"""Reading a directive out of whatever the director answered, and choosing when it cannot be read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json

from mascot.agents.names import Names
from mascot.dialogue import USER, Directive, DirectorRequest
from mascot.dialogue.directive import Source

_THINKING = re.compile(r"^.*</think>|<think>.*$", re.DOTALL | re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SPEAKER_FIELD = re.compile(r'"speaker"\s*:\s*"((?:[^"\\]|\\.)*)"')
_MAX_FIELD_CHARS = 400
_SHORTEST_WORD = 4  # shorter ones are mostly grammar


def parse_directive(answer: str, request: DirectorRequest, names: Names) -> Directive | None:
    """The directive in an answer, or None where there is no valid one.

    The ladder: the answer is a JSON object; a (possibly truncated) JSON object stands in the text;
    exactly one eligible participant is named in the text. A speaker who is not eligible is never
    replaced by a name found elsewhere in the answer.

    Args:
        answer: What the model said.
        request: Whom it may choose.
        names: The ensemble's names.

    Returns:
        A directive whose speaker is eligible, or None.
    """
    # A grammar lets raw control characters into a string, which JSON forbids.
    text = _CONTROL.sub(" ", _THINKING.sub("", answer)).strip()
    allowed = {*request.eligible, USER} if request.may_yield else set(request.eligible)
    fields, source = _json_object(text)
    if fields is not None:
        who = fields.get("speaker")
        speaker = names.resolve(who) if isinstance(who, str) else None
        if speaker not in allowed:
            return None
        return Directive(
            speaker=speaker,
            reason=_line(fields.get("reason")),
            action=_line(fields.get("action")),
            tone=_line(fields.get("tone")),
            source=source,
        )
    named = [who for who in names.found_in(text) if who in allowed]
    personas = [who for who in named if who != USER]
    if len(named) == 1 or len(personas) == 1:
        return Directive(speaker=(personas or named)[0], source="name")
    return None


def speaker_so_far(partial: str, request: DirectorRequest, names: Names) -> str | None:
    """The persona that a directive still being streamed has already chosen, if it has."""
    if match := _SPEAKER_FIELD.search(partial):
        speaker = names.resolve(match[1])
        return speaker if speaker in request.eligible else None
    return None


def fallback_directive(request: DirectorRequest) -> Directive:
    """A deterministic choice: who has not spoken yet and whose card is closest to the last words.

    Args:
        request: The situation and who is eligible.

    Returns:
        A directive for an eligible persona, never a yield.
    """
    scene = request.scene
    last = next((turn.text for turn in reversed(scene.turns) if turn.speaker == USER), "")
    heard = _words(last)

    def rank(persona_id: str) -> tuple[bool, int, int]:
        persona = scene.ensemble[persona_id]
        card = _words(" ".join((persona.role, persona.description, *persona.traits)))
        return persona_id in scene.spoken, -len(heard & card), request.eligible.index(persona_id)

    return Directive(
        speaker=min(request.eligible, key=rank),
        reason="The director gave no usable directive; a fixed rule chose.",
        source="fallback",
    )


def _json_object(text: str) -> tuple[Mapping[str, Any] | None, Source]:
    try:
        whole = json.loads(text)
    except ValueError:
        pass
    else:
        return (whole, "model") if isinstance(whole, dict) else (None, "text")
    start = text.find("{")
    while start != -1:
        try:
            part = from_json(text[start:], allow_partial="trailing-strings")
        except ValueError:
            try:
                part, _ = json.JSONDecoder().raw_decode(text, start)
            except (ValueError, RecursionError):
                part = None
        if isinstance(part, dict) and "speaker" in part:
            return part, "text"
        start = text.find("{", start + 1) if start < _MAX_FIELD_CHARS * 10 else -1
    return None, "text"


def _line(value: object) -> str:
    said = str(value) if isinstance(value, str | int | float) else ""
    text = " ".join(_CONTROL.sub(" ", said).split())
    return text[:_MAX_FIELD_CHARS]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _SHORTEST_WORD}
