"""Watching told to a zone by its HTTP interface, where it is no matter that a picture moves."""

from __future__ import annotations

import time
from collections.abc import Iterable
from os import urandom
from typing import Any

from kurzum.core.ids import uuid7
from parts.caller import Caller


def watch(viewer: Caller, clips: Iterable[str], *, ms: int = 15_000, page: str | None = None) -> None:
    """Have clips on the screen, one after the other, each for so long. ``page``: which brought them."""
    brought = {"page": page} if page else {}
    for clip in clips:
        events: list[dict[str, Any]] = [
            {"id": fresh_id(), "clip": clip, "at": "2026-01-01T00:00:00Z", "kind": "impression", **brought},
            {
                "id": fresh_id(), "clip": clip, "at": "2026-01-01T00:00:00Z", "kind": "play",
                "watched_ms": ms, "loops": 0, **brought,
            },
        ]  # fmt: skip
        answer = viewer.http.post("/api/events", json={"id": fresh_id(), "v": 1, "events": events})
        assert answer.status_code == 202, answer.text


def page_with(viewer: Caller, clip: str, most: int = 10) -> str:
    """The page of For You that brings this clip."""
    for _ in range(most):
        page = viewer.get("/api/feed", limit=30)
        if clip in {pick["clip"]["id"] for pick in page["picks"]} and page["note"] != "plain":
            return str(page["page"])
    raise AssertionError(f"{clip} is in none of {most} pages")


def fresh_id() -> str:
    """A UUIDv7 of now, as a client makes it."""
    return str(uuid7(time.time_ns() // 1_000_000, urandom(10)))
