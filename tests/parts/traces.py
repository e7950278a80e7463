"""Traces of somebody: every row of every table of a database that holds one of these ids, however written."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from psycopg import AsyncConnection, Connection, sql

_TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    ORDER BY 1, 2
"""
_NAMES = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
      AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    ORDER BY 1
"""
PASSING = "store.moved"
"""What moved of late, for caches: rows live for some minutes, whoever is in them."""


def words_of(ids: Iterable[UUID], *others: str) -> list[str]:
    """What to look for: each id as text and as bytes are printed, and words as they are."""
    return [word for one in ids for word in (str(one), one.hex)] + list(others)


def _searching(schema: str, table: str) -> sql.Composed:
    return sql.SQL(
        "SELECT word FROM unnest(%s::text[]) AS word WHERE EXISTS ("
        "SELECT FROM {} AS searched WHERE position(word IN searched::text) > 0)"
    ).format(sql.Identifier(schema, table))


async def every_table(conn: AsyncConnection) -> list[str]:
    """Every table of ours by schema and name; of a partitioned one the whole, not its parts."""
    return [row[0] for row in await (await conn.execute(_NAMES)).fetchall()]


async def traces(conn: AsyncConnection, words: list[str]) -> dict[str, list[str]]:
    """Table -> which words it holds; without ``PASSING``."""
    found: dict[str, list[str]] = {}
    for schema, table in await (await conn.execute(_TABLES)).fetchall():
        rows = await (await conn.execute(_searching(schema, table), (words,))).fetchall()
        if rows and f"{schema}.{table}" != PASSING:
            found[f"{schema}.{table}"] = [row[0] for row in rows]
    return found


def traces_now(conn: Connection, words: list[str]) -> dict[str, list[str]]:
    """The same, where nothing else runs."""
    found: dict[str, list[str]] = {}
    for schema, table in conn.execute(_TABLES).fetchall():
        rows = conn.execute(_searching(schema, table), (words,)).fetchall()
        if rows and f"{schema}.{table}" != PASSING:
            found[f"{schema}.{table}"] = [row[0] for row in rows]
    return found
