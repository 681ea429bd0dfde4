"""Where conversations are kept: SQLite in a file, the embedded default."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    DeltaChannelHistory,
)
from langgraph.checkpoint.sqlite import SqliteSaver

from mascot.errors import MascotError


class LocalSqliteSaver(SqliteSaver):
    """LangGraph's SQLite saver, usable from async code too.

    Writes go straight to the database instead of through another thread: with a write-ahead log
    each takes tens of microseconds, a tenth of what handing it to a thread costs. A commit
    survives the death of the process; a power cut may take the last moments with it.
    """

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """See `SqliteSaver.get_tuple`."""
        return self.get_tuple(config)

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """See `SqliteSaver.list`."""
        for found in self.list(config, filter=filter, before=before, limit=limit):
            yield found

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """See `SqliteSaver.put`."""
        return self.put(config, checkpoint, metadata, new_versions)

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """See `SqliteSaver.put_writes`."""
        self.put_writes(config, writes, task_id, task_path)

    async def adelete_thread(self, thread_id: str) -> None:
        """See `SqliteSaver.delete_thread`."""
        self.delete_thread(thread_id)

    async def aget_delta_channel_history(
        self, *, config: RunnableConfig, channels: Sequence[str]
    ) -> Mapping[str, DeltaChannelHistory]:
        """See `SqliteSaver.get_delta_channel_history`."""
        return self.get_delta_channel_history(config=config, channels=channels)


@contextmanager
def open_sqlite(path: Path | str) -> Iterator[LocalSqliteSaver]:
    """Opens (or makes) a database of conversations.

    Args:
        path: The file, or ``":memory:"``.

    Yields:
        A checkpointer for ``compile(checkpointer=…)``.

    Raises:
        MascotError: The file cannot be opened, or is not such a database.
    """
    try:
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(str(path), check_same_thread=False, timeout=10)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            saver = LocalSqliteSaver(connection)
            saver.setup()
        except BaseException:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        raise MascotError(
            f"{path}: cannot keep conversations here ({error}). Choose another file or folder."
        ) from error
    try:
        yield saver
    finally:
        connection.close()
