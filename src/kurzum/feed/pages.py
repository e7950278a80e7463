"""Pages as they are kept: sealed, with all that is needed to make them again (invariants 6 and 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
import numpy as np

from kurzum.clips.columns import Columns
from kurzum.clips.numbers import Int32
from kurzum.core.clock import from_ms, unix_ms
from kurzum.core.ids import uuid7, uuid7_ms
from kurzum.custody import Handle, Keys, Purpose
from kurzum.feed.candidates import NEW
from kurzum.feed.engine import Engine, FeedKind, Page, Pick, picks
from kurzum.feed.errors import NoSuchPage
from kurzum.feed.explain import Reason, Told, plainly
from kurzum.feed.interests import SERVED_MS, Interests
from kurzum.feed.rank import BEFORE, EXPLORED, FEATURES, FIRST, MARKS, Features, Taste, Weighing
from kurzum.feed.rerank import Slate, rerank
from kurzum.store.pool import Database
from kurzum.store.queries import load
from kurzum.store.together import Together

_SQL = load("kurzum.feed", "pages.sql")
FIELD = "feed.page"
_REAL = np.array([name not in MARKS for name in FEATURES])
_DRAWN = np.array([name in EXPLORED for name in FEATURES])
_SMALL = 1 << 16
_DAY_MS = 86_400_000


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of a page. Arrays are little-endian bytes; each byte here costs the page twice.

    ``engine``: version of the configuration. ``clips``: 16 bytes each. ``features``: of ``columns``, float16
    [k, n] ([n, k] before version 3); ``bits``: features that are 0 or 1, of ``marks``, a bit each [m, n];
    features that no clip has, or that count nothing, are left out (from version 4 on). ``weights``: of the
    features that are there, columns first; before version 4 there are none, see ``rank.FIRST``. ``creators``,
    ``topics`` (one more): int32, or uint16 where all are so small. ``lanes`` are left out where all are new,
    ``lately`` where a clip is new.
    A page in order of time has no slate.
    """

    v: int
    kind: FeedKind
    at_ms: int
    engine: int
    picks: list[Pick]
    note: str | None
    last_creator: UUID | None
    market: str | None
    language: str
    clips: bytes = b""
    columns: list[str] = []
    features: bytes = b""
    marks: list[str] = []
    bits: bytes = b""
    weights: list[float] = []
    base: float = 0.0
    creators: bytes = b""
    topics: bytes = b""
    lanes: bytes = b""
    lately: bytes = b""
    before: int = -1
    limit: int = 0
    seed: int = 0

    @property
    def candidates(self) -> list[UUID]:
        """The clips of the slate; none for a page in order of time."""
        return [UUID(bytes=self.clips[at : at + 16]) for at in range(0, len(self.clips), 16)]


class _Pick(msgspec.Struct, frozen=True):
    clip_id: UUID


class _Served(msgspec.Struct, frozen=True):
    """What a viewer's state needs of a record; the rest of it is skipped, not decoded."""

    at_ms: int
    picks: list[_Pick]
    last_creator: UUID | None


class _Row(msgspec.Struct, frozen=True):
    day: date
    pid: UUID
    page_id: UUID
    sealed: bytes


def record_of(page: Page, taste: Taste, at_ms: int, version: int, columns: Columns) -> Record:
    """The record of a For You page. ``columns``: whose numbers the page has."""
    slate = page.slate
    met = slate.lanes != NEW
    table = slate.features.T.astype("<f2", copy=False)
    counts = table.any(axis=1) & (_DRAWN | (slate.weights != 0))
    reals, marks = np.flatnonzero(counts & _REAL), np.flatnonzero(counts & ~_REAL)
    return Record(
        v=4, kind="foryou", at_ms=at_ms, engine=version, picks=page.picks, note=page.note,
        last_creator=None if page.last_creator < 0 else columns.people.id(page.last_creator),
        market=taste.market, language=taste.language,
        clips=columns.numbers.joined(page.clips),
        columns=[FEATURES[n] for n in reals], features=table[reals].tobytes(),
        marks=[FEATURES[n] for n in marks], bits=np.packbits(table[marks] != 0, axis=1).tobytes(),
        weights=slate.weights[[*reals, *marks]].tolist(), base=page.base,
        creators=_small(slate.creators), topics=_small(slate.topics + 1),
        lanes=slate.lanes.tobytes() if np.count_nonzero(met) else b"",
        lately=slate.lately[met].astype("<i8", copy=False).tobytes(),
        before=slate.last_creator, limit=slate.limit, seed=slate.seed,
    )  # fmt: skip


