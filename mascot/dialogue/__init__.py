"""The conversation as data: turns, directives, and what a model is asked."""

from mascot.dialogue.directive import Directive
from mascot.dialogue.request import (
    REQUEST_KEY,
    DirectorRequest,
    FactsRequest,
    Request,
    Scene,
    SpeakerRequest,
    SummaryRequest,
)
from mascot.dialogue.turn import USER, Turn

__all__ = [
    "REQUEST_KEY",
    "USER",
    "Directive",
    "DirectorRequest",
    "FactsRequest",
    "Request",
    "Scene",
    "SpeakerRequest",
    "SummaryRequest",
    "Turn",
]
