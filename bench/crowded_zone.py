"""A zone with many clips and many viewers, filled in seconds, for measurements.

Rows go by COPY into the tables that the rooms read. What is sealed in a real zone is sealed here, under keys
that the zone's real custodian made: histories as snapshots, birth dates. The same numbers and seed give the
same catalogue, graph and histories; ids and keys are new each time.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from kurzum.app.machine import IDS, entropy
from kurzum.core.clock import unix_ms
from kurzum.core.ids import uuid7
from kurzum.custody import CustodianUnavailable, Keys, Purpose
from kurzum.feed.events import Event, Kind
from kurzum.feed.interests import Interests, encode
from kurzum.people.sessions import parse, token_of

LANGUAGES = ("en", "en", "en", "es", "de")
_RENDITIONS = (
    ("mp4", "1080p", 1080, 1920, 4_100_000, "avc1.640028,mp4a.40.2"),
    ("mp4", "720p", 720, 1280, 1_900_000, "avc1.64001f,mp4a.40.2"),
    ("mp4", "480p", 480, 854, 900_000, "avc1.64001f,mp4a.40.2"),
    ("mp4", "360p", 360, 640, 500_000, "avc1.64001e,mp4a.40.2"),
    ("hls", "master", 1080, 1920, 4_100_000, "avc1.640028,mp4a.40.2"),
    ("poster", "poster", 720, 1280, 0, ""),
)
_CAPTION = "The light on the hill an hour before it rained, and the dog that would not #{} #{}"
_TOPICS = 300
_BACK_DAYS = 120


@dataclass(frozen=True)
class Sizes:
    """How much there is of everything. ``seen``: clips in a viewer's history, from and to."""

    clips: int = 20_000
    creators: int = 1_500
    viewers: int = 2_000
    follows: tuple[int, int] = (5, 40)
    likes: tuple[int, int] = (0, 60)
    seen: tuple[int, int] = (50, 600)


@dataclass(frozen=True)
class _Person:
    person_id: UUID
    pid: UUID
    handle: str
    language: str
    bot: bool


async def fill(conninfo: str, keys: Keys, sizes: Sizes, seed: int = 1) -> list[str]:
    """Fill a migrated, empty zone; the session tokens of its viewers. ``keys``: the server's."""
    chance = random.Random(seed)  # noqa: S311 (pictures a crowd, guards nothing)
    creators = await _people(keys, "maker", sizes.creators, chance, bot=True)
    viewers = await _people(keys, "viewer", sizes.viewers, chance, bot=False)
    now = datetime.now(UTC)
    clips = _clips(creators, sizes.clips, chance, now)
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as conn:
        await _copy_people(conn, keys, [*creators, *viewers], now)
        await _copy_clips(conn, clips, chance)
        await _copy_history(conn, keys, viewers, creators, clips, sizes, chance, now)
        tokens = await _tokens(conn, viewers, now)
        await conn.execute("VACUUM ANALYZE")
    return tokens


async def _people(keys: Keys, name: str, count: int, chance: random.Random, *, bot: bool) -> list[_Person]:
    gate = asyncio.Semaphore(8)
    purpose = Purpose.DEMO if bot else Purpose.SIGN_UP

    async def one(number: int, language: str) -> _Person:
        async with gate:
            try:
                made = await keys.new_person(purpose)
            except CustodianUnavailable:  # a busy machine: somebody else in their place
                made = await keys.new_person(purpose)
        return _Person(made.person_id, made.pid, f"{name}{number}", language, bot)

    return await asyncio.gather(*(one(number, chance.choice(LANGUAGES)) for number in range(count)))


async def _copy_people(
    conn: psycopg.AsyncConnection, keys: Keys, people: Sequence[_Person], now: datetime
) -> None:
    handles = await keys.handles("person", [one.person_id for one in people], Purpose.ACCOUNT)
    born = {
        one.person_id: handles[one.person_id].seal("identity", "people.person.birth_date", b"1990-05-17")
        for one in people
    }
    columns = "person_id,handle,name,bio,market,language,bot,state,edition_version,created_at,birth_date"
    rows = (
        (
            p.person_id,
            p.handle,
            f"The {p.handle}",
            "",
            "US",
            p.language,
            p.bot,
            "active",
            1,
            now,
            born[p.person_id],
        )
        for p in people
    )
    await _copy(conn, "people.person", columns, rows)
    rows_of_handles = ((p.handle, p.person_id, "current") for p in people)
    await _copy(conn, "people.handle", "handle,person_id,state", rows_of_handles)
    rows_of_viewers = ((p.pid, "US", p.language, "adult") for p in people)
    await _copy(conn, "people.viewer", "pid,market,language,age_tier", rows_of_viewers)


@dataclass(frozen=True)
class _Clip:
    clip_id: UUID
    owner: _Person
    at: datetime
    caption: str


