"""Named SQL from files beside the code.

A file holds queries, each under a line ``-- name: what it does, in a sentence``:

    -- find_person: The person of a handle.
    SELECT person_id FROM people.handle WHERE handle = %(handle)s
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_HEAD = re.compile(r"^-- ([a-z][a-z0-9_]*): (\S.*)$")


class Queries:
    """The queries of one file, each as an attribute."""

    def __init__(self, source: str, texts: dict[str, str]) -> None:
        self._source = source
        self._texts = texts

    def __getattr__(self, name: str) -> str:
        try:
            return self._texts[name]
        except KeyError:
            raise AttributeError(f"{self._source} has no query '{name}'") from None

    def __dir__(self) -> list[str]:
        return sorted(self._texts)


@cache
def load(package: str, file: str) -> Queries:
    """The queries of ``<package>/sql/<file>``, for example ``load("kurzum.people", "accounts.sql")``."""
    return parse(f"{package}/sql/{file}", (files(package) / "sql" / file).read_text("utf-8"))


def parse(source: str, text: str) -> Queries:
    """Split the text of a file. ValueError when a query is empty, named twice or without a sentence."""
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in text.splitlines():
        head = _HEAD.match(line)
        if head:
            if head[1] in found:
                raise ValueError(f"{source}: '{head[1]}' is there twice")
            lines = found[head[1]] = []
        elif lines is not None:
            lines.append(line)
        elif line.strip() and not line.startswith("--"):
            raise ValueError(f"{source}: '{line}' stands before the first '-- name: sentence'")
    texts = {name: "\n".join(lines).strip() for name, lines in found.items()}
    for name, sql in texts.items():
        if not sql:
            raise ValueError(f"{source}: '{name}' is empty")
    return Queries(source, texts)
