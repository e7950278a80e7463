"""One moment of the whole database, for a copy of it; and the wish that nothing that it names is deleted.

A file or a partition that a moment refers to must not go while it is copied. Who copies holds still; who
deletes asks ``may_delete`` in the transaction that deletes, and leaves it for the next time if it may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import AsyncConnection, sql

from kurzum.store.queries import load

_SQL = load("kurzum.store", "snapshot.sql")
_RAN = load("kurzum.store", "migrations.sql").ran


class Snapshot:
    """A moment. ``name``: what other connections of the same database call it (``pg_dump --snapshot``)."""

    def __init__(self, conn: psycopg.Connection) -> None:
        self._conn = conn
        self.name = str(self._one(_SQL.name))
        self.server = int(str(self._one(_SQL.server)))

    def rows(self) -> dict[str, int]:
        """Every table and how many rows it has."""
        counts = {}
        for schema, table in self._conn.execute(_SQL.tables).fetchall():
            counting = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
            row = self._conn.execute(counting).fetchone()
            counts[f"{schema}.{table}"] = int(row[0]) if row else 0
        return counts

    def blobs(self) -> dict[str, int]:
        """The digests of the blobs that something refers to, and their bytes."""
        return {str(digest): int(size) for digest, size in self._conn.execute(_SQL.blobs)}

    def migrations(self) -> list[tuple[str, int, str]]:
        """Room, number and checksum of the migrations that ran."""
        return sorted((str(r), int(n), str(c)) for r, n, c in self._conn.execute(_RAN))

    def size(self) -> int:
        """About how many bytes the rows take on the server's disk."""
        return int(str(self._one(_SQL.size)))

    def _one(self, query: str) -> object:
        row = self._conn.execute(query).fetchone()
        return row[0] if row else None


@contextmanager
def snapshot(conninfo: str) -> Iterator[Snapshot]:
    """The moment of the call, and stillness, for as long as the block lasts. Raises psycopg.Error."""
    with psycopg.connect(conninfo, autocommit=True) as conn:
        conn.execute(_SQL.hold_still)
        conn.execute(_SQL.begin)
        yield Snapshot(conn)
        conn.execute("ROLLBACK")
        # Said, not left to the end of the connection: the server notices that a while after we do.
        conn.execute(_SQL.let_go)


async def may_delete(conn: AsyncConnection) -> bool:
    """Whether files and tables may go now, in the transaction of ``conn``: nobody is copying them."""
    row = await (await conn.execute(_SQL.may_delete)).fetchone()
    return bool(row and row[0])


def analyze(conninfo: str) -> None:
    """Let the planner know what was restored. Raises psycopg.Error."""
    with psycopg.connect(conninfo, autocommit=True) as conn:
        conn.execute(_SQL.analyze)
