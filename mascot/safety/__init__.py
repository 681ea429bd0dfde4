"""The safety layer: notices words of danger to life, and names the way to human help.

It is deterministic, needs no model and no network, and reads English only. It is not a clinical
tool: see docs/safety.md for what it finds, what it misses and how to replace it.
"""

from mascot.safety.crisis import About, Crisis, Kind, SafetyCheck, SafetyError
from mascot.safety.detector import Detector, detect
from mascot.safety.message import SafetySettings, crisis_message

__all__ = [
    "About",
    "Crisis",
    "Detector",
    "Kind",
    "SafetyCheck",
    "SafetyError",
    "SafetySettings",
    "crisis_message",
    "detect",
]
