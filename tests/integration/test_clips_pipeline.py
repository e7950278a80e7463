"""From an upload to a clip that plays, with the real encoder: published, refused, sealed, erased."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kurzum.clips import Card, Change, Clips, State
from kurzum.clips.errors import NoSuchClip, WrongState
from kurzum.clips.states import Cause
from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys, Purpose
from kurzum.jobs import Processing, Rewriting, Workplace
from kurzum.store.blobs import NoSuchBlob
from kurzum.store.pool import Database
from kurzum.store.references import sweep
from parts.clip_rooms import clips_of, film, jobs_of, posted, wish


@dataclass
class Zone:
    """The server's clips, the worker's, and the worker's jobs."""

    server: Clips
    worker: Clips
    processing: Processing
    rewriting: Rewriting
    clock: FixedClock
    folder: Path
    database: Database

    async def card(self, clip_id: UUID, person_id: UUID | None = None) -> Card | None:
        return (await self.server.cards([clip_id], None, person_id)).get(clip_id)

    async def jobs(self) -> list[tuple[str, str, int]]:
        async with self.database.read() as conn:
            rows = await conn.execute(
                "SELECT task_name, queue_name, priority FROM jobs.procrastinate_jobs ORDER BY id"
            )
            return [(row[0], row[1], row[2]) for row in await rows.fetchall()]

    async def refs(self) -> dict[str, int]:
        async with self.database.read() as conn:
            return dict(await (await conn.execute("SELECT digest, refs FROM store.blob")).fetchall())

    def staged(self) -> list[Path]:
        return list((self.folder / "staging").iterdir())


@pytest.fixture
async def zone(
    tmp_path: Path, database: Database, keys: Keys, worker_keys: Keys, clock: FixedClock, ids: Ids,
    entropy: Callable[[int], bytes],
) -> AsyncIterator[Zone]:  # fmt: skip
    server = clips_of(tmp_path, database, keys, clock, ids, entropy)
    worker = clips_of(tmp_path, database, worker_keys, clock, ids, entropy)
    with Workplace.taken(tmp_path / "work", ids.new()) as place:
        processing, rewriting = jobs_of(worker, clock, ids, place, tmp_path)
        yield Zone(server, worker, processing, rewriting, clock, tmp_path, database)


@pytest.fixture
async def anna(keys: Keys) -> UUID:
    return (await keys.new_person(Purpose.SIGN_UP)).person_id


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return film(tmp_path_factory.mktemp("film") / "a.mp4").read_bytes()


async def body(clips: Clips, person_id: UUID, clip_id: UUID, url: str) -> bytes:
    file = await clips.media.find(clip_id, url.rsplit("/", 1)[1])
    if file.sealed:
        reader = await clips.files.reader(person_id, file.digest, file.bytes)
        return await reader.read(0, file.bytes)
    return b"".join([part async for part in clips.files.plain_parts(file.digest, 0, file.bytes)])


async def test_an_upload_becomes_a_clip_that_plays(zone: Zone, anna: UUID, source: bytes) -> None:
    clip_id = await posted(zone.server, anna, source, wish("  Ein Film  "), zone.clock)
    assert await zone.jobs() == [("process_clip", "first", 0)]
    waiting = await zone.card(clip_id)
    assert waiting is not None
    assert (waiting.state, waiting.renditions) == (State.UPLOADED, ())

    await zone.processing.process(anna, clip_id)
    card = await zone.card(clip_id, anna)
    assert card is not None
    assert (card.state, card.caption, card.progress) == (State.PUBLISHED, "Ein Film", 0.7)
    assert card.poster is not None and card.colour is not None and card.placeholder is not None
    assert card.colour.startswith("#") and card.placeholder.startswith("data:image/")
    assert card.duration_ms is not None and abs(card.duration_ms - 1000) < 100
    assert {r.kind for r in card.renditions} == {"mp4"}
    assert (card.width, card.height) == (144, 256)
    assert b"ftyp" in (await body(zone.server, anna, clip_id, card.renditions[0].url))[:16]

    await zone.processing.further(anna, clip_id)
    card = await zone.card(clip_id, anna)
    assert card is not None
    assert card.progress == 1
    hls = [r for r in card.renditions if r.kind == "hls"]
    assert [r.name for r in hls] == ["auto"]
    master = (await body(zone.server, anna, clip_id, hls[0].url)).decode()
    media = [line for line in master.splitlines() if line.endswith(".m3u8")]
    assert media
    playlist = (await body(zone.server, anna, clip_id, f"/{media[0]}")).decode()
    fragments = next(line for line in playlist.splitlines() if line.endswith(".m4s"))
    assert b"moof" in await body(zone.server, anna, clip_id, f"/{fragments}")

    assert zone.staged() == []
    assert set((await zone.refs()).values()) == {1}
    states = [(state, cause) for state, cause, _ in await zone.server.life.history(anna, clip_id)]
    assert states == [
        (State.UPLOADED, Cause.CREATED),
        (State.PROBING, Cause.STARTED),
        (State.ENCODING, Cause.PROBED),
        (State.PUBLISHED, Cause.PLAYABLE),
    ]


