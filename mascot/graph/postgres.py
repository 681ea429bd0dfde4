"""Conversations in PostgreSQL, for several processes and machines at once (extra ``postgres``)."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any

from mascot.errors import MascotError

if TYPE_CHECKING:
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
    from langgraph.store.postgres.aio import AsyncPostgresStore
    from psycopg import AsyncConnection
    from psycopg_pool import AsyncConnectionPool

Release = Callable[[], Awaitable[None]]
"""Gives a claimed conversation free."""

_CONNECTIONS = 8
"""Of one process at most, besides the one that claims."""
_PATIENCE = 10.0
"""Seconds for a connection to be made."""
_SETUP = 0x6D617363
"""The number of the lock under which tables are made: processes may start together."""


class PostgresThreads:
    """Conversations in a PostgreSQL database.

    Make it on the event loop that will use it, or with `open_postgres`.

    Args:
        url: ``postgresql://user:password@host/database``.

    Attributes:
        saver: A checkpointer for ``compile(checkpointer=…)``.
        store: A store for ``compile(store=…)``, where memory is on.

    Raises:
        MascotError: The extra is not installed, or the URL cannot be read.
    """

    saver: AsyncPostgresSaver
    store: AsyncPostgresStore

    def __init__(self, url: str) -> None:
        try:
            from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver  # noqa: PLC0415
            from langgraph.store.postgres.aio import AsyncPostgresStore  # noqa: PLC0415
            from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415
            from psycopg.errors import ProgrammingError  # noqa: PLC0415
            from psycopg.rows import dict_row  # noqa: PLC0415
            from psycopg_pool import AsyncConnectionPool  # noqa: PLC0415
        except ImportError as error:
            raise MascotError(
                f"PostgreSQL needs a package that is not installed ({error.name}); "
                'run: pip install "mascot-companions[postgres]"'
            ) from None
        try:
            self._where = _shown(conninfo_to_dict(url))
        except ProgrammingError:
            raise MascotError(
                "The database's address cannot be read; write postgresql://USER@HOST/DATABASE."
            ) from None
        self._url = url
        self._pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            url,
            open=False,
            min_size=1,
            max_size=_CONNECTIONS,
            timeout=_PATIENCE,
            kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
            check=AsyncConnectionPool.check_connection,
        )
        self.saver = AsyncPostgresSaver(self._pool)
        # It is for a single connection; every statement takes one of the pool here.
        self.saver.lock = nullcontext()  # type: ignore[assignment]
        self.store = AsyncPostgresStore(self._pool)
        self._claiming: AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Connects, and makes the tables where they are missing.

        Raises:
            MascotError: The database cannot be reached or does not let us in.
        """
        from psycopg import Error  # noqa: PLC0415

        try:
            connection = await self._claimer()
            await connection.execute("SELECT pg_advisory_lock(%s)", [_SETUP])
            try:
                await self._pool.open(wait=True, timeout=_PATIENCE)
                await self.saver.setup()
                await self.store.setup()
            finally:
                await connection.execute("SELECT pg_advisory_unlock(%s)", [_SETUP])
        except (Error, OSError) as error:
            await self.close()
            reason = " ".join(str(error).split()) or type(error).__name__
            raise MascotError(
                f"Conversations cannot be kept in the database {self._where}: {reason}. Check that "
                "it runs and that the address, user and password are right."
            ) from None

    async def close(self) -> None:
        """Gives all connections back; what was claimed is free."""
        if self._claiming is not None:
            await self._claiming.close()
        await self._pool.close()

    async def claim(self, thread_id: str) -> Release | None:
        """Makes a conversation this process's own, among all that use the database.

        The database itself gives it free where the process dies.

        Args:
            thread_id: The conversation; claim it once at a time within the process.

        Returns:
            What gives it free; None where another process has it.

        Raises:
            MascotError: The database cannot be reached.
        """
        from psycopg import Error  # noqa: PLC0415

        key = int.from_bytes(
            hashlib.blake2s(thread_id.encode(), digest_size=8).digest(), signed=True
        )

        async def release() -> None:
            # Where the connection is gone, so is the claim.
            with suppress(Error, OSError):
                async with self._turn:
                    connection = await self._claimer()
                    await connection.execute("SELECT pg_advisory_unlock(%s)", [key])

        for last in (False, True):
            try:
                async with self._turn:
                    connection = await self._claimer()
                    found = await connection.execute("SELECT pg_try_advisory_lock(%s)", [key])
                    row = await found.fetchone()
                break
            except (Error, OSError) as error:
                # A database that was started anew leaves a dead connection behind: once more.
                if self._claiming is not None:
                    await self._claiming.close()
                if last:
                    raise MascotError(
                        f"The database {self._where} cannot be reached "
                        f"({' '.join(str(error).split())}); check that it runs."
                    ) from None
        return release if row and row[0] else None

    async def _claimer(self) -> AsyncConnection[Any]:
        """The connection that claims; made anew where the database was gone meanwhile."""
        from psycopg import AsyncConnection  # noqa: PLC0415

        if self._claiming is None or self._claiming.closed:
            self._claiming = await AsyncConnection.connect(
                self._url, autocommit=True, connect_timeout=int(_PATIENCE)
            )
        return self._claiming


@asynccontextmanager
async def open_postgres(url: str) -> AsyncIterator[PostgresThreads]:
    """Opens a database of conversations, making its tables where they are missing.

    Args:
        url: ``postgresql://user:password@host/database``.

    Yields:
        The conversations; ``compile(checkpointer=threads.saver)``.

    Raises:
        MascotError: The database cannot be used; the message says why.
    """
    threads = PostgresThreads(url)
    await threads.open()
    try:
        yield threads
    finally:
        await threads.close()


def _shown(parts: dict[str, Any]) -> str:
    """The database without the password."""
    host, port = parts.get("host") or "localhost", parts.get("port") or 5432
    return f"{parts.get('dbname') or ''} at {host}:{port}".strip()
