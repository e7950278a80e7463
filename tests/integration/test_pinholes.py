"""The parts of a pinhole: who is called, whose certificate is believed, and how a socket is handed in."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kurzum.app.forwarding import NoWayThere, Target, carry, dial, trust
from kurzum.app.handing import answering, handed_in, keep_handing
from kurzum.app.pinhole import unbound
from parts.certificates import Authority


@pytest.fixture
def folder() -> Iterator[Path]:
    """One whose sockets have short names."""
    with tempfile.TemporaryDirectory(prefix="kz") as made:
        yield Path(made)


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await reader.read(1000):
            writer.write(part)
        writer.close()


@asynccontextmanager
async def tls_server(authority: Authority, name: str) -> AsyncIterator[int]:
    """A server that shows a certificate made out to ``name``; gives its port."""
    shown = authority.vouch(name)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(shown.chain, shown.key)
    async with await asyncio.start_server(echo, "127.0.0.1", 0, ssl=context) as server:
        yield int(server.sockets[0].getsockname()[1])


async def test_only_a_server_with_the_right_certificate_is_called(folder: Path) -> None:
    ours, others = Authority(folder, "ours"), Authority(folder, "others")
    async with tls_server(ours, "127.0.0.1") as port:
        reader, writer = await dial(Target("127.0.0.1", port, trust(ours.roots)))
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"
        writer.close()
        for roots in (others.roots, None):
            with pytest.raises(NoWayThere, match="a certificate that is not accepted"):
                await dial(Target("127.0.0.1", port, trust(roots)))
    async with tls_server(ours, "s3.example") as port:
        with pytest.raises(NoWayThere, match="a certificate that is not accepted"):
            await dial(Target("127.0.0.1", port, trust(ours.roots)))
        _, writer = await dial(Target("127.0.0.1", port, trust(ours.roots), name="s3.example"))
        writer.close()


async def test_a_server_without_tls_is_not_spoken_to(folder: Path) -> None:
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        port = int(server.sockets[0].getsockname()[1])
        with pytest.raises(NoWayThere, match="speaks no TLS"):
            await dial(Target("127.0.0.1", port, trust(Authority(folder, "ours").roots)))


async def test_what_is_carried_ends_with_either_side() -> None:
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        target = Target("127.0.0.1", int(server.sockets[0].getsockname()[1]), None)

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await carry((reader, writer), await dial(target))

        async with await asyncio.start_server(talk, "127.0.0.1", 0) as near:
            reader, writer = await asyncio.open_connection(*near.sockets[0].getsockname())
            data = bytes(range(256)) * 4000
            writer.write(data)
            async with asyncio.timeout(30):
                assert await reader.readexactly(len(data)) == data
                writer.write_eof()
                assert await reader.read() == b""
            writer.close()


async def test_a_socket_is_handed_in_again_whoever_begins_anew(folder: Path) -> None:
    """Callers wait while the pinhole is away; nobody else gets in."""
    pinhole = folder / "handing"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert handed_in(listening.fileno())
        handing = asyncio.create_task(keep_handing(listening.fileno(), pinhole))
        try:
            for word in (b"first", b"again", b"third"):
                reader, writer = await asyncio.open_connection(*listening.getsockname())
                writer.write(word)
                async with asyncio.timeout(30), answering(pinhole, echo):
                    assert await reader.readexactly(5) == word
                writer.close()
        finally:
            handing.cancel()
            await asyncio.gather(handing, return_exceptions=True)


def test_what_is_no_socket_is_known(folder: Path) -> None:
    with (folder / "file").open("wb") as file:
        assert not handed_in(file.fileno())
    assert not handed_in(None)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            b"R\0\0\0\x2a\0\0\0\x0aSCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0",
            b"R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0",
        ),
        (b"R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0", b"R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0"),
        (b"R\0\0\0\x08\0\0\0\0", b"R\0\0\0\x08\0\0\0\0"),
        (b"E\0\0\0\x09SFATAL\0", b"E\0\0\0\x09"),
    ],
)
async def test_the_offer_of_channel_binding_is_taken_away(said: bytes, heard: bytes) -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(said)
    assert await unbound(reader) == heard
