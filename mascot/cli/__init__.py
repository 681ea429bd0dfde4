"""The command line: ``mascot chat``, ``mascot personas``, ``mascot graph``."""

from mascot.cli.main import app

__all__ = ["app"]
