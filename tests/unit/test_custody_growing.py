"""A stream that grows is the sealed form of all its bytes, however they came."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from kurzum.custody import Handle, Purpose, SealBroken
from kurzum.custody.chunks import CHUNK, Reader
from kurzum.custody.growing import Growing
from kurzum.custody.sealing import DataKey

PLACE = "private", "a.file"


@pytest.fixture
def handle(entropy: Callable[[int], bytes]) -> Handle:
    return Handle("us", UUID(int=7), Purpose.EXPORT, DataKey(bytes(16), entropy(32)), entropy)


async def grown(handle: Handle, data: bytes, size: int) -> bytes:
    """The sealed form of data that comes in parts, sealed after every second one."""
    stream, stored = Growing(*PLACE, handle.entropy), b""
    for number, part in enumerate(data[at : at + size] for at in range(0, len(data), size)):
        could = stream.add(part)
        if number % 2:
            before = len(stored)
            stored += await stream.sealed(handle)
            assert (len(stored) - before >= CHUNK) == (could > 0)
    return stored + await stream.finished(handle)


async def opened(handle: Handle, stored: bytes) -> bytes:
    async def fetch(start: int, end: int) -> bytes:
        return stored[start:end]

    reader = await Reader.open(handle.key, handle.context(*PLACE), len(stored), fetch)
    return await reader.read(0, reader.size)


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK + 7])
@pytest.mark.parametrize("size", [1_000, CHUNK, 2 * CHUNK + 1])
async def test_what_went_in_comes_out(handle: Handle, length: int, size: int) -> None:
    data = (bytes(range(251)) * (length // 251 + 1))[:length]
    assert await opened(handle, await grown(handle, data, size)) == data


async def test_what_was_cut_or_is_of_elsewhere_does_not_open(handle: Handle) -> None:
    stored = await grown(handle, bytes(3 * CHUNK), CHUNK)
    with pytest.raises(SealBroken):
        await opened(handle, stored[: -CHUNK // 2])
    other = await grown(handle, bytes(3 * CHUNK), CHUNK)
    half = len(stored) // 2
    with pytest.raises(SealBroken):
        await opened(handle, stored[:half] + other[half:])