def _small(numbers: Int32) -> bytes:
    small = not len(numbers) or (int(numbers.min()) >= 0 and int(numbers.max()) < _SMALL)
    return numbers.astype("<u2" if small else "<i4", copy=False).tobytes()


def record_in_time(kind: FeedKind, picks: list[Pick], at_ms: int, language: str, version: int) -> Record:
    """The record of a page that is in order of time: it has picks alone."""
    return Record(
        v=1, kind=kind, at_ms=at_ms, engine=version, picks=picks, note=None, last_creator=None,
        market=None, language=language,
    )  # fmt: skip


def remade(record: Record, engine: Engine) -> list[Pick]:
    """The picks of a For You page, made again from its record, by the rules of its configuration.

    What a reason names (a clip watched, how often) is the record's; which reasons there are is found anew.
    """
    clip_ids = record.candidates
    many = len(clip_ids)
    lanes = np.frombuffer(record.lanes, np.int8) if record.lanes else np.zeros(many, np.int8)
    lately = np.zeros(many, np.int64)
    lately[lanes != NEW] = np.frombuffer(record.lately, "<i8")
    features, weights = _features(record, many)
    slate = Slate(
        features=features,
        weights=weights,
        creators=_numbers(record.creators, many),
        topics=_numbers(record.topics, many) - 1 if record.topics else np.full(many, -1, np.int32),
        lanes=lanes,
        lately=lately,
        last_creator=record.before,
        limit=record.limit,
        seed=record.seed,
    )
    placed = rerank(slate, engine.config if record.v >= 4 else BEFORE)
    return picks([clip_ids[one.index] for one in placed], slate, placed, record.base, _tell(record, clip_ids))


def _tell(record: Record, clip_ids: Sequence[UUID]) -> Told:
    said = {(pick.clip_id, reason.code): reason for pick in record.picks for reason in pick.reasons}
    plain = plainly(record.market, record.language)

    def tell(row: int, code: str) -> Reason | None:
        return plain.get(code) or said.get((clip_ids[row], code))

    return tell


