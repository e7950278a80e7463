"""The OpenAPI 3.1 document at ``/schema/openapi.json``, with what all routes share: problems and sign-in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Litestar
from litestar._openapi.plugin import OpenAPIPlugin
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import HTTPRoute

from kurzum import __version__
from kurzum.web.problems import MEDIA_TYPE, Problem
from kurzum.web.viewer import cookie_name, signed_in

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def config() -> OpenAPIConfig:
    """What Litestar needs to draw the document; no page of a third party is served beside it."""
    return OpenAPIConfig(
        title="Kurzum",
        version=__version__,
        description="One zone of Kurzum. Errors are problem details (RFC 9457) with a stable code.",
        path="/schema",
        render_plugins=[JsonRenderPlugin()],
        use_handler_docstrings=True,
    )


def complete(app: Litestar, zone: str) -> None:
    """Declare in the app's own document the problems that each route can answer with, and how to sign in."""
    document: dict[str, Any] = app.plugins.get(OpenAPIPlugin).provide_openapi_schema()
    _, schemas = msgspec.json.schema_components([Problem], ref_template="#/components/schemas/{name}")
    components = document.setdefault("components", {})
    components.setdefault("schemas", {}).update(schemas)
    components["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": cookie_name(zone)},
        "token": {"type": "http", "scheme": "bearer"},
    }
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                _declare(document["paths"].get(route.path_format, {}), handler)


def _declare(path: dict[str, Any], handler: HTTPRouteHandler) -> None:
    for method in handler.http_methods:
        operation = path.get(str(method).lower())
        if operation is None:
            continue
        if "204" in operation["responses"]:
            operation["responses"]["204"].pop("content", None)
        for status in sorted(_problems(handler, str(method))):
            operation["responses"][str(status)] = {
                "description": HTTPStatus(status).phrase if status != 460 else "Checksum Mismatch",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        if signed_in in handler.resolve_guards():
            operation["security"] = [{"session": []}, {"token": []}]


def _problems(handler: HTTPRouteHandler, method: str) -> set[int]:
    """Statuses from 400 up: of every route, of its method and guards, and its own in ``opt["problems"]``."""
    found = {400, 404, 429, 503, *handler.opt.get("problems", ())}
    if method not in _SAFE:
        found |= {403, 413, 415}
    if signed_in in handler.resolve_guards():
        found.add(401)
    return found
