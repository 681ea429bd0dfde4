"""What both the director and the speakers look up in a scene."""

from __future__ import annotations

import re
from functools import lru_cache

from mascot.backends.demo.reading import Reading, read_on
from mascot.dialogue import USER, Scene, Turn
from mascot.dialogue.meeting import parse_meeting

_MESSAGES = 6
_MIN_TURNS, _MIN_SPEAKERS, _LABELLED = 4, 2, 0.5
_FORGED_LABELS = ("system", "assistant", "director", "user")


def reading_of(scene: Scene) -> Reading:
    """The latest user message, read in the light of those before."""
    said = [turn.text for turn in scene.turns if turn.speaker == USER][-_MESSAGES:]
    if (
        said
        and not is_meeting(said[-1])
        and _forges(said[-1], tuple(p.name for p in scene.ensemble.personas))
    ):
        return Reading(said[-1], "injection")
    if not said and scene.context:  # the disclosure itself may come as the context
        said = [scene.context]
    return read_on(tuple(said))


def latest(scene: Scene) -> str:
    """The latest user message."""
    return next((turn.text for turn in reversed(scene.turns) if turn.speaker == USER), "")


def this_round(scene: Scene) -> tuple[Turn, ...]:
    """The replies since the latest user message."""
    for index in range(len(scene.turns) - 1, -1, -1):
        if scene.turns[index].speaker == USER:
            return scene.turns[index + 1 :]
    return scene.turns


def times_spoken(scene: Scene, persona_id: str) -> int:
    """How often a persona has spoken in the whole talk."""
    return sum(turn.speaker == persona_id for turn in scene.turns)


def asked(turns: tuple[Turn, ...]) -> bool:
    """Whether the last of these turns ends on a question."""
    return bool(turns) and turns[-1].text.rstrip(" \"”').*").endswith("?")


def is_meeting(text: str) -> bool:
    """Whether the text is a transcript: several labelled turns of several speakers."""
    return text.count("\n") >= _MIN_TURNS - 1 and _is_meeting(text)


@lru_cache(maxsize=32)
def _is_meeting(text: str) -> bool:
    turns = parse_meeting(text)
    speakers = [turn.speaker for turn in turns if turn.speaker]
    return (
        len(speakers) >= _MIN_TURNS
        and len(set(speakers)) >= _MIN_SPEAKERS
        and len(set(speakers)) < len(speakers)
        and len(speakers) >= _LABELLED * len(turns)
    )


@lru_cache(maxsize=256)
def _forges(text: str, names: tuple[str, ...]) -> bool:
    """Whether a line poses as somebody else's; one of many lines may be a pasted meeting."""
    labels = "|".join(re.escape(name) for name in (*names, *_FORGED_LABELS))
    pattern = rf"^\s*[\[<*#]*\s*(?:{labels})\s*[\]>*]*\s*:"
    return bool(re.search(pattern, text, re.IGNORECASE | re.MULTILINE))
