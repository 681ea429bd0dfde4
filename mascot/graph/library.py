"""The conversations of one owner: listed, named, exported, imported, deleted for good."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from langchain_core.messages import HumanMessage

from mascot.errors import MascotError
from mascot.graph.archive import archive, read_archive, restore
from mascot.graph.checkpoint import LocalSqliteSaver
from mascot.graph.session import ChatSession
from mascot.graph.state import text_of

_TITLE = 60
"""A title is at most this long."""

_TABLE = """
CREATE TABLE IF NOT EXISTS conversations (
    thread_id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    ensemble TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    messages INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS conversations_by_owner ON conversations (owner, updated);
"""

_MINE = """
SELECT thread_id, title, ensemble, created, updated, messages FROM conversations WHERE owner = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What a list of conversations shows of one.

    Attributes:
        thread_id: Its thread.
        title: Its name; the beginning of the user's first message unless renamed.
        ensemble: The id of the group that last talked in it.
        created: When it began.
        updated: When something was last said or changed.
        messages: How many messages it has.
    """

    thread_id: str
    title: str
    ensemble: str
    created: datetime
    updated: datetime
    messages: int


class Library:
    """The conversations of one owner; nobody else's exist for it.

    Its table lies in the file of the checkpoints. Calls take well under a millisecond and are
    made straight from the event loop, like the saver's.

    Args:
        saver: Where the conversations are kept.
        owner: Whose; empty where nobody logs in.
    """

    def __init__(self, saver: LocalSqliteSaver, *, owner: str = "") -> None:
        self._saver = saver
        self._owner = owner
        with saver.lock:
            saver.conn.executescript(_TABLE)

    def all(self) -> list[Conversation]:
        """All conversations, the last used first."""
        return self._read(f"{_MINE} AND messages > 0 ORDER BY updated DESC")

    def get(self, thread_id: str) -> Conversation:
        """One conversation.

        Raises:
            MascotError: This owner has no such conversation.
        """
        found = self._read(f"{_MINE} AND thread_id = ?", thread_id)
        if not found:
            raise MascotError(f"There is no conversation {thread_id!r}; it may have been deleted.")
        return found[0]

    def allows(self, thread_id: str) -> bool:
        """Whether this owner may open a thread: it is not somebody else's."""
        rows = self._execute("SELECT owner FROM conversations WHERE thread_id = ?", thread_id)
        return rows in ([], [(self._owner,)])

    async def keep(self, session: ChatSession, *, title: str = "") -> Conversation:
        """Enters a session's conversation into the list, or notes that it has changed.

        Call it after every round and edit; before the first round it makes the thread this
        owner's, and the list shows it once something is said.

        Args:
            session: The conversation.
            title: Its name when it enters the list; by default the user's first words.

        Raises:
            MascotError: The thread is somebody else's.
        """
        messages = await session.messages()
        first = next((text_of(m) for m in messages if isinstance(m, HumanMessage)), "")
        time = datetime.now(UTC).isoformat()
        self._execute(
            "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (thread_id) DO "
            "UPDATE SET ensemble = excluded.ensemble, updated = excluded.updated, "
            "messages = excluded.messages, title = iif(title = '', excluded.title, title) "
            "WHERE owner = excluded.owner",
            session.thread_id,
            self._owner,
            title_of(title or first),
            session.ensemble.id,
            time,
            time,
            len(messages),
        )
        return self.get(session.thread_id)

    def rename(self, thread_id: str, title: str) -> None:
        """Gives a conversation another name.

        Raises:
            MascotError: There is no such conversation, or the name is empty.
        """
        self.get(thread_id)
        if not (title := title_of(title)):
            raise MascotError("The name is empty; write one.")
        self._execute(
            "UPDATE conversations SET title = ? WHERE thread_id = ? AND owner = ?",
            title,
            thread_id,
            self._owner,
        )

    def delete(self, thread_id: str) -> None:
        """Deletes a conversation for good: its words are no longer in the database's files.

        Raises:
            MascotError: There is no such conversation.
        """
        self.get(thread_id)
        self._saver.delete_thread(thread_id)
        self._execute(
            "DELETE FROM conversations WHERE thread_id = ? AND owner = ?", thread_id, self._owner
        )
        # What stood in the write-ahead log is in it until it is cut off.
        self._execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def branch(self, session: ChatSession, message_id: str | None = None) -> Conversation:
        """Begins another conversation with a copy of a session's, see `ChatSession.branch`.

        Raises:
            MascotError: There is no such conversation or message, or something is running.
        """
        title = self.get(session.thread_id).title
        branch = ChatSession(session.graph, await session.branch(message_id))
        return await self.keep(branch, title=f"{title[: _TITLE - 9]} (branch)")

    async def export_json(self, session: ChatSession, *, group: str = "") -> str:
        """A conversation as a JSON file, complete, see `archive.Archive`."""
        title = self.get(session.thread_id).title
        return (await archive(session, title=title, group=group)).json_text()

    async def export_markdown(self, session: ChatSession) -> str:
        """A conversation as a page to read."""
        title = self.get(session.thread_id).title
        return (await archive(session, title=title)).markdown()

    async def import_json(
        self, data: str | bytes, open_session: Callable[[str], ChatSession]
    ) -> Conversation:
        """Makes a new conversation of an exported one.

        Args:
            data: The JSON file's content.
            open_session: Opens the session of a (new) thread.

        Raises:
            MascotError: It is no exported conversation; the message says where it is broken.
        """
        document = read_archive(data)
        session = open_session(uuid.uuid4().hex)
        await restore(document, session)
        kept = await self.keep(session)
        if document.title.strip():
            self.rename(kept.thread_id, document.title)
        return self.get(kept.thread_id)

    def _read(self, query: str, *values: object) -> list[Conversation]:
        rows = self._execute(query, self._owner, *values)
        return [
            Conversation(
                thread_id=thread,
                title=title,
                ensemble=ensemble,
                created=datetime.fromisoformat(created),
                updated=datetime.fromisoformat(updated),
                messages=messages,
            )
            for thread, title, ensemble, created, updated, messages in rows
        ]

    def _execute(self, statement: str, *values: object) -> list[Any]:
        try:
            with self._saver.lock, self._saver.conn as connection:
                return connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise MascotError(
                f"The list of conversations cannot be read or written ({error}); check the disk."
            ) from error


def title_of(text: str) -> str:
    """A title of a text: its beginning, in one line."""
    line = " ".join(text[: 4 * _TITLE].split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1].rstrip()}…"
