"""One connection, several requests: what is refused with its body unread never becomes the next request.

Over the front door, byte by byte as a hostile client would: each body is full of further requests.
"""

from __future__ import annotations

import contextlib
import socket
from typing import BinaryIO

import pytest

from parts.running import Running

PATIENCE_S = 60
HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
NEXT = b"GET /api/zones HTTP/1.1\r\nHost: localhost\r\n\r\n"
TUS = "Tus-Resumable: 1.0.0\r\nUpload-Length: 100\r\nContent-Type: application/offset+octet-stream\r\n"
JSON = "Content-Type: application/json\r\n"
REFUSED = {
    "an upload by nobody": ("POST /api/uploads", TUS, 401),
    "an upload in no known form": ("POST /api/uploads", JSON, 415),
    "too many events": ("POST /api/events", JSON, 413),
    "a wrong zone": ("POST /api/sessions?zone=world", JSON, 409),
    "no such route": ("POST /api/nothing", JSON, 404),
    "a file of a clip": ("POST /media/nothing", "", 404),
    "a page of the client": ("POST /index.html", "", 405),
    "a page that is there": ("GET /", "", 200),
    "a name of no zone": ("POST /api/events", "Host: example.org\r\n", 421),
}
Answer = tuple[int, bool, bytes]


def answer_of(file: BinaryIO) -> Answer | None:
    """Status, whether the connection ends with this answer, and the body; None once it has ended."""
    with contextlib.suppress(ConnectionError):
        first = file.readline()
        if first:
            said = {}
            while line := file.readline().strip():
                name, _, value = line.decode().partition(":")
                said[name.lower()] = value.strip()
            ends = said.get("connection", "").lower() == "close"
            return int(first.split()[1]), ends, file.read(int(said.get("content-length", "0")))
    return None


def asked(kurzum: Running, head: str, body: bytes, *, chunked: bool) -> tuple[Answer | None, Answer | None]:
    """The answers to a request with that body, and to the one after it on the same connection."""
    port = int(kurzum.tool_origin("us").rsplit(":", 1)[1])
    with (
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as line,
        line.makefile("rb") as file,
    ):
        if chunked:
            parts = [body[at : at + 30_000] for at in range(0, len(body), 30_000)]
            sent = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
            head += "Transfer-Encoding: chunked\r\n"
        else:
            sent = body
            head += f"Content-Length: {len(body)}\r\n"
        with contextlib.suppress(ConnectionError):  # what is refused may be cut off while it is sent
            line.sendall(f"{head}\r\n".encode() + sent)
        first = answer_of(file)
        with contextlib.suppress(ConnectionError):
            line.sendall(NEXT)
        return first, answer_of(file)


@pytest.mark.parametrize("size", [100_000, 300_000, 3_000_000])
@pytest.mark.parametrize("name", REFUSED)
def test_the_rest_of_a_refused_body_is_no_request(kurzum: Running, name: str, size: int) -> None:
    request, headers, status = REFUSED[name]
    host = "" if "Host:" in headers else "Host: localhost\r\n"
    body = (HIDDEN * (size // len(HIDDEN) + 1))[:size]
    for chunked in (False, True):
        first, second = asked(kurzum, f"{request} HTTP/1.1\r\n{host}{headers}", body, chunked=chunked)
        if first is not None:  # else the line was cut before the answer could be read: nothing is mixed up
            assert first[0] == status
        if second is not None:
            assert (second[0], b'"zones"' in second[2]) == (200, True), (name, size, chunked, second)
            assert first is not None
            assert not first[1], "more was answered after the word that this was the end"


def test_what_is_refused_with_nothing_of_its_body_there_ends_the_connection(kurzum: Running) -> None:
    port = int(kurzum.tool_origin("us").rsplit(":", 1)[1])
    for length in ("Content-Length: 629145600", "Transfer-Encoding: chunked"):
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as line:
            line.sendall(f"POST /api/uploads HTTP/1.1\r\nHost: localhost\r\n{TUS}{length}\r\n\r\n".encode())
            with line.makefile("rb") as file:
                first = answer_of(file)
                assert first is not None
                assert first[:2] == (401, True)
                assert answer_of(file) is None