def _clips(creators: Sequence[_Person], count: int, chance: random.Random, now: datetime) -> list[_Clip]:
    """Few creators make many clips; most are of late. Each maker has three hashtags of their own, and each
    clip one of those and one of all, of which some are much more frequent than others."""
    weights = [1 / (place + 3) for place in range(len(creators))]
    owners = chance.choices(creators, weights, k=count)
    ages = sorted((timedelta(days=_BACK_DAYS * chance.random() ** 2) for _ in range(count)), reverse=True)
    frequent = [1 / (place + 10) for place in range(_TOPICS)]
    topics = [f"topic{place}" for place in range(_TOPICS)]
    own = {one.pid: chance.choices(topics, frequent, k=3) for one in creators}
    return [
        _Clip(
            uuid7(unix_ms(now - age), entropy(10)), owner, now - age,
            _CAPTION.format(chance.choice(own[owner.pid]), *chance.choices(topics, frequent)),
        )
        for owner, age in zip(owners, ages, strict=True)
    ]  # fmt: skip


async def _copy_clips(conn: psycopg.AsyncConnection, clips: Sequence[_Clip], chance: random.Random) -> None:
    columns = (
        "person_id,clip_id,upload_id,state,state_at,progress,visibility,market,language,edition_version,"
        "caption,colour,placeholder,duration_ms,width,height,created_at,published_at"
    )
    placeholder = "UklGR" + "A" * 120
    rows = (
        (c.owner.person_id, c.clip_id, IDS.new(), "published", c.at, 1.0, "public", "US", c.owner.language, 1,
         c.caption, "#335577", placeholder, 18_000, 1080, 1920, c.at, c.at)
        for c in clips
    )  # fmt: skip
    await _copy(conn, "clips.clip", columns, rows)
    files = (
        (
            c.owner.person_id,
            c.clip_id,
            chance.randbytes(32).hex(),
            name,
            kind,
            False,
            3_000_000,
            w,
            h,
            rate,
            codecs,
        )
        for c in clips
        for kind, name, w, h, rate, codecs in _RENDITIONS
    )
    await _copy(
        conn,
        "clips.rendition",
        "person_id,clip_id,digest,name,kind,sealed,bytes,width,height,bitrate,codecs",
        files,
    )
    totals = (
        (c.clip_id, likes := int(chance.paretovariate(0.9)) % 20_000, likes // 5, likes * 20, likes // 9)
        for c in clips
    )
    await _copy(conn, "clips.total", "clip_id,likes,saves,plays,shares", totals)


async def _copy_history(
    conn: psycopg.AsyncConnection,
    keys: Keys,
    viewers: Sequence[_Person],
    creators: Sequence[_Person],
    clips: Sequence[_Clip],
    sizes: Sizes,
    chance: random.Random,
    now: datetime,
) -> None:
    """Whom each viewer follows, blocks and mutes, what they liked, and, sealed, what they saw."""
    today, since = now.date(), (now - timedelta(days=4)).date()
    handles = await keys.handles("viewer", [one.pid for one in viewers], Purpose.FEED)
    edges: list[tuple[UUID, str, UUID, date]] = []
    likes: list[tuple[UUID, UUID, date]] = []
    snapshots: list[tuple[UUID, date, bytes]] = []
    for place, one in enumerate(viewers):
        others = chance.sample(creators, chance.randint(*sizes.follows))
        edges += [(one.pid, "follow", other.pid, today) for other in others]
        if place % 4 == 0:
            kind = "block" if place % 8 else "mute"
            edges.append((one.pid, kind, chance.choice(creators).pid, today))
        newest = clips[-5_000:]
        likes += [(one.pid, c.clip_id, today) for c in chance.sample(newest, chance.randint(*sizes.likes))]
        state = Interests()
        state.day = since
        seen = chance.sample(newest, chance.randint(*sizes.seen))
        for clip in seen:
            at_ms = unix_ms(now) - chance.randrange(30 * 86_400_000)
            state.learn(Event(clip.clip_id, Kind.IMPRESSION, clip.clip_id, None, at_ms, 0, 0))
        snapshots.append((one.pid, since, handles[one.pid].seal("behaviour", "feed.snapshot", encode(state))))
    await _copy(conn, "people.edge", "pid,kind,other_pid,day", edges)
    await _copy(conn, "clips.liked", "pid,clip_id,day", likes)
    await _copy(conn, "feed.snapshot", "pid,day,sealed", snapshots)


async def _tokens(conn: psycopg.AsyncConnection, viewers: Sequence[_Person], now: datetime) -> list[str]:
    """One session each, as ``Sessions.begin`` makes them."""
    tokens = [token_of(one.person_id, entropy(32)) for one in viewers]
    columns = "person_id,token_hash,session_id,kind,created_at,expires_at"
    rows = (
        (*key, IDS.new(), "token", now, now + timedelta(days=30)) for token in tokens if (key := parse(token))
    )
    await _copy(conn, "people.session", columns, rows)
    return tokens


async def _copy(
    conn: psycopg.AsyncConnection, table: str, columns: str, rows: Iterable[tuple[Any, ...]]
) -> None:
    async with conn.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            await copy.write_row(row)