async def test_jobs_that_run_again_change_nothing(zone: Zone, anna: UUID, source: bytes) -> None:
    clip_id = await posted(zone.server, anna, source, wish(), zone.clock)
    await zone.processing.process(anna, clip_id)
    await zone.processing.process(anna, clip_id)
    await zone.processing.further(anna, clip_id)
    before = await zone.card(clip_id), await zone.refs()
    await zone.processing.further(anna, clip_id)
    await zone.processing.process(anna, clip_id)
    assert (await zone.card(clip_id), await zone.refs()) == before


async def test_the_same_upload_gives_the_same_clip(zone: Zone, anna: UUID, source: bytes) -> None:
    upload = await zone.server.uploads.create(anna, len(source), 1 << 24)
    await zone.server.adder._uploads.append(anna, upload.id, 0, _whole(source))
    first, _ = await zone.server.life.create(anna, upload.id, wish(), zone.clock.now())
    await zone.processing.process(anna, first)
    again, state = await zone.server.life.create(anna, upload.id, wish("other words"), zone.clock.now())
    assert (again, state) == (first, State.PUBLISHED)
    assert [name for name, _, _ in await zone.jobs()] == ["process_clip", "further_renditions"]


async def _whole(data: bytes) -> AsyncIterator[bytes]:
    yield data


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\x7fELF" + bytes(4000), "not_a_video"), (b"\x00\x00\x00\x18ftypmp42" + bytes(4000), "damaged")],
)
async def test_what_is_no_clip_is_refused_and_deleted(zone: Zone, anna: UUID, data: bytes, code: str) -> None:
    clip_id = await posted(zone.server, anna, data, wish(), zone.clock)
    await zone.processing.process(anna, clip_id)
    card = await zone.card(clip_id, anna)
    assert card is not None and card.rejection is not None
    assert (card.state, card.rejection.code) == (State.REJECTED, code)
    assert len(card.rejection.message) > 20
    stranger = await zone.card(clip_id)
    assert stranger is not None and stranger.rejection is None
    assert zone.staged() == []
    assert await zone.refs() == {}


async def test_a_clip_that_is_too_short_is_refused_with_its_length(
    zone: Zone, anna: UUID, tmp_path: Path
) -> None:
    short = film(tmp_path / "short.mp4", 0.4).read_bytes()
    clip_id = await posted(zone.server, anna, short, wish(), zone.clock)
    await zone.processing.process(anna, clip_id)
    card = await zone.card(clip_id, anna)
    assert card is not None and card.rejection is not None
    assert card.rejection.code == "too_short"


async def test_a_private_clip_lies_sealed_and_a_change_rewrites_it(
    zone: Zone, anna: UUID, source: bytes, keys: Keys
) -> None:
    clip_id = await posted(zone.server, anna, source, wish("my kitchen", "private"), zone.clock)
    await zone.processing.process(anna, clip_id)
    await zone.processing.further(anna, clip_id)
    card = await zone.card(clip_id, anna)
    assert card is not None and card.caption == "my kitchen"
    stored = b"".join(p.read_bytes() for p in (zone.folder / "blobs").rglob("*") if p.is_file())
    assert b"ftyp" not in stored and b"EXTM3U" not in stored and b"WEBP" not in stored
    async with zone.database.read() as conn:
        row = await (await conn.execute("SELECT caption, colour, placeholder FROM clips.clip")).fetchone()
    assert row == (None, None, None)
    before = await body(zone.server, anna, clip_id, card.renditions[0].url)
    assert b"ftyp" in before[:16]

    await zone.server.life.edit(anna, clip_id, Change(visibility="public", caption="our kitchen"))
    await zone.rewriting.rewrite(anna, clip_id)
    public = await zone.card(clip_id)
    assert public is not None and public.caption == "our kitchen"
    assert {r.url for r in public.renditions}.isdisjoint({r.url for r in card.renditions})
    file = await zone.server.media.find(clip_id, public.renditions[0].url.rsplit("/", 1)[1])
    assert (file.public, file.sealed) == (True, False)
    assert await body(zone.server, anna, clip_id, public.renditions[0].url) == before
    hls = next(r for r in public.renditions if r.kind == "hls")
    master = (await body(zone.server, anna, clip_id, hls.url)).decode()
    for line in master.splitlines():
        if line.endswith(".m3u8"):
            playlist = (await body(zone.server, anna, clip_id, f"/{line}")).decode()
            fragments = next(line for line in playlist.splitlines() if line.endswith(".m4s"))
            assert (await zone.server.media.find(clip_id, fragments)).public
    with pytest.raises(NoSuchClip):
        await zone.server.media.find(clip_id, card.renditions[0].url.rsplit("/", 1)[1])

    zone.clock.move(timedelta(hours=3))
    refs = await zone.refs()
    assert sorted(refs.values()).count(0) == sorted(refs.values()).count(1)
    await zone.rewriting.rewrite(anna, clip_id)
    assert await zone.refs() == refs


