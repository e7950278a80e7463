"""The custodian's backup: its store and its epoch key, copied by a process of the custodian's own user.

Whoever has such a backup and the zone's opens everything. It belongs to the custodian's partner, in a place
of
their own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

import kurzum
from kurzum.app import backed_up, restored
from kurzum.app.backup import manifest, reach
from kurzum.app.backup.copying import Say, copy_file
from kurzum.app.backup.folder import BackupFolder, Purpose, claim
from kurzum.app.backup.manifest import Manifest, NoBackup
from kurzum.app.backup.restoring import NotEmpty
from kurzum.app.homelock import hold
from kurzum.app.launch import Task, code, python, run
from kurzum.app.machine import entropy
from kurzum.app.places import Places, places
from kurzum.core.errors import Conflict
from kurzum.core.settings import Settings
from kurzum.custody.custodian.backup import EPOCH, STORE, judge

Now = Callable[[], datetime]


class TakenKeys(msgspec.Struct, frozen=True, kw_only=True):
    """A custodian's backup. ``people``: whose keys are in it; ``destroyed``: hashes of the erased."""

    zone: str
    folder: str
    snapshot: str
    taken_at: datetime
    people: int
    destroyed: int


def folder_of(folder: Path, zone: str, home: Path) -> BackupFolder:
    """The folder of a custodian's backups, made where need be. Raises BackupPlace."""
    return BackupFolder(claim(folder, Purpose("custodian", zone), home), "custodian", zone)


def back_up(settings: Settings, zone: str, into: BackupFolder, now: Now, say: Say, keep: int) -> TakenKeys:
    """Take a backup of the keys; every record of it was opened. Raises KurzumError."""
    where = places(settings.home, zone)
    begun = now()
    if not (where.of("custodian") / STORE).is_file():
        raise NoBackup(f"{where.of('custodian')} holds no keys; nothing was written; check --home and --zone")
    say(f"{zone}: backing up the custodian's keys to {into.folder}")
    with into.writing(begun) as fresh:
        _copy(settings, zone, where, fresh)
        holds = judge(fresh, zone, entropy)
        made = Manifest(
            kind="custodian",
            zone=zone,
            version=kurzum.__version__,
            taken_at=begun,
            finished_at=now(),
            files=manifest.described(fresh),
            people=holds.people,
            destroyed=holds.destroyed,
        )
        manifest.write(fresh, made)
        into.keep(keep)
    backed_up.note(where.folder, "keys", begun)
    return _told(into, fresh, made)


def check(source: BackupFolder, name: str | None) -> TakenKeys:
    """Compare a backup with its manifest. Raises NoBackup, BackupDamaged."""
    folder = source.newest(name)
    known = manifest.read(folder)
    manifest.check_files(folder, known)
    return _told(source, folder, known)


def restore(source: BackupFolder, name: str | None, settings: Settings, say: Say) -> TakenKeys:
    """Bring the keys back to a zone that has none. Raises KurzumError; then nothing was changed.

    At its next start the zone tells them who was destroyed since: see ``people.returning``.
    """
    told = check(source, name)
    zone, home = source.zone, settings.home
    where = places(home, zone)
    reach.refuse_foreign(home)
    if not where.folder.is_dir():
        raise Conflict(
            f"{home} has no zone '{zone}' yet; nothing was changed; restore the zone first: "
            f"kurzum zone restore DIR --zone {zone} --home {home}"
        )
    with hold(home):
        target = where.of("custodian")
        if target.is_dir() and any(target.iterdir()):
            raise NotEmpty(
                f"{target} holds keys already; nothing was changed; to restore these instead, restore the "
                "zone "
                "into a new --home first and then its keys, or move that folder away while nothing runs"
            )
        say(f"{zone}: restoring the keys of {told.people} people, taken {told.taken_at:%Y-%m-%d %H:%M} UTC")
        _put(source.newest(name), where, settings)
        known = restored.read(where) or restored.Restored(keys="none")
        note = msgspec.structs.replace(
            known, keys="backup", keys_from=told.taken_at, settled_at=None, found=None
        )
        restored.write(where.folder, note)
    return told


def _copy(settings: Settings, zone: str, where: Places, fresh: Path) -> None:
    made = [os.open(fresh / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600) for name in (STORE, EPOCH)]
    try:
        # As the custodian's own user: SQLite makes files beside the store, which the custodian must be able
        # to
        # use afterwards.
        program = python("kurzum.custody.custodian.backup")
        task = Task(
            argv=(*program, str(where.of("custodian")), *(str(one) for one in made)),
            folder=where.of("custodian"),
            reads=code(),
            descriptors=tuple(made),
        )
        run(task, reach.cast_of(settings, zone).identity("custodian"))
    finally:
        for descriptor in made:
            os.close(descriptor)


def _put(snapshot: Path, where: Places, settings: Settings) -> None:
    target = where.of("custodian")
    fresh = target.with_name(".custodian.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    try:
        for name in (STORE, EPOCH):
            copy_file(snapshot / name, fresh / name)
        judge(fresh, where.folder.name, entropy)
        who = reach.cast_of(settings, where.folder.name).identity("custodian")
        if who.uid is not None and who.gid is not None:
            for path in (fresh, *fresh.iterdir()):
                os.chown(path, who.uid, who.gid)
        manifest.sync_folder(fresh)
        if target.is_dir():
            target.rmdir()
        fresh.rename(target)
        manifest.sync_folder(where.folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _told(folder: BackupFolder, snapshot: Path, known: Manifest) -> TakenKeys:
    return TakenKeys(
        zone=known.zone,
        folder=str(folder.folder),
        snapshot=snapshot.name,
        taken_at=known.taken_at,
        people=known.people,
        destroyed=known.destroyed,
    )
