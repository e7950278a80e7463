"""A backup folder: of one kind and one zone, one writer at a time, snapshots that are whole or not there.

kurzum-backup.json      what the folder is for
lock                    held by who writes
blobs/ab/abcd...        of a zone: every blob once, for all snapshots
snapshots/NNNNNN-TIME   each with its manifest
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from kurzum.app.backup import manifest
from kurzum.app.backup.manifest import BackupDamaged, Kind, NoBackup, sync_folder, write_durably
from kurzum.core.errors import Conflict, Refused

MARK = "kurzum-backup.json"


class BackupPlace(Refused):
    """The folder named is no place for this backup; says which is."""

    code = "backup_place"


class BackupBusy(Conflict):
    """Somebody else writes to this backup folder."""

    code = "backup_busy"


class Purpose(msgspec.Struct, frozen=True):
    """What a folder is for. ``zone`` is None where a folder holds one folder for each of several zones."""

    kind: Kind
    zone: str | None


class BackupFolder:
    """One zone's folder, of one kind."""

    def __init__(self, folder: Path, kind: Kind, zone: str) -> None:
        self.folder = folder
        self.kind = kind
        self.zone = zone

    @property
    def blobs(self) -> Path:
        return self.folder / "blobs"

    @property
    def snapshots(self) -> Path:
        return self.folder / "snapshots"

    def whole(self) -> list[Path]:
        """Its snapshots that are whole, oldest first."""
        return [path for path in self._all() if (path / manifest.NAME).is_file()]

    def newest(self, name: str | None = None) -> Path:
        """The newest whole snapshot, or the one of that name. Raises NoBackup, BackupDamaged."""
        found = purpose_of(self.folder)
        if found is None:
            raise NoBackup(f"{self.folder} holds no backup of Kurzum's; name the folder that does")
        if found != Purpose(self.kind, self.zone):
            raise NoBackup(
                f"{self.folder} holds a backup of kind '{found.kind}' of zone '{found.zone}', "
                f"not of kind '{self.kind}' of zone '{self.zone}'; name another folder or --zone"
            )
        whole = self.whole()
        if name is not None:
            whole = [path for path in whole if path.name == name]
        if not whole:
            cut_off = len(self._all())
            why = f"{cut_off} were begun and not finished" if cut_off else "none was begun"
            raise NoBackup(f"{self.folder} holds no whole backup{f' {name}' if name else ''}: {why}")
        return whole[-1]

    @contextmanager
    def writing(self, now: datetime) -> Iterator[Path]:
        """A new snapshot's folder, to be filled and made whole. Whatever happens, older ones stay.

        Raises BackupBusy.
        """
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupBusy(
                    f"another backup is being written to {self.folder}; nothing was changed; wait for it"
                ) from None
            self.snapshots.mkdir(mode=0o700, exist_ok=True)
            self._remove_unfinished()
            last = max((int(path.name[:6]) for path in self._all()), default=0)
            fresh = self.snapshots / f"{last + 1:06}-{now:%Y%m%dT%H%M%SZ}"
            fresh.mkdir(mode=0o700)
            yield fresh
        finally:
            os.close(lock)

    def keep(self, count: int) -> list[Path]:
        """Remove all but the newest ``count`` whole snapshots; those that are left, oldest first."""
        whole = self.whole()
        for old in whole[: max(0, len(whole) - count)]:
            # Its manifest first: half a snapshot must not look like a whole one.
            (old / manifest.NAME).unlink()
            sync_folder(old)
            shutil.rmtree(old)
        return whole[max(0, len(whole) - count) :]

    def _remove_unfinished(self) -> None:
        for path in self._all():
            if not (path / manifest.NAME).is_file():
                shutil.rmtree(path)

    def _all(self) -> list[Path]:
        if not self.snapshots.is_dir():
            return []
        return sorted(path for path in self.snapshots.iterdir() if path.is_dir() and path.name[:6].isdigit())


def purpose_of(folder: Path) -> Purpose | None:
    """What a folder is for; None where it is no backup folder. Raises BackupDamaged."""
    try:
        return msgspec.json.decode((folder / MARK).read_bytes(), type=Purpose)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except msgspec.DecodeError as error:
        raise BackupDamaged(f"{folder / MARK} cannot be read: {error}; use another backup") from None


def claim(folder: Path, purpose: Purpose, home: Path) -> Path:
    """Make the folder one for that purpose, or make sure that it is; its real path. Raises BackupPlace."""
    folder = folder.resolve()
    if folder.is_relative_to(home.resolve()) or home.resolve().is_relative_to(folder):
        raise BackupPlace(
            f"{folder} and the HOME {home} lie in each other: one accident would take both; "
            "name another folder"
        )
    _refuse_other_kind(folder, purpose.kind)
    known = purpose_of(folder)
    if known is not None and known != purpose:
        raise BackupPlace(
            f"{folder} is for backups of kind '{known.kind}' of {_zone(known)}; name another folder for "
            f"{_zone(purpose)}"
        )
    if known is None:
        if folder.exists() and any(folder.iterdir()):
            raise BackupPlace(f"{folder} holds something else; name an empty folder, or a new one")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(folder / f"{MARK}.new", msgspec.json.encode(purpose))
        (folder / f"{MARK}.new").rename(folder / MARK)
        sync_folder(folder)
    folder.chmod(0o700)
    return folder


def beside_other_kind(folder: Path, kind: Kind) -> Path | None:
    """A folder of the other kind right beside this one: allowed, and worth a word."""
    for path in sorted(folder.parent.iterdir()):
        found = purpose_of(path) if path.is_dir() and path != folder else None
        if found is not None and found.kind != kind:
            return path
    return None


def _refuse_other_kind(folder: Path, kind: Kind) -> None:
    """Neither the same folder, nor one inside the other: a single copy or theft would take both."""
    around = (path for path in (folder, *folder.parents) if _readable(path))
    inside = (path.parent for depth in ("*", "*/*") for path in folder.glob(f"{depth}/{MARK}"))
    for path in (*around, *inside):
        found = purpose_of(path)
        if found is not None and found.kind != kind:
            raise BackupPlace(
                f"{path} holds backups of kind '{found.kind}', and {folder} would lie with them: whoever has "
                "both opens everything of the zone; nothing was written; name a folder elsewhere, best on "
                "another disk under another key"
            )


def _readable(path: Path) -> bool:
    return path.is_dir() and os.access(path, os.R_OK | os.X_OK)


def _zone(purpose: Purpose) -> str:
    return f"zone '{purpose.zone}'" if purpose.zone is not None else "several zones"
