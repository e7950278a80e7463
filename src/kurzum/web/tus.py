"""The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload), read and written. Pure.

Extensions: creation, creation-with-upload, expiration, checksum (sha1, sha256), termination.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Protocol

from kurzum.core.errors import Refused

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,checksum,termination"
ALGORITHMS = ("sha1", "sha256")
CONTENT_TYPE = "application/offset+octet-stream"
MOST_METADATA = 4_096
_NUMBER = re.compile(r"[0-9]{1,15}")
_KEY = re.compile(r"[!-+\--~]{1,255}")


class BadHeader(Refused):
    """A header of the protocol is missing or not as the protocol wants it."""

    code = "upload_bad_header"


class UnknownVersion(Refused):
    """The client speaks another version of the protocol."""

    code = "upload_version"


class UnknownAlgorithm(Refused):
    """A checksum of a kind that is not supported."""

    code = "upload_algorithm"


class Hash(Protocol):
    """What hashlib gives."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class Checksum:
    """The checksum that a request declares of its body."""

    def __init__(self, algorithm: str, expected: bytes) -> None:
        self._hash: Hash = hashlib.new(algorithm, usedforsecurity=False)
        self._expected = expected

    def update(self, data: bytes) -> None:
        """Take in the next bytes of the body."""
        self._hash.update(data)

    def holds(self) -> bool:
        """Whether the bytes so far are those that the sender meant."""
        return self._hash.digest() == self._expected


def check_version(headers: Mapping[str, str]) -> None:
    """Every request but OPTIONS says ``Tus-Resumable``. Raises UnknownVersion."""
    if headers.get("tus-resumable") != VERSION:
        raise UnknownVersion(f"This server speaks tus {VERSION}. Send Tus-Resumable: {VERSION}.")


def length(headers: Mapping[str, str]) -> int:
    """``Upload-Length`` in bytes; a length that comes later is not supported. Raises BadHeader."""
    if "upload-defer-length" in headers:
        raise BadHeader("The length of an upload must be known when it begins. Send Upload-Length.")
    value = _number(headers, "upload-length")
    if value == 0:
        raise BadHeader("The file is empty. Choose another one.")
    return value


def offset(headers: Mapping[str, str]) -> int:
    """``Upload-Offset`` in bytes. Raises BadHeader."""
    return _number(headers, "upload-offset")


def content_length(headers: Mapping[str, str]) -> int | None:
    """How many bytes the body has, where that is said. Raises BadHeader."""
    return _number(headers, "content-length") if "content-length" in headers else None


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """``Upload-Checksum: sha1 BASE64``, where it is sent. Raises BadHeader, UnknownAlgorithm."""
    header = headers.get("upload-checksum")
    if header is None:
        return None
    algorithm, _, encoded = header.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise UnknownAlgorithm(
            f"This kind of checksum is not supported. Send one of {', '.join(ALGORITHMS)}."
        )
    try:
        expected = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise BadHeader("The checksum is not written in base64.") from None
    if len(expected) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise BadHeader("The checksum does not have the length of its kind.")
    return Checksum(algorithm, expected)


def check_metadata(headers: Mapping[str, str]) -> None:
    """``Upload-Metadata`` must be well formed and short; nothing of it is kept. Raises BadHeader."""
    header = headers.get("upload-metadata")
    if header is None or not header.strip():
        return
    if len(header) > MOST_METADATA:
        raise BadHeader(
            f"The metadata is longer than {MOST_METADATA} characters. None of it is kept: leave it out."
        )
    keys: set[str] = set()
    for pair in header.split(","):
        key, _, encoded = pair.strip().partition(" ")
        if not _KEY.fullmatch(key) or key in keys:
            raise BadHeader("The metadata has a key that is empty, there twice, or not in plain ASCII.")
        keys.add(key)
        try:
            base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raise BadHeader("The metadata has a value that is not in base64.") from None


def head(length: int, received: int, expires_at: datetime) -> dict[str, str]:
    """The headers that say how far an upload is."""
    return state(received, expires_at) | {"upload-length": str(length)}


def state(received: int, expires_at: datetime) -> dict[str, str]:
    """The headers after bytes were taken."""
    expires = format_datetime(expires_at.astimezone(UTC).replace(microsecond=0), usegmt=True)
    return {"upload-offset": str(received), "upload-expires": expires}


def abilities(most_bytes: int) -> dict[str, str]:
    """The headers of the answer to OPTIONS. ``most_bytes``: the largest upload."""
    return {
        "tus-version": VERSION,
        "tus-extension": EXTENSIONS,
        "tus-max-size": str(most_bytes),
        "tus-checksum-algorithm": ",".join(ALGORITHMS),
    }


_HEADERS: dict[str, dict[str, Any]] = {
    "Tus-Resumable": {"type": "string", "enum": [VERSION]},
    "Upload-Length": {"type": "integer", "minimum": 1},
    "Upload-Offset": {"type": "integer", "minimum": 0},
    "Upload-Checksum": {"type": "string"},
    "Upload-Metadata": {"type": "string", "maxLength": MOST_METADATA},
}


def described(*needed: str, also: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The headers that a request must have, and may have, as OpenAPI writes parameters."""
    return [
        {"name": name, "in": "header", "required": name in needed, "schema": _HEADERS[name]}
        for name in (*needed, *also)
    ]


def _number(headers: Mapping[str, str], name: str) -> int:
    value = headers.get(name, "")
    if not _NUMBER.fullmatch(value):
        raise BadHeader(f"The header {name} is missing or no number of bytes.")
    return int(value)
