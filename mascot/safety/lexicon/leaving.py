"""Oblique words about oneself: planning one's own absence, having stopped wanting a future."""

from __future__ import annotations

from mascot.safety.signs import Sign

LEAVING: tuple[Sign, ...] = ()
