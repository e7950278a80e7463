"""What a value may look like where it leaked: the forms in which canaries are looked for on a disk.

A form is bytes that would stand there. Compressed streams are no form of a value: whoever looks opens them
(``parts.unpacked``). Brotli and PostgreSQL's own compression have no beginning that could be seen, so the
first is tried on whole files, and of the second the form is here that its literals have.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import quopri
from collections.abc import Callable, Iterator
from urllib.parse import quote
from uuid import UUID

Make = Callable[[bytes], bytes]

TEXTUAL: dict[str, Make] = {
    "as it is": lambda raw: raw,
    "in capitals": lambda raw: raw.upper(),
    "backwards": lambda raw: raw[::-1],
    "hex": lambda raw: raw.hex().encode(),
    "HEX": lambda raw: raw.hex().upper().encode(),
    "UTF-16": lambda raw: raw.decode().encode("utf-16-le"),
    "UTF-16, the other end first": lambda raw: raw.decode().encode("utf-16-be"),
    "UTF-32": lambda raw: raw.decode().encode("utf-32-le"),
    "URL": lambda raw: quote(raw, safe="").encode(),
    "URL, every sign": lambda raw: "".join(f"%{one:02X}" for one in raw).encode(),
    "JSON": lambda raw: json.dumps(raw.decode())[1:-1].encode(),
    "JSON, every sign": lambda raw: "".join(f"\\u{ord(one):04x}" for one in raw.decode()).encode(),
    "HTML": lambda raw: html.escape(raw.decode()).encode(),
    "HTML, every sign": lambda raw: "".join(f"&#{ord(one)};" for one in raw.decode()).encode(),
    "quoted-printable": lambda raw: quopri.encodestring(raw, quotetabs=True).rstrip(b"\n"),
    "base32": lambda raw: base64.b32encode(raw).rstrip(b"="),
    "ascii85": base64.a85encode,
    "decimal": lambda raw: " ".join(map(str, raw)).encode(),
    "a list": lambda raw: ",".join(map(str, raw)).encode(),
}
"""One form each, of a value's UTF-8 bytes."""
_DIGESTS = ("md5", "sha1", "sha256", "sha512", "blake2b")


def forms(value: str) -> Iterator[tuple[str, bytes]]:
    """Every form of a value, with its name."""
    raw = value.encode()
    for name, make in TEXTUAL.items():
        yield name, make(raw)
    yield from _base64(raw)
    yield from _in_literals(raw)


def digests(value: str) -> Iterator[tuple[str, bytes]]:
    """Digests without a key, from which whoever knows a few digits or words finds the value."""
    for kind in _DIGESTS:
        digest = hashlib.new(kind, value.encode(), usedforsecurity=False).digest()
        yield kind, digest
        yield f"{kind} in hex", digest.hex().encode()
        yield f"{kind} in base64", base64.b64encode(digest).rstrip(b"=")


def of_id(value: UUID) -> Iterator[tuple[str, bytes]]:
    """A random id (version 4: a piece of it is nobody else's) as text, as digits, as bytes, in base64."""
    yield "text", str(value).encode()
    yield "TEXT", str(value).upper().encode()
    yield "digits", value.hex.encode()
    yield "DIGITS", value.hex.upper().encode()
    yield "bytes", value.bytes
    yield "bytes, as Windows has them", value.bytes_le
    yield from _base64(value.bytes)
    yield from _base64(str(value).encode())


def of_phone(value: str) -> Iterator[tuple[str, bytes]]:
    """A number (``+1`` and ten digits) as people and programs write it, and its digests."""
    national = value.removeprefix("+1")
    parts = (national[:3], national[3:6], national[6:])
    for name, written in (
        ("E.164", value),
        ("without the sign", value[1:]),
        ("national", national),
        ("with dashes", "-".join(parts)),
        ("with spaces", " ".join(parts)),
        ("in brackets", f"({parts[0]}) {parts[1]}-{parts[2]}"),
    ):
        for form, raw in forms(written):
            yield f"{name}, {form}", raw
        if name in ("E.164", "without the sign", "national"):
            yield from ((f"{name}, {form}", raw) for form, raw in digests(written))


def _base64(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Inside of something longer a value begins at any of three places; its ends mix with its neighbours."""
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw)[(shift * 4 + 2) // 3 + (1 if shift else 0) : -4]
        yield f"base64 at {shift}", coded
        yield f"base64 of URLs at {shift}", coded.translate(bytes.maketrans(b"+/", b"-_"))


def _in_literals(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """pglz puts a byte of flags before every eight literals; 0, where all eight are literals."""
    for first in range(8):
        groups = [raw[:first], *(raw[at : at + 8] for at in range(first, len(raw), 8))]
        yield f"pglz at {first}", b"\0".join(groups)
