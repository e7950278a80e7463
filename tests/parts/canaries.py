"""Distinctive values that must never be found where nothing personal may be, and the search for them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from uuid import UUID


@dataclass
class Canaries:
    """Name -> value. Values must be long and odd enough to be nowhere by chance."""

    values: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: str) -> str:
        self.values[name] = value
        return value

    def found_in(self, data: bytes) -> list[str]:
        """The names and forms of those that are in the data."""
        lower = data.lower()
        return [
            f"{name} as {form}"
            for name, value in self.values.items()
            for form, needle, exact in forms(value)
            if needle in (data if exact else lower)
        ]

    def found_in_files(self, files: Iterable[Path]) -> dict[str, list[str]]:
        """File -> what is in it; those with nothing are left out."""
        found = {str(path): self.found_in(path.read_bytes()) for path in files}
        return {path: names for path, names in found.items() if names}


def forms(value: str) -> Iterator[tuple[str, bytes, bool]]:
    """What a value may look like: name, bytes, and whether the case of letters matters."""
    raw = value.encode()
    yield "text", raw.lower(), False
    yield "a URL's", quote(value, safe="").encode().lower(), False
    yield "JSON", json.dumps(value)[1:-1].encode().lower(), False
    yield "hex", raw.hex().encode(), False
    yield "UTF-16", value.encode("utf-16-le"), True
    yield "backwards", raw[::-1].lower(), False
    for shift in range(3):
        # Inside of longer base64 a value starts at any of three places; its ends mix with its neighbours.
        coded = base64.b64encode(b"\0" * shift + raw)[(shift * 4 + 2) // 3 + (1 if shift else 0) : -4]
        yield f"base64 at {shift}", coded, True
        yield f"base64url at {shift}", coded.translate(bytes.maketrans(b"+/", b"-_")), True
    for kind in ("md5", "sha1", "sha256"):
        digest = hashlib.new(kind, raw, usedforsecurity=False).digest()
        yield kind, digest.hex().encode(), False
        yield f"{kind} in base64", base64.b64encode(digest).rstrip(b"="), True
    try:
        number = UUID(value)
    except ValueError:
        return
    yield "plain digits", number.hex.encode(), False
    yield "bytes", number.bytes, True


def log_files(home: Path) -> list[Path]:
    """Every file that a Kurzum logs to, the custodian's list of purposes among them."""
    zones = home / "zones"
    return sorted(
        path
        for pattern in ("*/log/**/*", "*/custodian/log/**/*")
        for path in zones.glob(pattern)
        if path.is_file()
    )


def fields_of(line: str) -> Mapping[str, object]:
    """The fields of a log line that is JSON; none of another."""
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
