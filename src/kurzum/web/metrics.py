"""What is counted of requests. Labels are routes' templates and words of ours, never what was sent."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import Counter

from kurzum.core.tally import Tally

QUICK_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds in seconds, from an answer out of memory to one that nobody waits for."""

REQUESTS = Counter("kurzum_web_requests", "Requests answered.", ("method", "route", "status"))
SECONDS = Tally(
    "kurzum_web_seconds", "From a request to the first byte of its answer.", ("method", "route"), QUICK_S
)
UPLOADED = Counter("kurzum_upload_bytes", "Bytes of people's files that were taken.")

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_requests: dict[tuple[str, str, int], Counter] = {}
_seconds: dict[tuple[str, str], Callable[[float], None]] = {}


def known_method(asked: str) -> str:
    """The method, or ``other``: an unknown one is somebody's text."""
    return asked if asked in _METHODS else "other"


def count(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answer. Every child is looked up once: by itself that costs more than the counting."""
    kind = status // 100
    requests = _requests.get((method, route, kind))
    if requests is None:
        requests = _requests[method, route, kind] = REQUESTS.labels(method, route, f"{kind}xx")
    requests.inc()
    observe = _seconds.get((method, route))
    if observe is None:
        observe = _seconds[method, route] = SECONDS.of(method, route)
    observe(seconds)
