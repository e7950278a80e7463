"""The custodian's store: one sealed record a person, in SQLite, durable before an answer leaves.

A record holds both ids and both keys, sealed under the epoch key. It is found by keyed hashes of the
two ids, so that the file alone, without the epoch key, neither opens a key nor joins two ids. Of the
destroyed only the keyed hashes stay, each on its own, so that they stay destroyed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID

import msgspec

from kurzum.core.errors import Conflict
from kurzum.core.ids import Entropy
from kurzum.custody.custodian.keyring import Keyring
from kurzum.custody.custodian.twofold import Twofold
from kurzum.custody.sealing import KEY_BYTES, KEY_ID_BYTES, Context, SealBroken
from kurzum.custody.wire import Pair, Side
from kurzum.store.queries import load

_SQL = load("kurzum.custody.custodian", "records.sql")
_LINEAGE_BYTES = 16
_KEY_PARTS = ((0, KEY_ID_BYTES), (16, KEY_BYTES), (48, KEY_ID_BYTES), (64, KEY_BYTES))
_COUNTS = (_SQL.people, _SQL.destroyed)


class IdsClash(Conflict):
    """One of these ids belongs to somebody else or to somebody destroyed. Nothing was made."""

    code = "ids_clash"


class Record(msgspec.Struct, frozen=True, array_like=True):
    """A person: the two ids and the two keys, each under an id of its own, so that no key id joins them."""

    person_id: UUID
    pid: UUID
    person_key_id: bytes
    person_key: bytes
    viewer_key_id: bytes
    viewer_key: bytes


_RECORDS = msgspec.msgpack.Decoder(Record)


class Records:
    """The store. One thread at a time. ``paths``: its file in each of its one or two places."""

    def __init__(self, paths: Sequence[Path], keys: Keyring, zone: str, entropy: Entropy) -> None:
        self._keys = keys
        self._zone = zone
        self._entropy = entropy
        self._store = Twofold(paths)
        self._db = self._store.db
        try:
            self._tag_key = self._open_tag_key()
            self.people, self.destroyed = (int(self._db.execute(sql).fetchone()[0]) for sql in _COUNTS)
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        self._store.close()

    @property
    def made_anew(self) -> Path | None:
        """The place that had no store, and was given the other's, at this start."""
        return self._store.made_anew

    @property
    def equal(self) -> bool:
        """Whether both places are known to hold the same."""
        return self._store.equal

    def make(self, pairs: Sequence[Pair]) -> None:
        """Make records of those who have none. All or nothing. Raises IdsClash, StoreFails."""
        with self._store.writing():
            rows = self._new_rows(pairs)
            self._store.everywhere(_SQL.add, rows)
        self.people += len(rows)

    def fetch(self, side: Side, ids: Iterable[UUID]) -> tuple[list[Record], list[UUID]]:
        """The records of those ids of one side, and which of the ids are destroyed."""
        found: list[Record] = []
        destroyed: list[UUID] = []
        for owner in ids:
            record = self._find(side, owner)
            if record is not None:
                found.append(record)
            elif self._is_destroyed(self._tag(side, owner)):
                destroyed.append(owner)
        return found, destroyed

    def standing(self, side: Side, ids: Iterable[UUID]) -> tuple[list[UUID], list[UUID]]:
        """Which of those ids of one side are destroyed, and which were never known here."""
        destroyed: list[UUID] = []
        unknown: list[UUID] = []
        query = _SQL.of_person if side == "person" else _SQL.of_viewer
        for owner in ids:
            tag = self._tag(side, owner)
            if self._is_destroyed(tag):
                destroyed.append(owner)
            elif self._db.execute(query, (tag,)).fetchone() is None:
                unknown.append(owner)
        return destroyed, unknown

    def stones(self, person_ids: Iterable[UUID]) -> list[bytes]:
        """What is kept of these people once they are destroyed: says nothing without this store's own key."""
        return [self._tag("person", person_id) for person_id in person_ids]

    def destroy(self, person_ids: Iterable[UUID]) -> list[Pair]:
        """Destroy these people; who was there until now is returned. Unknown ids are remembered as well."""
        return self.destroy_again(self.stones(person_ids))

    def destroy_again(self, stones: Iterable[bytes]) -> list[Pair]:
        """Destroy those of whom these are the ``stones``: an older copy of this store may still know them."""
        gone: list[Pair] = []
        new = 0
        with self._store.writing():
            for stone in stones:
                tags = [stone]
                row = self._db.execute(_SQL.of_person, (stone,)).fetchone()
                if row is not None:
                    record = self._open(*row)
                    gone.append(Pair(record.person_id, record.pid))
                    tags.append(self._tag("viewer", record.pid))
                    self._store.everywhere(_SQL.remove, [(stone,)])
                new += sum(not self._is_destroyed(tag) for tag in tags)
                self._store.everywhere(_SQL.remember_destroyed, [(tag,) for tag in tags])
        self.people -= len(gone)
        self.destroyed += new
        self._store.empty_log()
        return gone

    def open_all(self) -> tuple[int, int]:
        """Open every record; how many there are, and how many hashes of destroyed. Raises SealBroken."""
        people = 0
        for row in self._db.execute(_SQL.every):
            self._open(*row)
            people += 1
        return people, int(self._db.execute(_SQL.destroyed).fetchone()[0])

    def reseal(self, after: bytes, most: int) -> tuple[bytes, int] | None:
        """Seal the next records behind that tag under the newest epoch, at most so many, in one write.

        Returns the last tag looked at and how many were of an older epoch; None at the end. Raises
        StoreFails.
        """
        rows = self._db.execute(_SQL.some_after, (after, most)).fetchall()
        if not rows:
            return None
        fresh = []
        for tag, sealed in rows:
            again = self._keys.reseal(self._of_row(tag), sealed, self._entropy)
            if again is not None:
                fresh.append((again, tag))
        if fresh:
            with self._store.writing():
                self._store.everywhere(_SQL.replace, fresh)
        return rows[-1][0], len(fresh)

    def end_turn(self) -> None:
        """Once every record is under the newest epoch: the rest of the store, and nothing of before left in
        its logs. From here on the older epochs' keys are not needed. Raises StoreFails."""
        sealed = self._db.execute(_SQL.tag_key).fetchone()[0]
        again = self._keys.reseal(self._of_tag_key(), sealed, self._entropy)
        with self._store.writing():
            if again is not None:
                self._store.everywhere(_SQL.replace_tag_key, [(again,)])
        self._store.empty_log()

    def _new_rows(self, pairs: Sequence[Pair]) -> list[tuple[bytes, bytes, bytes]]:
        """Rows of those who have none yet, each with fresh keys. Raises IdsClash."""
        rows: dict[bytes, tuple[bytes, bytes, bytes]] = {}
        met: dict[bytes, bytes] = {}
        for pair in pairs:
            person_tag, pid_tag = self._tag("person", pair.person_id), self._tag("viewer", pair.pid)
            if person_tag in rows and met.get(pid_tag) == person_tag:
                continue
            if person_tag in rows or pid_tag in met:
                raise IdsClash("one of these ids belongs to somebody else; make new ones")
            if self._is_known(person_tag, pid_tag):
                continue
            rows[person_tag] = (person_tag, pid_tag, self._new_record(pair, person_tag))
            met[pid_tag] = person_tag
        return list(rows.values())

    def _is_known(self, person_tag: bytes, pid_tag: bytes) -> bool:
        """Whether these two belong together here; False where both are new. Raises IdsClash."""
        if self._is_destroyed(person_tag) or self._is_destroyed(pid_tag):
            raise IdsClash("one of these ids belonged to somebody who was erased; make new ones")
        known = self._db.execute(_SQL.known_tags, (person_tag, pid_tag)).fetchall()
        if known and known != [(person_tag, pid_tag)]:
            raise IdsClash("one of these ids belongs to somebody else; make new ones")
        return bool(known)

    def _new_record(self, pair: Pair, person_tag: bytes) -> bytes:
        fresh = self._entropy(2 * (KEY_ID_BYTES + KEY_BYTES))
        parts = (fresh[at : at + size] for at, size in _KEY_PARTS)
        record = Record(pair.person_id, pair.pid, *parts)
        return self._keys.seal(self._of_row(person_tag), msgspec.msgpack.encode(record), self._entropy)

    def _find(self, side: Side, owner: UUID) -> Record | None:
        query = _SQL.of_person if side == "person" else _SQL.of_viewer
        row = self._db.execute(query, (self._tag(side, owner),)).fetchone()
        if row is None:
            return None
        record = self._open(*row)
        if owner != (record.person_id if side == "person" else record.pid):
            raise SealBroken("a record of the custodian's store stands in another's place")
        return record

    def _open(self, person_tag: bytes, sealed: bytes) -> Record:
        return _RECORDS.decode(self._keys.open(self._of_row(person_tag), sealed))

    def _is_destroyed(self, tag: bytes) -> bool:
        return self._db.execute(_SQL.is_destroyed, (tag,)).fetchone() is not None

    def _tag(self, side: Side, owner: UUID) -> bytes:
        return hmac.digest(self._tag_key, side.encode() + b"|" + owner.bytes, hashlib.sha256)

    def _of_row(self, person_tag: bytes) -> Context:
        # A record is bound to its row: moved to another, it does not open.
        return Context(self._zone, UUID(bytes=person_tag[:16]), "custodian", "record")

    def _of_tag_key(self) -> Context:
        return Context(self._zone, UUID(int=0), "custodian", "tag key")

    def _open_tag_key(self) -> bytes:
        row = self._db.execute(_SQL.tag_key).fetchone()
        if row is not None:
            key = self._keys.open(self._of_tag_key(), row[0])
            if self._db.execute(_SQL.lineage).fetchone() is not None:
                return key
        else:
            key = self._entropy(KEY_BYTES)
        with self._store.writing():
            sealed = self._keys.seal(self._of_tag_key(), key, self._entropy)
            self._store.everywhere(_SQL.replace_tag_key, [(sealed,)])
            self._store.everywhere(_SQL.add_lineage, [(self._entropy(_LINEAGE_BYTES),)])
        return key
