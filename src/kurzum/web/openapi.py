"""The OpenAPI 3.1 document at ``/schema/openapi.json``, with what all routes share: problems and sign-in.

Litestar draws it; what it leaves open is said here. A route's ``opt`` may say ``problems`` (statuses of its
own), ``takes`` (types of its body), ``headers`` (parameters, as OpenAPI writes them) and ``answers`` (status
to the types of that answer).
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import HTTPRoute

from kurzum import __version__
from kurzum.web.problems import MEDIA_TYPE, Problem
from kurzum.web.viewer import cookie_name, signed_in, taking_part

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_REF = "#/components/schemas/{name}"


def config(zone: str) -> OpenAPIConfig:
    """What Litestar needs to draw the document; no page of a third party is served beside it."""
    return OpenAPIConfig(
        title="Kurzum",
        version=__version__,
        description="One zone of Kurzum. Errors are problem details (RFC 9457) with a stable code.",
        path="/schema",
        render_plugins=[_Document(zone)],
        use_handler_docstrings=True,
    )


class _Document(JsonRenderPlugin):
    """The document as JSON, drawn when it is first asked for: a server starts in less time without it."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = zone
        self._drawn: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The document with all that is declared of it."""
        if self._drawn is None:
            _complete(request.app, openapi_schema, self._zone)
            self._drawn = super().render(request, openapi_schema)
        return self._drawn


def _complete(app: Litestar, document: dict[str, Any], zone: str) -> None:
    """Declare in the app's own document what each route takes and answers, and how to sign in."""
    components = document.setdefault("components", {})
    components["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": cookie_name(zone)},
        "token": {"type": "http", "scheme": "bearer"},
    }
    found = list(_operations(app, document))
    bodies = [body for handler, _, _ in found if (body := _body(handler)) is not None]
    # Litestar's own forget bounds of 0 and that unknown fields are refused.
    _, schemas = msgspec.json.schema_components([Problem, *bodies], ref_template=_REF)
    components.setdefault("schemas", {}).update(schemas)
    for handler, method, operation in found:
        _declare_answers(operation, handler, method)
        _declare_request(operation, handler)


def _operations(
    app: Litestar, document: dict[str, Any]
) -> Iterator[tuple[HTTPRouteHandler, str, dict[str, Any]]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            path = document["paths"].get(route.path_format, {})
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    if str(method).lower() in path and handler.resolve_include_in_schema():
                        yield handler, str(method), path[str(method).lower()]


def _body(handler: HTTPRouteHandler) -> type[msgspec.Struct] | None:
    """The struct that a route takes as JSON, if it takes one."""
    field = handler.parsed_fn_signature.parameters.get("data")
    kind = field.annotation if field is not None else None
    return kind if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else None


def _declare_request(operation: dict[str, Any], handler: HTTPRouteHandler) -> None:
    operation.setdefault("parameters", []).extend(handler.opt.get("headers", ()))
    body, takes = _body(handler), handler.opt.get("takes", ("application/json",))
    if body is not None:
        schema = {"$ref": _REF.format(name=body.__name__)}
        as_text = {"type": "string", "contentMediaType": "application/json", "contentSchema": schema}
        kinds = {kind: {"schema": as_text if kind == "text/plain" else schema} for kind in takes}
        operation["requestBody"] = {"required": True, "content": kinds}
    if signed_in in handler.resolve_guards():
        operation["security"] = [{"session": []}, {"token": []}]


def _declare_answers(operation: dict[str, Any], handler: HTTPRouteHandler, method: str) -> None:
    answers: dict[str, Any] = operation["responses"]
    for status, kinds in handler.opt.get("answers", {}).items():
        answers[status] = {
            "description": HTTPStatus(int(status)).phrase,
            "content": {kind: {"schema": {}} for kind in kinds},
        }
    for status in sorted(_problems(handler, method)):
        answers[str(status)] = {
            "description": HTTPStatus(status).phrase if status != 460 else "Checksum Mismatch",
            "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}}},
        }
    for answer in answers.values():
        content = answer.get("content", {})
        if method == "HEAD" or any(kind["schema"] == {"type": "null"} for kind in content.values()):
            answer.pop("content", None)


def _problems(handler: HTTPRouteHandler, method: str) -> set[int]:
    """Statuses from 400 up: of every route, of its method and guards, and its own in ``opt["problems"]``."""
    found = {400, 404, 429, 503, *handler.opt.get("problems", ())}
    if method not in _SAFE:
        found |= {403, 413, 415}
    if signed_in in handler.resolve_guards():
        found.add(401)
    if taking_part in handler.resolve_guards():
        found.add(409)
    return found
