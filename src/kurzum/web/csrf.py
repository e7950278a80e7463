"""Whether an unsafe request comes from our own pages, told from the browser's own headers, without tokens.

Cookies are host-only and SameSite=Lax; this closes what remains (same-site pages, old browsers).
Source: Fetch Metadata Request Headers (W3C), OWASP "Cross-Site Request Forgery Prevention".
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from kurzum.core.errors import Forbidden

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignPage(Forbidden):
    """Another site's page sent this on somebody's behalf."""

    code = "foreign_page"


def from_own_page(method: str, fetch_site: str | None, origin: str | None, host: str | None) -> bool:
    """Whether a request may act. A request with neither header is no browser's, and passes."""
    if method in _SAFE:
        return True
    if fetch_site is not None:
        return fetch_site == "same-origin"
    if origin is not None:
        return host is not None and _host_of(origin) == host.lower()
    return True


def _host_of(origin: str) -> str | None:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in ("http", "https") else None


async def own_page(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard of every route. Raises ForeignPage."""
    refuse_foreign(connection)


def refuse_foreign(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Refuse what another site's page sent. Raises ForeignPage."""
    headers = connection.headers
    method = str(connection.scope.get("method", "GET"))
    if not from_own_page(method, headers.get("sec-fetch-site"), headers.get("origin"), headers.get("host")):
        raise ForeignPage(
            "This came from a page of another site, so nothing was done. Open Kurzum itself and try there."
        )
