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
    PendingWrite,
)
from langgraph.checkpoint.sqlite import SqliteSaver

from mascot.errors import MascotError

_THREADS = 64
"""Of how many conversations the history is remembered."""

_NEW_CHECKPOINTS = 200
"""From how many checkpoints since the remembered one the whole history is read again."""


class LocalSqliteSaver(SqliteSaver):
    """LangGraph's SQLite saver, usable from async code too, and quick in long conversations.

    Writes go straight to the database instead of through another thread: with a write-ahead log
    each takes tens of microseconds, a tenth of what handing it to a thread costs. A commit
    survives the death of the process; a power cut may take the last moments with it.

    The state of a conversation is rebuilt from the writes of its checkpoints, at every message. The
    saver remembers what it read of a conversation last and reads on from there, so that a round
    does not cost more the longer the conversation is. The messages are shared between rounds:
    they are not to be changed in place.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._read: dict[tuple[str, str], tuple[str, Mapping[str, DeltaChannelHistory]]] = {}

    def get_delta_channel_history(
        self, *, config: RunnableConfig, channels: Sequence[str]
    ) -> Mapping[str, DeltaChannelHistory]:
        """See `BaseCheckpointSaver.get_delta_channel_history`."""
        target = self.get_tuple(config)
        if target is None:
            return {channel: {"writes": []} for channel in channels}
        thread, namespace, checkpoint = _key(target.config)
        known_id, known = self._read.pop((thread, namespace), ("", {}))
        history: Mapping[str, DeltaChannelHistory] | None = None
        if set(channels) <= known.keys():
            history = self._since(known_id, known, target, channels)
        if history is None:
            history = super().get_delta_channel_history(config=target.config, channels=channels)
        self._read[thread, namespace] = checkpoint, history
        if len(self._read) > _THREADS:
            del self._read[next(iter(self._read))]
        return history

    def _since(
        self,
        known_id: str,
        known: Mapping[str, DeltaChannelHistory],
        target: CheckpointTuple,
        channels: Sequence[str],
    ) -> Mapping[str, DeltaChannelHistory] | None:
        """What is known of an ancestor and what came since; None if it is no (near) ancestor."""
        later: dict[str, list[PendingWrite]] = {channel: [] for channel in channels}
        seeds: dict[str, Any] = {}
        step: CheckpointTuple | None = target
        for _ in range(_NEW_CHECKPOINTS):
            if step is None or step.parent_config is None:
                return None
            if _key(step.config)[2] == known_id:
                return {
                    channel: {"writes": [*reversed(later[channel])], "seed": seeds[channel]}
                    if channel in seeds
                    else {
                        **known[channel],
                        "writes": [*known[channel]["writes"], *reversed(later[channel])],
                    }
                    for channel in channels
                }
            step = self.get_tuple(step.parent_config)
            if step is None:
                return None
            for write in reversed(step.pending_writes or ()):
                if write[1] in later and write[1] not in seeds:
                    later[write[1]].append(write)
            for channel in later.keys() & step.checkpoint["channel_values"].keys() - seeds.keys():
                seeds[channel] = step.checkpoint["channel_values"][channel]
        return None

    def get_next_version(self, current: Any, channel: None) -> Any:
        """Versions are numbers; the strings that `SqliteSaver` makes fill half a checkpoint."""
        if isinstance(current, str):  # a database that another saver began
            return super().get_next_version(current, channel)
        return (current or 0) + 1

    def delete_thread(self, thread_id: str) -> None:
        """See `SqliteSaver.delete_thread`."""
        for key in [key for key in self._read if key[0] == thread_id]:
            del self._read[key]
        super().delete_thread(thread_id)

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


def _key(config: RunnableConfig) -> tuple[str, str, str]:
    """Thread, namespace and checkpoint that a saver's config names."""
    configurable = config["configurable"]
    return (
        str(configurable["thread_id"]),
        str(configurable.get("checkpoint_ns", "")),
        str(configurable["checkpoint_id"]),
    )


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
            # What is deleted is overwritten, and not left in free pages for anybody to read.
            connection.execute("PRAGMA secure_delete=ON")
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
