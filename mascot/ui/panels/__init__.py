"""The side panels of the page: one file each, and where they stand."""

from __future__ import annotations

from mascot.ui.stage import Build

LEFT: tuple[Build, ...] = ()
"""In the left sidebar, from the top."""
RIGHT: tuple[tuple[str, Build], ...] = ()
"""Tabs of the right sidebar: label and panel."""
