"""The custodian's store in SQLite, in one place or in two that stay equal: every write is durable in both
before it counts.

Both files are of one connection. A write goes through the first, then the second; where the second fails or
the process ends in between, they differ by that one write, and are made equal again before the next one and
at every start: who has come further is followed, and who was destroyed in either is destroyed in both.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from kurzum.core.errors import Conflict, Unavailable
from kurzum.custody.custodian.durable import sync_folder
from kurzum.store.queries import load

_SQL = load("kurzum.custody.custodian", "twofold.sql")
_NAMES = ("main", "standby")
_WAIT_S = 30.0


class StoreFails(Unavailable):
    """A disk of the custodian's does not take what must be durable in both places. It may be there by half,
    and is made whole or undone before the next write."""

    code = "store_fails"


class StoresDiffer(Conflict):
    """The two places hold stores of different origin. Nothing was changed."""

    code = "stores_differ"


class Twofold:
    """The connection. One thread at a time. ``paths``: the store's file in each place."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self.names = _NAMES[: len(paths)]
        self._equal = False
        self.made_anew = _complete(self._paths)
        self.db = sqlite3.connect(
            self._paths[0], isolation_level=None, check_same_thread=False, timeout=_WAIT_S
        )
        try:
            for name, path in zip(self.names[1:], self._paths[1:], strict=True):
                self.db.execute(_SQL.attach.format(place=name), (str(path),))
            for name, path in zip(self.names, self._paths, strict=True):
                path.chmod(0o600)
                self.db.executescript(_SQL.set_up.format(place=name))
            self.equalise()
            if self.made_anew:
                self._begin_line()
        except BaseException:
            self.db.close()
            raise

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write: all of it in every place, or StoreFails and none that counts."""
        try:
            self.equalise()
            self._equal = False
            with self.db:
                self.db.execute("BEGIN IMMEDIATE")
                for name in self.names:
                    self.db.execute(_SQL.count_on.format(place=name))
                yield
            self._equal = True
        except sqlite3.Error as error:
            raise StoreFails(
                f"the custodian's store does not take a write in both places ({error}); nothing counts of "
                "it; make room, or see to the disk"
            ) from error

    def everywhere(self, query: str, rows: Sequence[Sequence[object]]) -> None:
        """Carry out a write with ``{place}`` in each place, for each row."""
        for name in self.names:
            self.db.executemany(query.format(place=name), rows)

    def empty_log(self) -> None:
        """The deleted pages are overwritten in the files now, and the logs that still have them are
        emptied."""
        for name in self.names:
            self.db.execute(_SQL.empty_log.format(place=name)).fetchall()

    @property
    def equal(self) -> bool:
        """Whether the last write came to its end in every place."""
        return self._equal

    def equalise(self) -> None:
        """Make the places equal, if they are not. Raises StoresDiffer, sqlite3.Error."""
        if self._equal or len(self.names) == 1:
            self._equal = True
            return
        marks = {name: self._mark(name) for name in self.names}
        ahead = max(self.names, key=lambda name: marks[name])
        behind = next(name for name in self.names if name != ahead)
        origins = {self._lineage(name) for name in self.names} - {None}
        if len(origins) > 1:
            raise StoresDiffer(
                f"{self._paths[0]} and {self._paths[1]} are stores of different origin; nothing was "
                "changed; move the one away that does not belong here"
            )
        if marks[ahead] != marks[behind]:
            with self.db:
                self.db.execute("BEGIN IMMEDIATE")
                for statement in _SQL.follow.format(ahead=ahead, behind=behind).split(";"):
                    self.db.execute(statement)
        self._equal = True

    def _mark(self, name: str) -> tuple[int, int]:
        """How far a place has come: how often one was made anew from the other, and the writes since."""
        return self.db.execute(_SQL.mark.format(place=name)).fetchone() or (0, 0)

    def _lineage(self, name: str) -> bytes | None:
        row = self.db.execute(_SQL.lineage.format(place=name)).fetchone()
        return row[0] if row else None

    def _begin_line(self) -> None:
        with self.db:
            self.db.execute("BEGIN IMMEDIATE")
            for name in self.names:
                self.db.execute(_SQL.begin_line.format(place=name))


def _complete(paths: Sequence[Path]) -> Path | None:
    """Where one place has a store and the other none, copy it; the path of the copy."""
    there = [path for path in paths if path.exists()]
    lacking = [path for path in paths if not path.exists()]
    if not there or not lacking:
        return None
    copy_store(there[0], lacking[0])
    return lacking[0]


def copy_store(source: Path, target: Path) -> None:
    """Copy a store as it is at one moment, durably, to where there is none; it may be in use."""
    fresh = target.with_name(f"{target.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    with closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True, timeout=60)) as known:
        known.execute("PRAGMA query_only = ON")
        with closing(sqlite3.connect(fresh)) as copy:
            # A copy that is cut off is begun anew: no journal of it may lie in wait for the next one.
            copy.execute("PRAGMA journal_mode = OFF").fetchall()
            known.backup(copy)
    handle = os.open(fresh, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.rename(target)
    sync_folder(target.parent)
