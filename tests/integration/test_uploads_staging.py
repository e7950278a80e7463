"""Uploads: whose they are, how far they are, and what is left of them after everything that can go wrong."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kurzum.clips import Clips
from kurzum.clips.errors import (
    NoSuchUpload,
    TooManyUploads,
    UploadBusy,
    UploadExpired,
    UploadIncomplete,
    UploadTooLarge,
    WrongChecksum,
    WrongOffset,
)
from kurzum.clips.uploads import Allowance, Uploads
from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys, Purpose
from kurzum.custody.staging import Staging
from kurzum.store.pool import Database
from kurzum.web.tus import Checksum
from parts.clip_rooms import clips_of, pieces, wish

MOST = 10 << 20
DATA = bytes(range(256)) * 1200  # 307,200 bytes: four whole chunks and a part of one


@pytest.fixture
def clips(
    tmp_path: Path, database: Database, worker_keys: Keys, keys: Keys, clock: FixedClock, ids: Ids,
    entropy: Callable[[int], bytes],
) -> Clips:  # fmt: skip
    return clips_of(tmp_path, database, keys, clock, ids, entropy)


@pytest.fixture
async def anna(keys: Keys) -> UUID:
    return (await keys.new_person(Purpose.SIGN_UP)).person_id


@pytest.fixture
async def ben(keys: Keys) -> UUID:
    return (await keys.new_person(Purpose.SIGN_UP)).person_id


async def whole(clips: Clips, worker: Clips, person_id: UUID, upload_id: UUID, target: Path) -> bytes:
    await worker.uploads.open_into(person_id, upload_id, target)
    return target.read_bytes()


@pytest.fixture
def worker(
    tmp_path: Path, database: Database, worker_keys: Keys, clock: FixedClock, ids: Ids,
    entropy: Callable[[int], bytes],
) -> Clips:  # fmt: skip
    return clips_of(tmp_path, database, worker_keys, clock, ids, entropy)


async def test_bytes_come_in_parts_and_open_again_as_they_were(
    clips: Clips, worker: Clips, anna: UUID, tmp_path: Path
) -> None:
    upload = await clips.uploads.create(anna, len(DATA), MOST)
    at = 0
    for size in (1, 65_535, 70_000, 0, 131_072, len(DATA)):
        part = DATA[at : at + size]
        state = await clips.uploads.append(anna, upload.id, at, pieces(part, 999))
        at += len(part)
        assert state.received == at
        assert (await clips.uploads.find(anna, upload.id)).received == at
    assert state.finished
    assert await whole(clips, worker, anna, upload.id, tmp_path / "plain") == DATA


async def test_staged_bytes_are_sealed(clips: Clips, anna: UUID, tmp_path: Path) -> None:
    secret = b"my kitchen, and the street outside of its window"
    upload = await clips.uploads.create(anna, 2 * len(secret), MOST)
    await clips.uploads.append(anna, upload.id, 0, pieces(secret))
    await clips.uploads.append(anna, upload.id, len(secret), pieces(secret))
    stored = b"".join(path.read_bytes() for path in (tmp_path / "staging").iterdir())
    assert len(stored) >= 2 * len(secret)
    assert secret[:12] not in stored


async def test_another_person_finds_nothing(clips: Clips, anna: UUID, ben: UUID) -> None:
    upload = await clips.uploads.create(anna, 10, MOST)
    with pytest.raises(NoSuchUpload):
        await clips.uploads.find(ben, upload.id)
    with pytest.raises(NoSuchUpload):
        await clips.uploads.append(ben, upload.id, 0, pieces(b"x"))
    with pytest.raises(NoSuchUpload):
        await clips.uploads.terminate(ben, upload.id)


async def test_bytes_must_continue_what_is_there(clips: Clips, anna: UUID) -> None:
    upload = await clips.uploads.create(anna, 10, MOST)
    await clips.uploads.append(anna, upload.id, 0, pieces(b"01234"))
    for offset in (0, 4, 6, 10, 11):
        with pytest.raises(WrongOffset) as caught:
            await clips.uploads.append(anna, upload.id, offset, pieces(b"5"))
        assert caught.value.received == 5


async def test_more_bytes_than_announced_are_refused_and_change_nothing(clips: Clips, anna: UUID) -> None:
    upload = await clips.uploads.create(anna, 10, MOST)
    with pytest.raises(UploadTooLarge):
        await clips.uploads.append(anna, upload.id, 0, pieces(b"0123456789!"))
    assert (await clips.uploads.find(anna, upload.id)).received == 0
    await clips.uploads.append(anna, upload.id, 0, pieces(b"0123456789"))
    with pytest.raises(UploadTooLarge):
        await clips.uploads.append(anna, upload.id, 10, pieces(b"!"))
    assert (await clips.uploads.append(anna, upload.id, 10, pieces(b""))).finished
    with pytest.raises(UploadTooLarge):
        await clips.uploads.create(anna, MOST + 1, MOST)


async def test_a_wrong_checksum_drops_the_bytes(clips: Clips, anna: UUID) -> None:
    upload = await clips.uploads.create(anna, len(DATA), MOST)
    wrong = Checksum("sha1", hashlib.sha1(b"other", usedforsecurity=False).digest())
    with pytest.raises(WrongChecksum):
        await clips.uploads.append(anna, upload.id, 0, pieces(DATA), wrong)
    assert (await clips.uploads.find(anna, upload.id)).received == 0
    right = Checksum("sha256", hashlib.sha256(DATA).digest())
    assert (await clips.uploads.append(anna, upload.id, 0, pieces(DATA), right)).finished


class GoneError(Exception):
    """The sender went away."""


async def test_what_arrived_before_the_sender_went_away_is_kept(clips: Clips, anna: UUID) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield DATA[:100_000]
        raise GoneError

    upload = await clips.uploads.create(anna, len(DATA), MOST)
    with pytest.raises(GoneError):
        await clips.uploads.append(anna, upload.id, 0, broken())
    assert (await clips.uploads.find(anna, upload.id)).received == 100_000
    proof = Checksum("sha256", hashlib.sha256(DATA).digest())
    with pytest.raises(GoneError):
        await clips.uploads.append(anna, upload.id, 100_000, broken(), proof)
    assert (await clips.uploads.find(anna, upload.id)).received == 100_000


async def test_two_requests_at_once_do_not_mix(
    clips: Clips, worker: Clips, anna: UUID, tmp_path: Path
) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        begun.set()
        yield DATA[:1000]
        await go.wait()
        yield DATA[1000:]

    upload = await clips.uploads.create(anna, len(DATA), MOST)
    first = asyncio.create_task(clips.uploads.append(anna, upload.id, 0, slow()))
    await asyncio.wait_for(begun.wait(), 60)
    for _ in range(3):
        with pytest.raises(UploadBusy):
            await clips.uploads.append(anna, upload.id, 0, pieces(b"other"))
    go.set()
    assert (await first).finished
    assert await whole(clips, worker, anna, upload.id, tmp_path / "plain") == DATA


async def test_an_upload_that_was_left_expires_and_is_swept(
    clips: Clips, anna: UUID, clock: FixedClock, tmp_path: Path
) -> None:
    upload = await clips.uploads.create(anna, 10, MOST)
    clock.move(timedelta(hours=20))
    await clips.uploads.append(anna, upload.id, 0, pieces(b"12345"))
    clock.move(timedelta(hours=20))
    assert (await clips.uploads.find(anna, upload.id)).received == 5
    assert await clips.uploads.sweep() == 0
    clock.move(timedelta(hours=5))
    with pytest.raises(UploadExpired):
        await clips.uploads.find(anna, upload.id)
    assert await clips.uploads.sweep() == 1
    with pytest.raises(NoSuchUpload):
        await clips.uploads.find(anna, upload.id)
    assert list((tmp_path / "staging").iterdir()) == []


async def test_giving_up_deletes_the_bytes(clips: Clips, anna: UUID, tmp_path: Path) -> None:
    upload = await clips.uploads.create(anna, 10, MOST)
    await clips.uploads.append(anna, upload.id, 0, pieces(b"12345"))
    await clips.uploads.terminate(anna, upload.id)
    with pytest.raises(NoSuchUpload):
        await clips.uploads.terminate(anna, upload.id)
    assert list((tmp_path / "staging").iterdir()) == []


async def test_one_person_cannot_take_all_the_room(
    tmp_path: Path, database: Database, keys: Keys, clock: FixedClock, ids: Ids,
    entropy: Callable[[int], bytes], anna: UUID, ben: UUID,
) -> None:  # fmt: skip
    few = Uploads(
        database,
        keys,
        Staging(tmp_path / "staging", entropy),
        clock,
        ids,
        Allowance(uploads=3, staged_bytes=100),
    )
    results = await asyncio.gather(*[few.create(anna, 10, MOST) for _ in range(6)], return_exceptions=True)
    assert sum(isinstance(r, TooManyUploads) for r in results) == 3
    await few.create(ben, 95, MOST)
    with pytest.raises(TooManyUploads):
        await few.create(ben, 6, MOST)


async def test_a_clip_needs_the_whole_file(clips: Clips, anna: UUID, clock: FixedClock) -> None:
    upload = await clips.uploads.create(anna, 10, MOST)
    await clips.uploads.append(anna, upload.id, 0, pieces(b"12345"))
    with pytest.raises(UploadIncomplete):
        await clips.life.create(anna, upload.id, wish(), clock.now())


async def test_a_file_without_a_row_is_swept_when_it_is_old(
    clips: Clips, anna: UUID, clock: FixedClock, tmp_path: Path, database: Database
) -> None:
    await clips.uploads.create(anna, 10, MOST)
    async with database.write() as conn:
        await conn.execute("DELETE FROM clips.upload")
    assert await clips.uploads.sweep() == 0
    clock.move(timedelta(hours=2))
    assert await clips.uploads.sweep() == 1
    assert list((tmp_path / "staging").iterdir()) == []
