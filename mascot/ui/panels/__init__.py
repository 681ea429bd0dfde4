"""The side panels of the page: one file each, and where they stand."""

from __future__ import annotations

from mascot.ui.panels import conduct, context, conversations, examples, group, memory, model
from mascot.ui.stage import Build

LEFT: tuple[Build, ...] = (conversations.build, examples.build)
"""In the left sidebar, from the top."""
RIGHT: tuple[tuple[str, Build], ...] = (
    ("Group", group.build),
    ("Model", model.build),
    ("Conduct", conduct.build),
    ("Context", context.build),
    ("Memory", memory.build),
)
"""Tabs of the right sidebar: label and panel."""
