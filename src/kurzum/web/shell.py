"""The client's page with a title and Open Graph tags of its own, so that a shared link shows where it leads.

Source: https://ogp.me. Everything that people wrote is escaped; no script is added.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import msgspec

from kurzum.core.errors import Unavailable
from kurzum.web.headers import policy_for

INDEX = Path(__file__).parent / "static" / "index.html"
LINK = INDEX.with_name("link.html")
"""The same page for links that bring their clip: the client comes after its first picture
(``client/scripts/link_page.ts``)."""
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL | re.IGNORECASE)
_HEAD_ENDS = re.compile(r"</head\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)
_INLINE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)
"""What of a page is not in a file of its own; a content security policy names it by its hash."""


class NotThere(Unavailable):
    """The client was not built."""

    code = "client_missing"


class Tags(msgspec.Struct, frozen=True):
    """What a page says of itself: its title, and properties of Open Graph."""

    title: str
    properties: tuple[tuple[str, str], ...] = ()


class Shell:
    """A page that the client's build made, read when it has changed."""

    def __init__(self, index: Path = INDEX) -> None:
        self._index = index
        self._stamp: tuple[int, int] | None = None
        self._page = ""
        self._policy = ""

    def page(self, tags: Tags | None, begins: str = "") -> str:
        """The page, with these tags in its head and ``begins`` (HTML) where its body begins.

        Raises NotThere when the client was not built.
        """
        page = self._read()
        if tags is None:
            return page
        if begins and (body := _BODY.search(page)):
            page = page[: body.end()] + begins + page[body.end() :]
        page = _TITLE.sub("", page, count=1)
        end = _HEAD_ENDS.search(page)
        if end is None:
            return page
        return page[: end.start()] + render(tags) + page[end.start() :]

    def policy(self) -> str:
        """The content security policy with which the page's own style and script may be run.

        Raises NotThere when the client was not built.
        """
        self._read()
        return self._policy

    def _read(self) -> str:
        try:
            found = self._index.stat()
            stamp = (found.st_mtime_ns, found.st_size)
            if stamp != self._stamp:
                self._page = self._index.read_text("utf-8")
                self._policy = policy_for(_INLINE.findall(self._page))
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
