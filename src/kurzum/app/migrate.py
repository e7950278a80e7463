"""Brings a zone's database up to date, and ends. A column without a category undoes it."""

from __future__ import annotations

import asyncio
import sys
from functools import partial

import psycopg

from kurzum.app.charge import Charge, read_charge
from kurzum.app.database import conninfo
from kurzum.app.launch import LATER
from kurzum.core.errors import KurzumError
from kurzum.custody.categories import check
from kurzum.store.migrations import migrate
from kurzum.store.pool import Database, DatabaseUnavailable
from kurzum.store.queries import load

ROOMS = ("store", "custody", "people", "clips", "feed", "safety", "jobs")
"""Rooms with tables of their own, in the order of their floors."""

_PATIENCE_S = 30


def main() -> None:
    """Migrate; one line on stderr and exit 1 when it cannot be done, ``LATER`` when the database is away."""
    try:
        asyncio.run(_migrate(read_charge()))
    except DatabaseUnavailable as error:
        print(error.message, file=sys.stderr)
        sys.exit(LATER)
    except KurzumError as error:
        sys.exit(error.message)


async def how_many_ran(database: Database) -> int:
    """Migrations that this database has behind it."""
    async with database.read() as conn:
        return len(await (await conn.execute(load("kurzum.store", "migrations.sql").ran)).fetchall())


async def _migrate(charge: Charge) -> None:
    told = conninfo(charge, "server")
    try:
        await (await psycopg.AsyncConnection.connect(told, connect_timeout=_PATIENCE_S)).close()
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(f"the database cannot be used: {_reason(error)}") from None
    # At once: else why it was refused stands before what was done, and the last line is what people see.
    await migrate(told, ROOMS, say=partial(print, flush=True), check=check)


def _reason(error: psycopg.OperationalError) -> str:
    """What the server or the way to it said, without the path of our own socket."""
    said = str(error).strip().splitlines()
    last = said[-1] if said else "it does not answer"
    return last.partition("FATAL:")[2].strip() or last
