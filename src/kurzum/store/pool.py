"""The zone's PostgreSQL as two pools: one that cannot write, one whose every use is one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg import AsyncConnection, errors
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from kurzum.core.errors import Unavailable
from kurzum.store.moves import Moves

_AWAY = (
    PoolTimeout,
    psycopg.InterfaceError,
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.ConnectionException,
)

_SHORT = (
    errors.DiskFull,
    errors.OutOfMemory,
    errors.TooManyConnections,
    errors.InsufficientResources,
    errors.IoError,
)


class DatabaseUnavailable(Unavailable):
    """The zone's database does not answer. What was acknowledged is safe; try again."""

    code = "database_unavailable"


class StorageFull(Unavailable):
    """The database has no room for more. Nothing was changed; what was acknowledged is safe."""

    code = "storage_full"


class Database:
    """A zone's database. Open it once a process; every use borrows a connection.

    ``moves``: what changed in it, for whoever holds something of it in memory.
    """

    def __init__(
        self, reads: AsyncConnectionPool[AsyncConnection], writes: AsyncConnectionPool[AsyncConnection]
    ) -> None:
        self._reads = reads
        self._writes = writes
        self.moves = Moves(self)

    @classmethod
    async def open(
        cls, conninfo: str, *, name: str = "kurzum", most: int = 8, wait_s: float = 5.0, statement_s: int = 15
    ) -> Database:
        """Connect. ``most``: connections of each kind; ``wait_s``: for a free one; ``statement_s``: a query.

        Raises DatabaseUnavailable when it does not answer within ``wait_s``.
        """
        shared = f"-c statement_timeout={statement_s}s -c idle_in_transaction_session_timeout=60s"
        pools = [
            AsyncConnectionPool(
                make_conninfo(
                    conninfo, application_name=f"{name} {kind}", options=f"{shared} {more}".strip()
                ),
                min_size=1,
                max_size=most,
                timeout=wait_s,
                max_idle=60,
                # Given up soon, so that the next caller tries anew: the pool would wait 1, 2, 4, 8 s ...
                reconnect_timeout=1.0,
                kwargs={"autocommit": True},
                name=f"{name} {kind}",
                open=False,
            )
            for kind, more in (("read", "-c default_transaction_read_only=on"), ("write", ""))
        ]
        database = cls(*pools)
        try:
            for pool in pools:
                await pool.open(wait=True, timeout=wait_s)
        except PoolTimeout as error:
            await database.close()
            raise _unavailable() from error
        return database

    async def close(self) -> None:
        """Give every connection back."""
        await self._reads.close()
        await self._writes.close()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that cannot write; each query sees the newest committed state.

        Raises DatabaseUnavailable.
        """
        async with self._lend(self._reads) as conn:
            yield conn

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A connection within one transaction: durable when the block ends, undone when it raises.

        Raises DatabaseUnavailable; then the transaction may or may not have been committed.
        """
        try:
            async with self._lend(self._writes) as conn, conn.transaction():
                yield conn
        finally:
            self.moves.distrust()  # this process sees its own changes at once

    @asynccontextmanager
    async def append(self) -> AsyncIterator[AsyncConnection]:
        """A connection that commits each statement by itself, to add rows that nobody holds in memory.

        Raises DatabaseUnavailable; then the last statement may or may not have been committed.
        """
        async with self._lend(self._writes) as conn:
            yield conn

    def standing(self) -> dict[str, dict[str, int]]:
        """``read``, ``write`` -> connections ``open`` and ``free``, callers ``waiting`` and ``refused``."""
        return {"read": _standing(self._reads), "write": _standing(self._writes)}

    async def size(self) -> int:
        """Bytes of the database on its disk. Raises DatabaseUnavailable."""
        async with self.read() as conn:
            row = await (await conn.execute("SELECT pg_database_size(current_database())")).fetchone()
        return int(row[0]) if row else 0

    async def answers(self) -> bool:
        """Whether the database answers a query now."""
        try:
            async with self.read() as conn:
                await conn.execute("SELECT 1")
        except (DatabaseUnavailable, psycopg.Error):
            return False
        return True

    @asynccontextmanager
    async def _lend(self, pool: AsyncConnectionPool[AsyncConnection]) -> AsyncIterator[AsyncConnection]:
        conn: AsyncConnection | None = None
        try:
            async with pool.connection() as conn:
                yield conn
        except (*_AWAY, psycopg.OperationalError) as error:
            broken = conn is None or conn.broken or conn.closed
            if isinstance(error, _SHORT):
                raise StorageFull(
                    "the zone's database is out of room or memory, so nothing was changed; what was saved is "
                    "safe; try again later, and tell the operator if it stays"
                ) from error
            if not broken and not isinstance(error, (*_AWAY, errors.QueryCanceled)):
                raise
            if broken and not isinstance(error, PoolTimeout):
                # The server went away under one connection: the idle ones are likely dead as well.
                await pool.check()
            raise _unavailable() from error


def _standing(pool: AsyncConnectionPool[AsyncConnection]) -> dict[str, int]:
    found = pool.get_stats()
    named = {
        "open": "pool_size", "free": "pool_available", "waiting": "requests_waiting",
        "refused": "requests_errors",
    }  # fmt: skip
    return {state: found.get(name, 0) for state, name in named.items()}


def _unavailable() -> DatabaseUnavailable:
    return DatabaseUnavailable(
        "the zone's database does not answer; what was saved is safe; try again in a few seconds"
    )
