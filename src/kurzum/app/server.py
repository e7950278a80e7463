"""The server's process: the zone's web app, and the operator's own door beside it."""

from __future__ import annotations

import asyncio
import gc
import sys

import uvloop

from kurzum.app.admin import admin_app
from kurzum.app.charge import Charge, read_charge
from kurzum.app.classified import check
from kurzum.app.loglines import Answers, last_words
from kurzum.app.logs import to_stderr
from kurzum.app.machine import CLOCK, IDS, TICKS, entropy
from kurzum.app.serving import serve
from kurzum.app.zone import Zone, open_zone
from kurzum.core.errors import KurzumError
from kurzum.web.app import create_app, readiness_of
from kurzum.web.limits import limits_from
from kurzum.web.rooms import Rooms


def main() -> None:
    """Serve until asked to end."""
    to_stderr()
    # A page makes thousands of small objects that live for its answer. Looking for rings among them after
    # each 700, as Python does by default, finds none and costs a share of every page.
    gc.set_threshold(20_000, 20, 20)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(read_charge()))
    except KurzumError as error:
        sys.exit(last_words(error))


async def _serve(charge: Charge) -> None:
    check()
    answers = Answers()
    async with open_zone(charge, "server") as zone:
        the_rooms = rooms(zone)
        web = create_app(the_rooms, noted=answers.note)
        admin = admin_app(zone, readiness_of(the_rooms), sheets_of(charge))
        try:
            async with zone.feed.learning.running():
                await serve({charge.descriptors["web"]: web, charge.descriptors["admin"]: admin})
        finally:
            answers.hand_on()


def sheets_of(charge: Charge) -> dict[str, int]:
    """Process -> the sheet on which it counts; see ``sheets``."""
    return {
        name.removeprefix("sheet "): descriptor
        for name, descriptor in charge.descriptors.items()
        if name.startswith("sheet ")
    }


def rooms(zone: Zone) -> Rooms:
    """The zone as the routes see it."""
    return Rooms(
        settings=zone.charge.settings,
        zone=zone.settings,
        directory=zone.directory,
        database=zone.database,
        blobs=zone.blobs,
        keys=zone.keys,
        clock=CLOCK,
        ids=IDS,
        entropy=entropy,
        people=zone.people,
        clips=zone.clips,
        feed=zone.feed,
        safety=zone.safety,
        inventory=zone.inventory,
        exports=zone.exports,
        worker_alive=zone.worker_alive,
        erasure_asked=zone.erasure_asked,
        limits=limits_from(zone.charge.settings.limits),
        ticks=TICKS,
    )