async def test_withdrawn_and_published_again(zone: Zone, anna: UUID, source: bytes) -> None:
    clip_id = await posted(zone.server, anna, source, wish(), zone.clock)
    with pytest.raises(WrongState):
        await zone.server.life.withdraw(anna, clip_id, zone.clock.now())
    await zone.processing.process(anna, clip_id)
    first = await zone.card(clip_id)
    await zone.server.life.withdraw(anna, clip_id, zone.clock.now())
    assert await zone.server.fresh(None, None, 10, zone.clock.now()) == []
    await zone.rewriting.rewrite(anna, clip_id)
    card = await zone.card(clip_id, anna)
    assert card is not None and card.state is State.WITHDRAWN
    assert not (await zone.server.media.find(clip_id, card.renditions[0].url.rsplit("/", 1)[1])).public
    zone.clock.move(timedelta(hours=1))
    await zone.server.life.publish_again(anna, clip_id, zone.clock.now())
    await zone.rewriting.rewrite(anna, clip_id)
    again = await zone.card(clip_id)
    assert again is not None and first is not None
    assert again.published_at == first.published_at
    assert await zone.server.fresh("US", "en", 10, zone.clock.now()) == [clip_id]


async def test_an_erased_clip_is_gone_at_once_and_its_files_soon(
    zone: Zone, anna: UUID, source: bytes
) -> None:
    clip_id = await posted(zone.server, anna, source, wish(), zone.clock)
    await zone.processing.process(anna, clip_id)
    card = await zone.card(clip_id)
    assert card is not None
    await zone.server.life.erase(anna, clip_id, zone.clock.now())
    assert await zone.card(clip_id, anna) is None
    assert await zone.server.by_person(anna, every_state=True) == ([], None)
    name = card.renditions[0].url.rsplit("/", 1)[1]
    with pytest.raises(NoSuchClip):
        await zone.server.media.find(clip_id, name)
    with pytest.raises(NoSuchClip):
        await zone.server.life.erase(anna, clip_id, zone.clock.now())
    assert (await zone.server.facts([clip_id]))[clip_id].state is State.ERASED
    await zone.processing.further(anna, clip_id)
    zone.clock.move(timedelta(days=400))
    blobs = zone.server.files._blobs
    await sweep(zone.database, blobs, zone.clock.now(), timedelta(0))
    with pytest.raises(NoSuchBlob):
        await blobs.size(name.partition(".")[0])
    assert [p for p in (zone.folder / "blobs").rglob("*") if p.is_file()] == []
    assert zone.staged() == []


async def test_a_clip_that_is_erased_while_it_is_encoded_leaves_nothing(
    zone: Zone, anna: UUID, source: bytes
) -> None:
    clip_id = await posted(zone.server, anna, source, wish(), zone.clock)
    run = await zone.worker.work.begin(anna, clip_id, zone.clock.now())
    assert run is not None
    await zone.server.life.erase(anna, clip_id, zone.clock.now())
    with zone.processing.place.run(run.id) as folder, pytest.raises(Exception, match=r"gone|no such"):
        await zone.processing.stages.first(run, folder)
    assert await zone.refs() == {}
    assert await zone.jobs() == [("process_clip", "first", 0)]


async def test_the_newest_run_wins(zone: Zone, anna: UUID, source: bytes) -> None:
    clip_id = await posted(zone.server, anna, source, wish(), zone.clock)
    dead = await zone.worker.work.begin(anna, clip_id, zone.clock.now())
    assert dead is not None
    await zone.processing.process(anna, clip_id)
    card = await zone.card(clip_id)
    with zone.processing.place.run(dead.id) as folder, pytest.raises(Exception, match="Another run"):
        await zone.processing.stages.first(dead, folder)
    assert await zone.card(clip_id) == card


async def test_a_person_who_is_erased_takes_everything_along(
    zone: Zone, anna: UUID, source: bytes, worker_keys: Keys
) -> None:
    first = await posted(zone.server, anna, source, wish(), zone.clock)
    await posted(zone.server, anna, source, wish("b", "private"), zone.clock)
    await zone.server.uploads.create(anna, 100, 1000)
    await zone.processing.process(anna, first)
    await zone.worker.forget(anna, None, zone.clock.now())
    await zone.worker.forget(anna, None, zone.clock.now())
    await worker_keys.destroy([anna], Purpose.ERASE)
    assert await zone.server.cards([first]) == {}
    assert zone.staged() == []
    assert set((await zone.refs()).values()) == {0}


async def test_a_removed_clip_needs_its_limit_and_stays_away_from_its_owner(
    zone: Zone, anna: UUID, source: bytes, ids: Ids
) -> None:
    clip_id = await posted(zone.server, anna, source, wish(), zone.clock)
    await zone.processing.process(anna, clip_id)
    assert await zone.server.life.remove(clip_id, ids.new(), zone.clock.now()) == anna
    assert await zone.server.fresh(None, None, 10, zone.clock.now()) == []
    with pytest.raises(WrongState):
        await zone.server.life.publish_again(anna, clip_id, zone.clock.now())
    await zone.server.life.restore(clip_id, zone.clock.now())
    assert await zone.server.fresh(None, None, 10, zone.clock.now()) == [clip_id]
