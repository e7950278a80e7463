"""Brings a zone's database up to date, and ends. A column without a category undoes it."""

from __future__ import annotations

import asyncio
import sys

from kurzum.app.charge import Charge, read_charge
from kurzum.app.database import conninfo
from kurzum.core.errors import KurzumError
from kurzum.custody.categories import check
from kurzum.store.migrations import migrate
from kurzum.store.pool import Database
from kurzum.store.queries import load

ROOMS = ("store", "custody", "people", "clips", "feed", "safety", "jobs")
"""Rooms with tables of their own, in the order of their floors."""


def main() -> None:
    """Migrate; one line on stderr and exit 1 when it cannot be done."""
    try:
        asyncio.run(_migrate(read_charge()))
    except KurzumError as error:
        sys.exit(error.message)


async def how_many_ran(database: Database) -> int:
    """Migrations that this database has behind it."""
    async with database.read() as conn:
        return len(await (await conn.execute(load("kurzum.store", "migrations.sql").ran)).fetchall())


async def _migrate(charge: Charge) -> None:
    await migrate(conninfo(charge, "server"), ROOMS, say=print, check=check)