def _features(record: Record, n: int) -> tuple[Features, Weighing]:
    """The whole table, float16 [n, k], and what each feature counts."""
    reals = np.frombuffer(record.features, "<f2")
    reals = reals.reshape(n, -1).T if record.v < 3 else reals.reshape(len(record.columns), n)
    bits = np.frombuffer(record.bits, np.uint8).reshape(len(record.marks), (n + 7) // 8)
    marks = np.unpackbits(bits, axis=1, count=n)
    names = [*record.columns, *record.marks]
    counted = record.weights or [FIRST[name] for name in names]
    table, weights = np.zeros((len(FEATURES), n), np.float16), np.zeros(len(FEATURES))
    for rows, part in ((reals, record.columns), (marks, record.marks)):
        table[[FEATURES.index(name) for name in part]] = rows
    weights[[FEATURES.index(name) for name in names]] = counted
    return table.T, weights


def known_of(record: Record) -> tuple[dict[str, list[float]], dict[str, float]]:
    """What was known of each candidate, by the features that were kept, and what each feature counted."""
    if not record.clips:
        return {}, {}
    table, weights = _features(record, len(record.candidates))
    places = {name: FEATURES.index(name) for name in (*record.columns, *record.marks)}
    known = {name: table[:, place].tolist() for name, place in places.items()}
    return known, {name: float(weights[place]) for name, place in places.items()}


def _numbers(stored: bytes, n: int) -> Int32:
    small = len(stored) == 2 * n
    return np.frombuffer(stored, "<u2" if small else "<i4").astype(np.int32)


class Pages:
    """Keeps the pages of everybody signed in."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys
        self._commits = Together[_Row, None](self._write)

    async def keep(self, pid: UUID, page_id: UUID, record: Record) -> None:
        """Seal and store a page; durable on return. Raises CustodianUnavailable, DatabaseUnavailable.

        It is a look as well (``store.moves``): afterwards everything is told that was committed before.
        """
        handle = await self._keys.viewer(pid, Purpose.FEED)
        sealed = handle.seal("behaviour", FIELD, msgspec.msgpack.encode(record))
        await self._commits.put(_Row(_day(page_id), pid, page_id, sealed))

    async def take_back(self, pid: UUID, page_id: UUID) -> None:
        """Delete a page that was kept but not handed out. Raises DatabaseUnavailable."""
        async with self._database.append() as conn:
            await conn.execute(_SQL.take_back, {"day": _day(page_id), "pid": pid, "page_id": page_id})

    async def read(self, pid: UUID, page_id: UUID, purpose: Purpose = Purpose.FEED) -> Record:
        """A page of this viewer. Raises NoSuchPage, CustodianUnavailable, KeyDestroyed."""
        handle = await self._keys.viewer(pid, purpose)
        (sealed,) = await self._one(_SQL.one, page_id, pid=pid)
        return _open(handle, bytes(sealed))

    async def owner(self, page_id: UUID) -> UUID:
        """The viewer of a page. Raises NoSuchPage."""
        (pid,) = await self._one(_SQL.owner, page_id)
        found: UUID = pid
        return found

    async def _one(self, sql: str, page_id: UUID, **more: UUID) -> tuple[Any, ...]:
        try:
            place = {"day": _day(page_id), "page_id": page_id, **more}
        except ValueError:
            raise NoSuchPage("There is no such page.") from None
        async with self._database.read() as conn:
            row = await (await conn.execute(sql, place)).fetchone()
        if row is None:
            raise NoSuchPage("There is no such page, or it is older than pages are kept.")
        return row

    async def replay(self, pid: UUID, page_id: UUID, engine: Engine) -> tuple[list[Pick], list[Pick]]:
        """The picks that were served and those that come out again, of a For You page. Raises as ``read``."""
        record = await self.read(pid, page_id)
        return record.picks, remade(record, engine)

    async def catch_up(self, handle: Handle, state: Interests, now: datetime) -> None:
        """Tell a state the late pages it does not know, made by another server or before a restart."""
        since_ms = max(0, unix_ms(now) - SERVED_MS)
        after = uuid7(since_ms, bytes(10))
        wanted = {"day": from_ms(since_ms).date(), "pid": handle.owner, "after": after}
        async with self._database.read() as conn:
            wanted["known"] = list(state.pages)
            rows = await (await conn.execute(_SQL.recent, wanted, binary=True)).fetchall()
        for page_id, sealed in rows:
            plain = handle.open("behaviour", FIELD, sealed)
            page = msgspec.msgpack.decode(plain, type=_Served)
            state.served(page_id, [pick.clip_id for pick in page.picks], page.at_ms, page.last_creator)

    async def forget_viewer(self, pid: UUID) -> None:
        """Delete a viewer's pages; copies of them cannot be opened once their key is gone."""
        async with self._database.write() as conn:
            await conn.execute(_SQL.forget, {"pid": pid})

    async def _write(self, rows: Sequence[_Row]) -> list[None]:
        """One statement a day, committed by itself, for all pages that wait."""
        moves = self._database.moves
        origin = await moves.origin()
        await moves.fresh()  # it has something to go on from
        for day in {row.day for row in rows}:
            of_day = [row for row in rows if row.day == day]
            async with self._database.append() as conn:
                listening = moves.begin()
                cursor = await conn.execute(
                    _SQL.keep,
                    {
                        "day": day, "pids": [row.pid for row in of_day],
                        "page_ids": [row.page_id for row in of_day],
                        "sealed": [row.sealed for row in of_day], "origin": origin, "last": listening.last,
                    },
                )  # fmt: skip
                moves.hear(listening, await cursor.fetchall())
        return [None] * len(rows)


def _day(page_id: UUID) -> date:
    return _day_of(uuid7_ms(page_id) // _DAY_MS)


@lru_cache(maxsize=100)
def _day_of(number: int) -> date:
    return from_ms(number * _DAY_MS).date()


def _open(handle: Handle, sealed: bytes) -> Record:
    return msgspec.msgpack.decode(handle.open("behaviour", FIELD, sealed), type=Record)
