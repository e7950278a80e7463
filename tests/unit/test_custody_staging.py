"""Uploads as they arrive: what is acknowledged stays, the rest goes, nothing lies in the clear."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kurzum.custody.chunks import CHUNK
from kurzum.custody.sealing import Context, DataKey, SealBroken
from kurzum.custody.staged_file import FileBusy, NoSuchFile, StagingFull, Writer, WrongOffset
from kurzum.custody.staging import Staging
from parts.chance import seeded

KEY = DataKey(b"i" * 16, b"k" * 32)
NAME = UUID(int=5)
CONTEXT = Context("us", UUID(int=7), "private", f"upload {NAME}")
_SIZES = st.one_of(st.integers(0, 2 * CHUNK), st.sampled_from([CHUNK - 1, CHUNK, CHUNK + 1]))


@pytest.fixture
async def staging(tmp_path: Path) -> Staging:
    staging = Staging(tmp_path / "staging", seeded())
    await staging.create(NAME, KEY, CONTEXT)
    return staging


async def _append(staging: Staging, offset: int, data: bytes) -> None:
    async with staging.append(NAME, KEY, CONTEXT, offset) as writer:
        await writer.write(data)
        assert await writer.mark() == offset + len(data)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_SIZES, st.sampled_from(["mark", "drop", "die"])), max_size=6))
async def test_exactly_the_acknowledged_bytes_survive(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("staging")
    staging = Staging(folder, seeded())
    await staging.create(NAME, KEY, CONTEXT)
    kept = b""
    for number, (size, end) in enumerate(steps):
        data = seeded(str(number))(size)
        writer = Writer(folder, NAME, KEY, CONTEXT, seeded(f"writer {number}"))
        assert writer.length == len(kept)
        writer.write(data)
        if end == "mark":
            kept += data
            assert writer.mark() == len(kept)
        elif end == "die":
            # As much of the file as a power cut may have left behind.
            sealed = folder / f"{NAME}.sealed"
            with sealed.open("ab") as file:
                file.write(bytes(size % 777))
        writer.close()
        assert await staging.length(NAME) == len(kept)
    async with staging.append(NAME, KEY, CONTEXT, len(kept)) as last:
        await last.finish()
    assert await staging.finished(NAME)
    assert await staging.length(NAME) == len(kept)
    target = folder / "opened"
    assert await staging.open_into(NAME, KEY, CONTEXT, target) == len(kept)
    assert target.read_bytes() == kept


async def test_only_the_end_can_be_continued(staging: Staging) -> None:
    await _append(staging, 0, b"abc")
    for offset in (0, 2, 4):
        with pytest.raises(WrongOffset) as wrong:
            async with staging.append(NAME, KEY, CONTEXT, offset):
                pass
        assert wrong.value.length == 3
    await _append(staging, 3, b"def")
    assert await staging.length(NAME) == 6


async def test_two_writers_at_once_are_refused(staging: Staging) -> None:
    async with staging.append(NAME, KEY, CONTEXT, 0):
        with pytest.raises(FileBusy):
            async with staging.append(NAME, KEY, CONTEXT, 0):
                pass
    await _append(staging, 0, b"abc")


async def test_an_unfinished_file_cannot_be_read_nor_a_finished_one_continued(
    staging: Staging, tmp_path: Path
) -> None:
    with pytest.raises(NoSuchFile):
        await staging.open_into(NAME, KEY, CONTEXT, tmp_path / "opened")
    async with staging.append(NAME, KEY, CONTEXT, 0) as writer:
        await writer.write(b"abc")
        await writer.finish()
    with pytest.raises(NoSuchFile):
        async with staging.append(NAME, KEY, CONTEXT, 3):
            pass


async def test_a_finish_that_broke_off_is_done_again(staging: Staging, tmp_path: Path) -> None:
    await _append(staging, 0, b"abc" * CHUNK)
    mark = tmp_path / "staging" / f"{NAME}.mark"
    before = mark.read_bytes()
    for _ in range(2):
        async with staging.append(NAME, KEY, CONTEXT, 3 * CHUNK) as writer:
            await writer.finish()
        assert await staging.finished(NAME)
        finished = (tmp_path / "staging" / f"{NAME}.sealed").read_bytes()
        mark.write_bytes(before)  # the power went before the mark was gone
    mark.unlink()
    assert len(finished) > 3 * CHUNK
    assert await staging.open_into(NAME, KEY, CONTEXT, tmp_path / "opened") == 3 * CHUNK


async def test_nothing_lies_in_the_clear_on_the_disk(staging: Staging, tmp_path: Path) -> None:
    secret = b"a very recognisable line of an unpublished clip"
    await _append(staging, 0, secret * 5000)
    stored = b"".join(path.read_bytes() for path in (tmp_path / "staging").iterdir())
    assert secret[:12] not in stored


async def test_a_changed_mark_or_another_place_is_refused(staging: Staging, tmp_path: Path) -> None:
    await _append(staging, 0, b"abc")
    with pytest.raises(SealBroken):
        async with staging.append(NAME, KEY, Context("us", UUID(int=8), "private", "upload"), 3):
            pass
    mark = tmp_path / "staging" / f"{NAME}.mark"
    mark.write_bytes(mark.read_bytes()[:-1])
    with pytest.raises(SealBroken):
        async with staging.append(NAME, KEY, CONTEXT, 2):
            pass


async def test_removing_is_final_and_may_be_repeated(staging: Staging) -> None:
    assert await staging.names() == [NAME]
    await staging.remove(NAME)
    await staging.remove(NAME)
    assert await staging.names() == []
    with pytest.raises(NoSuchFile):
        await staging.length(NAME)
    with pytest.raises(NoSuchFile):
        async with staging.append(NAME, KEY, CONTEXT, 0):
            pass


async def test_a_disk_that_takes_no_more_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StagingFull):
        await Staging(tmp_path / "file", seeded()).create(NAME, KEY, CONTEXT)


@pytest.mark.parametrize("left", [f"{NAME}.mark", f"{NAME}.mark.new", f"{NAME}.sealed.new"])
async def test_parts_that_a_crash_left_are_found_and_removed(
    staging: Staging, tmp_path: Path, left: str
) -> None:
    await staging.remove(NAME)
    (tmp_path / "staging" / left).write_bytes(b"half")
    assert await staging.names() == [NAME]
    await staging.remove(NAME)
    assert list((tmp_path / "staging").iterdir()) == []
