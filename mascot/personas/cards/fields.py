"""The members of a JSON object, read as what they should be; what they are instead is noted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


class Fields:
    """Reads one object leniently.

    Args:
        values: The object.
        notes: Told of members of a wrong type.
        inside: What the object is called in notes.
    """

    def __init__(self, values: Mapping[str, Any], notes: list[str], inside: str = "") -> None:
        self.values = values
        self._notes = notes
        self._inside = f"{inside}." if inside else ""

    def text(self, *keys: str) -> str:
        """The first of the members that is there, as text; empty if none is."""
        for key in keys:
            value = self.values.get(key)
            if value is None or value == "":
                continue
            if isinstance(value, str):
                return value
            if isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)
            self._wrong(key, value)
        return ""

    def texts(self, key: str) -> list[str]:
        """The texts of a list, or the one text that stands instead of it."""
        value = self.values.get(key)
        if value is None or value == "":
            return []
        if isinstance(value, str):
            return [value]
        if not isinstance(value, list):
            self._wrong(key, value)
            return []
        found = [item for item in value if isinstance(item, str) and item.strip()]
        if len(found) < len(value) and any(not isinstance(item, str) for item in value):
            self._wrong(key, value)
        return found

    def mapping(self, key: str) -> Fields:
        """The object under a key; an empty one if there is none."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, value)
        inner = value if isinstance(value, dict) else {}
        return Fields(inner, self._notes, f"{self._inside}{key}")

    def members(self, key: str) -> list[dict[str, Any]]:
        """The objects of a list, or the values of an object of objects."""
        value = self.values.get(key)
        if isinstance(value, dict):
            value = list(value.values())
        if value is not None and not isinstance(value, list):
            self._wrong(key, value)
            return []
        return [item for item in value or () if isinstance(item, dict)]

    def number(self, key: str) -> float | None:
        """A number, also one in quotes; None if there is none."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return None
        return number if math.isfinite(number) else None

    def _wrong(self, key: str, value: object) -> None:
        kind = {dict: "an object", list: "a list", bool: "true or false"}.get(type(value), "odd")
        note = f"`{self._inside}{key}` is {kind} where text belongs; what is no text was not read."
        if note not in self._notes:
            self._notes.append(note)
