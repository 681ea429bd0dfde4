"""The message that is sent before any model is asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mascot.safety.crisis import Crisis, SafetyError
from mascot.safety.resources import SHIPPED, find_region

MessageKey = Literal[
    "self", "other", "emergency_self", "emergency_other", "danger_self", "danger_other", "violence"
]

_MESSAGES: Mapping[MessageKey, str] = {
    "self": (
        "Thank you for telling us. It sounds as if you are carrying something very heavy, and you "
        "deserve to have a person beside you in this.\n\n"
        "Please reach out to somebody now: {support}. If you might act on it, or are not safe "
        "where you are, call {emergency}.\n\n"
        "If you can, tell someone near you, and let them stay with you. We are AI companions and "
        "cannot keep you safe, but we are still here and glad to listen."
    ),
    "other": (
        "Thank you for telling us. It is frightening to worry about somebody like this, and it is "
        "good that you take it seriously.\n\n"
        "If they may be in danger now, call {emergency} and, if it is safe for you, stay with "
        "them. You can ask them directly how they are; asking does no harm. They, and you too, can "
        "reach {support}.\n\n"
        "You don't have to carry this alone: bring in another person whom you trust. We are AI "
        "companions and cannot reach them, but we are here for you."
    ),
    "emergency_self": (
        "This needs help right now. Please call {emergency} at once and tell them what happened, "
        "even if you feel all right. If somebody is near, tell them and let them stay with you.\n\n"
        "Don't wait to see whether it gets better. Afterwards, somebody to talk to is there as "
        "well: {support}.\n\n"
        "We are AI companions and cannot send help ourselves. Please call now."
    ),
    "emergency_other": (
        "This needs help right now. Please call {emergency} at once, tell them where they are and "
        "what happened, and do what they say. Stay with the person if it is safe for you.\n\n"
        "For you, too, there is somebody to talk to afterwards: {support}.\n\n"
        "We are AI companions and cannot send help ourselves. Please call now."
    ),
    "danger_self": (
        "What you describe is not your fault, and your safety comes first. If you are in danger "
        "now, get to a safe place if you can and call {emergency}.\n\n"
        "When it is safe to talk, these people listen and know what can be done: {danger}. "
        "Somebody whom you trust nearby can help, too.\n\n"
        "We are AI companions and cannot send help ourselves, but we are here and we take you "
        "seriously."
    ),
    "danger_other": (
        "It is good that you noticed and spoke up. If somebody is in danger now, call {emergency}; "
        "you don't have to be certain. Please don't put yourself at risk.\n\n"
        "For advice on what to do next, and for yourself as well: {danger}.\n\n"
        "We are AI companions and cannot send help ourselves, but we are here for you."
    ),
    "violence": (
        "Thank you for saying it aloud. Thoughts like these can be talked about, and nothing has "
        "to happen now.\n\n"
        "Please put some distance between yourself and them, and talk to a person: {support}. If "
        "somebody could get hurt, call {emergency}.\n\n"
        "We are AI companions and cannot keep anybody safe, but we are here and will listen."
    ),
}


class SafetySettings(BaseModel):
    """How the safety layer behaves.

    Raises:
        SafetyError: On creation, when the region is unknown or the resources cannot be used.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str = Field(
        default="international", description="Whose helplines are named: a code or name."
    )
    resources: Path = Field(
        default=SHIPPED, description="A resources file of your own, in the shipped one's form."
    )
    messages: Mapping[MessageKey, str] = Field(
        default_factory=dict,
        description="Your own wording; {emergency}, {support} and {danger} are filled in.",
    )

    @model_validator(mode="after")
    def _usable(self) -> Self:
        find_region(self.region, self.resources)
        for key, text in self.messages.items():
            try:
                fields = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            except ValueError as error:
                raise SafetyError(f"the safety message {key!r} cannot be read: {error}") from None
            if unknown := fields - {"emergency", "support", "danger"}:
                raise SafetyError(
                    f"the safety message {key!r} has the unknown field {min(unknown)!r}; "
                    "use {emergency}, {support} and {danger}"
                )
            if not fields:
                raise SafetyError(
                    f"the safety message {key!r} names no help; "
                    "put {emergency}, {support} or {danger} into it"
                )
        return self


def crisis_message(crisis: Crisis, settings: SafetySettings | None = None) -> str:
    """What is said to the person: calm, plain, with the way to human help.

    Args:
        crisis: What a check found.
        settings: The region and wording.
    """
    settings = settings or SafetySettings()
    region = find_region(settings.region, settings.resources)
    key = _key(crisis)
    return settings.messages.get(key, _MESSAGES[key]).format(
        emergency=region.emergency,
        support=_either(region.support),
        danger=_either(region.danger or region.support),
    )


def _key(crisis: Crisis) -> MessageKey:
    match crisis.kind:
        case "violence":
            return "violence"
        case "emergency":
            return "emergency_self" if crisis.about == "self" else "emergency_other"
        case "danger":
            return "danger_self" if crisis.about == "self" else "danger_other"
        case _:
            return crisis.about


def _either(lines: tuple[str, ...]) -> str:
    return "; or ".join(lines)
