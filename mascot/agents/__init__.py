"""The agents: a director that decides who speaks, and speakers that answer in character."""

from mascot.agents.calls import Completion, ModelCall, Steps, adrive, drive
from mascot.agents.director import Decision, Director
from mascot.agents.names import Names
from mascot.agents.prompts import Layout, Prompts
from mascot.agents.speaker import Speaker, Utterance
from mascot.agents.window import Window

__all__ = [
    "Completion",
    "Decision",
    "Director",
    "Layout",
    "ModelCall",
    "Names",
    "Prompts",
    "Speaker",
    "Steps",
    "Utterance",
    "Window",
    "adrive",
    "drive",
]
