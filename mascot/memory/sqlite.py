"""The store in SQLite, in the file of the conversations."""

from __future__ import annotations

from collections.abc import Iterable

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.store.base import Op, PutOp, Result
from langgraph.store.sqlite import SqliteStore


class LocalSqliteStore(SqliteStore):
    """LangGraph's SQLite store on the connection of the conversations' saver.

    One connection and one lock for both: two would wait for each other within a process. As the
    saver's, its calls are made straight from the event loop. What is changed or deleted is no
    longer in the database's files: the saver's connection overwrites it (``secure_delete``), and
    the write-ahead log is cut off after every write here; there are a few of them in a round.

    Args:
        saver: Where the conversations are kept, see `open_sqlite`.
    """

    def __init__(self, saver: SqliteSaver) -> None:
        super().__init__(saver.conn)
        self.lock = saver.lock
        self.setup()
        # What `setup` inserted is a transaction that it leaves open on a connection like ours.
        with self.lock:
            self.conn.commit()

    def batch(self, ops: Iterable[Op]) -> list[Result]:
        """See `BaseStore.batch`."""
        asked = list(ops)
        results = super().batch(asked)
        if any(isinstance(op, PutOp) for op in asked):
            with self.lock:
                self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return results

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        """See `BaseStore.abatch`."""
        return self.batch(ops)
