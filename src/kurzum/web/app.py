"""The zone's web app: all routes, with the guards, limits and headers that all share."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler

from kurzum.web import bodies, csrf, limits, openapi
from kurzum.web.abilities import abilities_of
from kurzum.web.headers import with_headers
from kurzum.web.journal import Noted, by_structlog, with_journal
from kurzum.web.next_events import with_next_events
from kurzum.web.next_page import with_next_page
from kurzum.web.problems import EXCEPTION_HANDLERS
from kurzum.web.readiness import Readiness
from kurzum.web.rooms import Rooms, TheRooms
from kurzum.web.routes import ROUTES
from kurzum.web.sendfile import with_sendfile
from kurzum.web.viewer import Viewer, viewer_of


def create_app(
    rooms: Rooms, *, more: Sequence[BaseRouteHandler] = (), noted: Noted = by_structlog
) -> Litestar:
    """The web app of one zone. ``more``: further handlers, for tests; ``noted``: is told of every answer."""

    async def the_rooms() -> Rooms:
        return rooms

    # It wants the rooms without need: dependencies of one depth would be found in tasks of their own.
    async def the_viewer(request: Request[object, object, State], rooms: TheRooms) -> Viewer:
        return await viewer_of(request)

    app = Litestar(
        route_handlers=[*abilities_of(ROUTES), *ROUTES, *more],
        guards=[limits.not_too_often, csrf.own_page, bodies.known_type],
        dependencies={"rooms": Provide(the_rooms), "viewer": Provide(the_viewer)},
        exception_handlers=EXCEPTION_HANDLERS,
        request_max_body_size=bodies.MOST_BYTES,
        openapi_config=openapi.config(rooms.zone.name),
        logging_config=None,
        state=State(
            {"rooms": rooms, "buckets": limits.Buckets(rooms.entropy), "readiness": readiness_of(rooms)}
        ),
        debug=False,
    )
    swift = with_next_page(with_next_events(with_sendfile(app.asgi_handler, rooms), rooms), rooms)
    answering = bodies.with_word_of_rest(swift)
    secured = with_headers(answering, https=rooms.zone.origin.startswith("https:"))
    app.asgi_handler = with_journal(secured, rooms, noted)
    return app


def readiness_of(rooms: Rooms) -> Readiness:
    """Which parts of the zone answer, as this process finds."""
    return Readiness(rooms.database.answers, lambda: rooms.keys.held, rooms.worker_alive)
