"""Slang, hedged and denied disclosures, relapses, and being in danger from somebody."""

from __future__ import annotations

from mascot.safety.signs import Sign

STREET: tuple[Sign, ...] = ()
