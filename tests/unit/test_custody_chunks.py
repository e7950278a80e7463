"""Media at rest: any range opens, and nothing that was changed, cut, shuffled or spliced does."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kurzum.custody.chunks import (
    ADDED,
    CHUNK,
    HEAD,
    SEALED_CHUNK,
    Reader,
    open_file,
    seal_file,
    seal_stream,
)
from kurzum.custody.sealing import Context, DataKey, SealBroken
from parts.chance import seeded

KEY = DataKey(b"i" * 16, b"k" * 32)
CONTEXT = Context("us", UUID(int=7), "private", "rendition 720")
_SIZES = st.one_of(
    st.integers(0, 3 * CHUNK + 10),
    st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 20 * CHUNK + 5]),
)


def _plain(size: int) -> bytes:
    return seeded("plain")(size)


def _sealed(plain: bytes, key: DataKey = KEY, seed: str = "a", part: int = 50_000) -> bytes:
    parts: Iterable[bytes] = (plain[at : at + part] for at in range(0, len(plain), part))
    return b"".join(seal_stream(key, CONTEXT, parts, seeded(seed)))


async def _reader(stored: bytes, context: Context = CONTEXT, key: DataKey = KEY) -> Reader:
    async def fetch(start: int, end: int) -> bytes:
        assert 0 <= start <= end <= len(stored)
        return stored[start:end]

    return await Reader.open(key, context, len(stored), fetch)


async def _whole(stored: bytes) -> bytes:
    reader = await _reader(stored)
    return await reader.read(0, reader.size)


@settings(max_examples=40, deadline=None)
@given(_SIZES, st.data())
async def test_any_range_opens(size: int, data: st.DataObject) -> None:
    plain = _plain(size)
    reader = await _reader(_sealed(plain))
    assert reader.size == size
    start = data.draw(st.integers(0, size + 5))
    end = data.draw(st.integers(0, size + 5))
    assert await reader.read(start, end) == plain[start:end]
    assert await reader.read(0, size) == plain


@settings(max_examples=20, deadline=None)
@given(_SIZES, st.integers(1, 200_000))
def test_the_form_does_not_depend_on_how_the_bytes_came(size: int, part: int) -> None:
    plain = _plain(size)
    assert _sealed(plain, part=part) == _sealed(plain)
    chunks = max(1, -(-size // CHUNK))
    assert len(_sealed(plain)) == HEAD + size + chunks * ADDED


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([0, 5, CHUNK, 2 * CHUNK + 9]), st.data())
async def test_any_flipped_bit_is_refused(size: int, data: st.DataObject) -> None:
    stored = bytearray(_sealed(_plain(size)))
    bit = data.draw(st.integers(0, len(stored) * 8 - 1))
    stored[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        await _whole(bytes(stored))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([0, 5, CHUNK, 2 * CHUNK, 2 * CHUNK + 9]), st.data())
async def test_any_cut_is_refused_at_once(size: int, data: st.DataObject) -> None:
    stored = _sealed(_plain(size))
    ends = st.one_of(
        st.integers(0, len(stored) - 1),
        st.sampled_from([HEAD + n * SEALED_CHUNK for n in range(3) if HEAD + n * SEALED_CHUNK < len(stored)]),
    )
    with pytest.raises(SealBroken):
        await _reader(stored[: data.draw(ends)])
    with pytest.raises(SealBroken):
        await _reader(stored + stored[-ADDED:])


async def test_shuffled_chunks_are_refused() -> None:
    stored = _sealed(_plain(3 * CHUNK))
    chunk = [stored[HEAD + n * SEALED_CHUNK : HEAD + (n + 1) * SEALED_CHUNK] for n in range(3)]
    with pytest.raises(SealBroken):
        await _whole(stored[:HEAD] + chunk[1] + chunk[0] + chunk[2])
    with pytest.raises(SealBroken):
        await _whole(stored[:HEAD] + chunk[0] + chunk[0] + chunk[2])


async def test_chunks_of_another_stream_under_the_same_key_and_place_are_refused() -> None:
    one, other = _sealed(_plain(3 * CHUNK), seed="a"), _sealed(_plain(3 * CHUNK), seed="b")
    cut = HEAD + SEALED_CHUNK
    with pytest.raises(SealBroken):
        await _whole(one[:cut] + other[cut:])
    with pytest.raises(SealBroken):
        await _whole(other[:HEAD] + one[HEAD:])


async def test_another_place_or_key_opens_nothing() -> None:
    stored = _sealed(b"x")
    with pytest.raises(SealBroken):
        await _reader(stored, context=Context("us", UUID(int=8), "private", "rendition 720"))
    with pytest.raises(SealBroken):
        await _reader(stored, key=DataKey(b"j" * 16, b"k" * 32))
    with pytest.raises(SealBroken):
        await _reader(b"")


@pytest.mark.parametrize("size", [0, 1, CHUNK, 3 * CHUNK + 1])
def test_whole_files_go_in_and_out(tmp_path: Path, size: int) -> None:
    plain, sealed, opened = (tmp_path / name for name in ("plain", "sealed", "opened"))
    plain.write_bytes(_plain(size))
    seal_file(KEY, CONTEXT, plain, sealed, seeded())
    assert open_file(KEY, CONTEXT, sealed, opened) == size
    assert opened.read_bytes() == plain.read_bytes()
    sealed.write_bytes(sealed.read_bytes()[:-1])
    with pytest.raises(SealBroken):
        open_file(KEY, CONTEXT, sealed, opened)
