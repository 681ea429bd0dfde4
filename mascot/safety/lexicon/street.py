"""Slang, hedged and denied disclosures, relapses, and being in danger from somebody."""

from __future__ import annotations

from mascot.safety.lexicon.relapse import RELAPSE
from mascot.safety.lexicon.slang import SLANG
from mascot.safety.lexicon.threats import THREATS
from mascot.safety.signs import Sign

STREET: tuple[Sign, ...] = (*THREATS, *SLANG, *RELAPSE)
