"""The files that the page sends along as they are."""

from __future__ import annotations

from importlib.resources import files


def asset(name: str) -> str:
    """The text of a file of this package, such as ``style.css``."""
    return files("mascot.ui").joinpath(name).read_text(encoding="utf-8")
