"""The client's page with a title and Open Graph tags of its own, so that a shared link shows where it leads.

Source: https://ogp.me. Everything that people wrote is escaped; no script is added.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import msgspec

from kurzum.core.errors import Unavailable

INDEX = Path(__file__).parent / "static" / "index.html"
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL | re.IGNORECASE)
_HEAD_ENDS = re.compile(r"</head\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)
_FEEDS_OWN = re.compile(r"/assets/feed_page-[^\"]*[.]js")
"""What the page names so that the feed's code comes early; a clip's page has code of its own."""
_STYLES_AHEAD = re.compile(r"<link[^>]*\bas=\"style\"[^>]*>\s*")
"""Styles that the code asks for itself, beside its words. A browser opens six connections to HTTP/1.1: with
one more file ahead the video would wait for one of them."""


class NotThere(Unavailable):
    """The client was not built."""

    code = "client_missing"


class Tags(msgspec.Struct, frozen=True):
    """What a page says of itself: its title, and properties of Open Graph."""

    title: str
    properties: tuple[tuple[str, str], ...] = ()


class Shell:
    """The client's ``index.html``, read when it has changed."""

    def __init__(self, index: Path = INDEX) -> None:
        self._index = index
        self._stamp: tuple[int, int] | None = None
        self._page = ""

    def page(self, tags: Tags | None, begins: str = "") -> str:
        """The page, with these tags in its head and ``begins`` (HTML) where its body begins.

        Raises NotThere when the client was not built.
        """
        page = self._read()
        if tags is None:
            return page
        if begins and (body := _BODY.search(page)):
            page = page[: body.end()] + begins + page[body.end() :]
            page = _STYLES_AHEAD.sub("", _FEEDS_OWN.sub(self._clips_own, page))
        page = _TITLE.sub("", page, count=1)
        end = _HEAD_ENDS.search(page)
        if end is None:
            return page
        return page[: end.start()] + render(tags) + page[end.start() :]

    def _clips_own(self, feeds: re.Match[str]) -> str:
        found = next(iter(sorted(self._index.parent.glob("assets/clip_page-*.js"))), None)
        return f"/assets/{found.name}" if found else feeds[0]

    def _read(self) -> str:
        try:
            found = self._index.stat()
            stamp = (found.st_mtime_ns, found.st_size)
            if stamp != self._stamp:
                self._page = self._index.read_text("utf-8")
                self._stamp = stamp
        except OSError:
            raise NotThere("The pages of this zone are not built. Everything else works.") from None
        return self._page


def render(tags: Tags) -> str:
    """The tags as HTML."""
    title = escape(tags.title)
    lines = [f"<title>{title} · Kurzum</title>", f'<meta property="og:title" content="{title}">']
    lines += [
        f'<meta property="{escape(name)}" content="{escape(value)}">'
        for name, value in tags.properties
        if value
    ]
    return "\n".join(lines) + "\n"
