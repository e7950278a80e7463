"""A zone's readiness, asked over and over."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import httpx

from parts.running import Running
from parts.waiting import wait_for

PARTS = ("database", "custodian", "worker")
_SLOW_S = 60


class Asked:
    """Asks; each answer must come in bounded time."""

    def __init__(self, zones: Running, zone: str) -> None:
        self.http = httpx.Client(base_url=zones.tool_origin(zone), timeout=_SLOW_S)

    def __call__(self) -> tuple[int, dict[str, str]]:
        """Status and parts; none where the answer is the front door's, or broke off with its server."""
        began = time.monotonic()
        try:
            answer = self.http.get("/readyz")
            parts = answer.json() if "database" in answer.text else {}
        except httpx.TransportError as error:
            assert not isinstance(error, httpx.TimeoutException), "no answer came"
            return 0, {}
        took = time.monotonic() - began
        # How long this machine takes just now for what depends on nothing.
        with suppress(httpx.TransportError):
            self.http.get("/healthz")
        assert took < 12 + 10 * (time.monotonic() - began - took), "an answer took too long"
        return answer.status_code, parts

    def until(self, holds: Callable[[int, dict[str, str]], bool], what: str) -> None:
        wait_for(lambda: holds(*self()), what, 60)

    def until_ready(self) -> None:
        self.until(lambda status, parts: (status, parts) == (200, dict.fromkeys(PARTS, "yes")), "ready again")
