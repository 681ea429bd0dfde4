"""The conversation as data: turns, directives, and what a model is asked."""

from mascot.dialogue.directive import Directive
from mascot.dialogue.request import REQUEST_KEY, DirectorRequest, Request, Scene, SpeakerRequest
from mascot.dialogue.turn import USER, Turn

__all__ = [
    "REQUEST_KEY",
    "USER",
    "Directive",
    "DirectorRequest",
    "Request",
    "Scene",
    "SpeakerRequest",
    "Turn",
]
