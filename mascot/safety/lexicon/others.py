"""Worry about somebody else: what they said, wrote or did, as others report it."""

from __future__ import annotations

from mascot.safety.signs import Sign

OTHERS: tuple[Sign, ...] = ()
