"""Scores that were given once are kept: by content, rubric version and judge."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path
from typing import Self

from mascot.errors import JudgeError
from mascot.judges.judgement import Item, Judge, Judgement
from mascot.judges.rubrics import Rubric

_PATIENCE = 30.0
_TABLE = """
CREATE TABLE IF NOT EXISTS scores (
  item TEXT NOT NULL, rubric TEXT NOT NULL, judge TEXT NOT NULL,
  scores TEXT NOT NULL, reasons TEXT NOT NULL,
  PRIMARY KEY (item, rubric, judge)
) WITHOUT ROWID
"""


class ScoreCache:
    """An SQLite file; several threads and processes may use it at once.

    Only scores are kept. A judgement that is missing is asked for again next time.

    Args:
        path: The file; it is made when it is not there.

    Raises:
        JudgeError: The file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                path, timeout=_PATIENCE, check_same_thread=False, isolation_level=None
            )
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute(_TABLE)
        except (sqlite3.Error, OSError) as error:
            raise JudgeError(
                f"{path}: cannot be used as a score cache ({error}); delete it, or name another"
            ) from error

    def get(self, item: str, rubric: str, judge: str) -> Judgement | None:
        """What is known.

        Args:
            item: The item's key.
            rubric: The rubric's label.
            judge: The judge's label.
        """
        row = self._execute(
            "SELECT scores, reasons FROM scores WHERE item = ? AND rubric = ? AND judge = ?",
            (item, rubric, judge),
        )
        if row is None:
            return None
        return Judgement(
            rubric=rubric, judge=judge, scores=json.loads(row[0]), reasons=json.loads(row[1])
        )

    def put(self, item: str, judgement: Judgement) -> None:
        """Keeps a judgement that has scores; what is there already stays."""
        if judgement.scores is None:
            return
        self._execute(
            "INSERT OR IGNORE INTO scores VALUES (?, ?, ?, ?, ?)",
            (
                item,
                judgement.rubric,
                judgement.judge,
                json.dumps(dict(judgement.scores)),
                json.dumps(dict(judgement.reasons), ensure_ascii=False),
            ),
        )

    def __len__(self) -> int:
        row = self._execute("SELECT COUNT(*) FROM scores", ())
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _execute(self, statement: str, values: tuple[str, ...]) -> tuple[str, ...] | None:
        try:
            with self._lock:
                row: tuple[str, ...] | None = self._database.execute(statement, values).fetchone()
                return row
        except sqlite3.Error as error:
            raise JudgeError(
                f"{self.path}: the score cache fails ({error}); make room, or delete it"
            ) from error


class CachedJudge:
    """A judge that is asked only what the cache does not know.

    Args:
        judge: Who is asked.
        cache: What is known.
    """

    def __init__(self, judge: Judge, cache: ScoreCache) -> None:
        self._judge = judge
        self._cache = cache
        self.label = judge.label
        self.scripted = judge.scripted

    def judge(self, item: Item, rubric: Rubric) -> Judgement:
        """The judgement of an item."""
        known = self._cache.get(item.key, rubric.label, self.label)
        if known is None:
            known = self._judge.judge(item, rubric)
            self._cache.put(item.key, known)
        return known

    async def ajudge(self, item: Item, rubric: Rubric) -> Judgement:
        """The same on the running event loop; the cache answers in well under a millisecond."""
        known = self._cache.get(item.key, rubric.label, self.label)
        if known is None:
            known = await self._judge.ajudge(item, rubric)
            self._cache.put(item.key, known)
        return known
