"""Settings of conversations in the database that keeps their words."""

from __future__ import annotations

import json
import logging

from mascot.errors import MascotError
from mascot.graph.checkpoint import LocalSqliteSaver
from mascot.ui.desk import Desk

_log = logging.getLogger(__name__)
_TABLE = "CREATE TABLE IF NOT EXISTS desks (thread_id TEXT PRIMARY KEY, desk TEXT NOT NULL)"


class KeptDesks:
    """The desks that were changed, by thread.

    Args:
        saver: Where the conversations are kept.
    """

    def __init__(self, saver: LocalSqliteSaver) -> None:
        self._saver = saver
        self._run(_TABLE)

    def read(self, thread: str) -> Desk | None:
        """What was kept; None for nothing, and for what can no longer be read."""
        rows = self._run("SELECT desk FROM desks WHERE thread_id = ?", thread)
        try:
            return Desk.from_dict(json.loads(rows[0][0])) if rows else None
        except (ValueError, TypeError, KeyError, MascotError) as error:
            # Of another version: the talk opens with the server's own group instead of not at all.
            _log.warning("The settings of conversation %s cannot be read: %s", thread, error)
            return None

    def write(self, thread: str, desk: Desk) -> None:
        """Keeps a desk."""
        text = json.dumps(desk.to_dict(), ensure_ascii=False)
        self._run("INSERT OR REPLACE INTO desks VALUES (?, ?)", thread, text)

    def delete(self, thread: str) -> None:
        """Deletes a desk."""
        self._run("DELETE FROM desks WHERE thread_id = ?", thread)

    def _run(self, statement: str, *values: str) -> list[tuple[str]]:
        with self._saver.lock, self._saver.conn:
            return list(self._saver.conn.execute(statement, values))
