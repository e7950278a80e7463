"""OPTIONS: which methods a path takes. Litestar's own answer names those of the path's first handler only."""

from __future__ import annotations

from collections.abc import Iterable

from litestar import Response, route
from litestar.enums import HttpMethod
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.status_codes import HTTP_204_NO_CONTENT

from kurzum.web.viewer import anybody


def abilities_of(handlers: Iterable[BaseRouteHandler]) -> list[BaseRouteHandler]:
    """A handler of OPTIONS for every path that has none.

    Register them before ``handlers``: Litestar adds its own to a path that begins without one.
    """
    methods: dict[str, set[str]] = {}
    for handler in handlers:
        if isinstance(handler, HTTPRouteHandler):
            for path in handler.paths:
                methods.setdefault(path, set()).update(map(str, handler.http_methods))
    return [_told(path, found) for path, found in methods.items() if "OPTIONS" not in found]


def _told(path: str, methods: set[str]) -> BaseRouteHandler:
    allow = ", ".join(sorted(methods | {"OPTIONS"}))

    @route(
        path,
        http_method=[HttpMethod.OPTIONS],
        guards=[anybody],
        include_in_schema=False,
        status_code=HTTP_204_NO_CONTENT,
    )
    async def tell() -> Response[None]:
        """The methods of this path."""
        return Response(None, status_code=HTTP_204_NO_CONTENT, headers={"allow": allow})

    return tell
