"""Drawings for buttons, as SVG in the text's colour."""

from __future__ import annotations

_PATHS = {
    "loud": "M4 10v4h4l5 4V6l-5 4zM17 9c1.6 1.8 1.6 4.2 0 6",
    "mute": "M4 10v4h4l5 4V6l-5 4zM17 10l4 4m0-4-4 4",
}


def icon(name: str) -> str:
    """The drawing of this name; it says nothing, its button needs a label."""
    return f'<svg class="m-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{_PATHS[name]}"/></svg>'
