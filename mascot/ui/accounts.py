"""Who may log in to a hosted page."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from pathlib import Path

from mascot.errors import MascotError

MAX_NAME = 64


class Accounts:
    """Users and their passwords.

    Args:
        passwords: By user name.
    """

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._passwords = {name: word.encode() for name, word in passwords.items()}

    def admits(self, name: str, password: str) -> bool:
        """Whether this user has this password."""
        known = self._passwords.get(name)
        # Compared even where nobody has the name, so that time does not tell which names there are.
        fits = hmac.compare_digest(known or b"\0", password.encode("utf-8", "replace"))
        return fits and known is not None

    @classmethod
    def read(cls, written: Iterable[str] = (), file: Path | None = None) -> Accounts | None:
        """The accounts of the command line and of a file; None where there are none at all.

        Args:
            written: ``user:password`` each.
            file: A line ``user:password`` for each; empty lines and those with ``#`` do not count.

        Raises:
            MascotError: A line is no account, a name stands twice, or the file cannot be read.
        """
        lines = [("--auth", one) for one in written if one.strip()]
        if file is not None:
            lines += _lines(file)
        passwords: dict[str, str] = {}
        for place, line in lines:
            name, colon, password = line.partition(":")
            name = name.strip()
            if not (colon and name and password) or len(name) > MAX_NAME:
                # Never the line itself: it may hold a password.
                raise MascotError(f"{place}: write user:password, with both parts there")
            if name in passwords:
                raise MascotError(f"{place}: {name!r} has an account already; keep one")
            passwords[name] = password
        if file is not None and not passwords:
            raise MascotError(f"{file}: holds no account; write a line user:password")
        return cls(passwords) if passwords else None


def _lines(file: Path) -> list[tuple[str, str]]:
    try:
        text = file.expanduser().read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise MascotError(f"{file}: is not text in UTF-8") from None
    except OSError as error:
        raise MascotError(f"{file}: cannot be read: {error.strerror or error}") from None
    return [
        (f"{file}:{number}", line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
