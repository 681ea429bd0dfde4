"""The voices: what each persona has to say, one file a persona."""

from mascot.backends.demo.voices.action_guide import ACTION_GUIDE
from mascot.backends.demo.voices.anchor import ANCHOR
from mascot.backends.demo.voices.beacon import BEACON
from mascot.backends.demo.voices.catalyst import CATALYST
from mascot.backends.demo.voices.voice import Voice

VOICES: dict[str, Voice] = {voice.id: voice for voice in (ANCHOR, CATALYST, BEACON, ACTION_GUIDE)}

__all__ = ["VOICES", "Voice"]
