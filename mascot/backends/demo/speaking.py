"""The scripted speakers: which voice answers, and the answer."""

from __future__ import annotations

import re

from mascot.backends.demo.cards import accent_of, voice_of
from mascot.backends.demo.casting import office_of
from mascot.backends.demo.composing import compose
from mascot.backends.demo.dice import Dice
from mascot.backends.demo.meeting.answers import answer
from mascot.backends.demo.meeting.focus import meeting_needs, record_of
from mascot.backends.demo.meeting.summary import matching, sections
from mascot.backends.demo.scenes import reading_of
from mascot.backends.demo.voices import VOICES
from mascot.dialogue import SpeakerRequest

_MEETING = frozenset({"minutes", "decisions", "actions", "gaps"})
_UNREADABLE = frozenset(
    {"foreign", "wordless", "injection", "greeting", "thanks", "goodbye", "meta", "smalltalk"}
)


def speak(request: SpeakerRequest) -> str:
    """The reply of the persona that the request names."""
    office = office_of(request.persona)
    reading = reading_of(request.scene)
    if (
        office in _MEETING
        and not request.scene.care
        and (reading.kind not in _UNREADABLE or not request.scene.turns)
    ):
        return answer(office, request)  # type: ignore[arg-type]
    if office and request.persona.id in VOICES:
        return compose(VOICES[request.persona.id], request)
    text = compose(voice_of(request.persona), request)
    if request.scene.care:
        return text
    if passage := _passage(request):
        text = f"{passage} {text}"
    throw = Dice(request.scene, request.persona.id, "accent", request.avoid or "").roll(60)
    own = [turn.text for turn in request.scene.turns if turn.speaker == request.persona.id]
    return accent_of(request.persona).speak(text, throw, before="\n".join(own[-3:]))


def _passage(request: SpeakerRequest) -> str:
    """For a persona without a voice of its own on meetings: a line of the record, quoted."""
    record = record_of(request.scene)
    if record is None:
        return ""
    terms = meeting_needs(request.scene).terms
    found = (
        matching(record, terms)
        if terms
        else [s for part in sections(record) for s in part.sentences[:2]]
    )
    said = "\n".join(turn.text for turn in request.scene.turns)
    for sentence in found:
        text = re.sub(r"\s+", " ", sentence.text)
        if text not in said:
            return f"The record has {sentence.speaker or 'this'}: “{text}”"
    return ""
