"""Any colour of a card, made readable: names keep their hue and reach WCAG AA."""

from __future__ import annotations

from functools import cache

AA = 4.5
"""Contrast of normal text, by WCAG 2."""
PAPER = {"light": "#e4e6ea", "dark": "#2c2f37"}
"""Less favourable than any ground that style.css puts a name on, in each theme."""

_STEPS = 50


@cache
def ink(colour: str, paper: str) -> str:
    """The colour, blended towards black or white just as far as text on this paper needs.

    Args:
        colour: ``#rrggbb``.
        paper: ``#rrggbb``, the background.
    """
    target = 0 if _luminance(paper) > _MIDDLE else 255
    start = _channels(colour)
    for step in range(_STEPS + 1):
        red, green, blue = (round(c + (target - c) * step / _STEPS) for c in start)
        candidate = f"#{red:02x}{green:02x}{blue:02x}"
        if contrast(candidate, paper) >= AA:
            return candidate
    return f"#{target:02x}{target:02x}{target:02x}"


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


_MIDDLE = 0.18
"""The luminance at which black and white contrast about equally."""


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
