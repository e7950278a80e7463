"""The bare side of the feed's measurement: one Litestar handler that answers with pages made beforehand.

Run with a listening descriptor and a file of pages (JSON, one a line). The pages are objects of the same
types as ours and are encoded for each answer anew; everything else that a feed does is left out.
"""

from __future__ import annotations

import asyncio
import sys
from itertools import cycle
from pathlib import Path

import msgspec
import uvloop
from litestar import Litestar, get

from kurzum.app.serving import serve
from kurzum.web.feed import FeedPage


def app(pages: list[FeedPage]) -> Litestar:
    """The app."""
    turn = cycle(pages)

    @get("/api/feed")
    async def feed(limit: int = 10) -> FeedPage:
        return next(turn)

    @get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"alive": "yes"}

    return Litestar([feed, healthz], openapi_config=None, logging_config=None)


def main() -> None:
    """Serve until asked to end."""
    descriptor, path = int(sys.argv[1]), Path(sys.argv[2])
    pages = [msgspec.json.decode(line, type=FeedPage) for line in path.read_bytes().splitlines()]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve({descriptor: app(pages)}))


if __name__ == "__main__":
    main()
