"""The custodian's backup: its store, copied by a process of the custodian's own user. Never the epoch file.

Whoever has such a backup, the zone's, the current epoch file and two shares opens everything. It belongs to
the custodian's partner, in a place of their own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

import kurzum
from kurzum.app import backed_up, restored
from kurzum.app.backup import epochs, manifest, reach
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
from kurzum.custody.custodian.backup import PLAIN_EPOCH, STORE, judge, key_ids
from kurzum.custody.custodian.epoch import plain_key
from kurzum.custody.custodian.safes import Safe

Now = Callable[[], datetime]


class TakenKeys(msgspec.Struct, frozen=True, kw_only=True):
    """A custodian's backup. ``people``: whose keys are in it; ``destroyed``: hashes of the erased; ``epoch``:
    under which it is sealed, None for one of Kurzum 0.1; ``opened``: whether each record was opened just
    now."""

    zone: str
    folder: str
    snapshot: str
    taken_at: datetime
    people: int
    destroyed: int
    epoch: int | None = None
    opened: bool = False


def folder_of(folder: Path, zone: str, home: Path) -> BackupFolder:
    """The folder of a custodian's backups, made where need be. Raises BackupPlace."""
    return BackupFolder(claim(folder, Purpose("custodian", zone), home), "custodian", zone)


def back_up(settings: Settings, zone: str, into: BackupFolder, now: Now, say: Say, keep: int) -> TakenKeys:
    """Take a backup of the keys; every record of it was opened, where two shares lie here. Raises
    KurzumError."""
    where = places(settings.home, zone)
    begun = now()
    if not (where.of("custodian") / STORE).is_file():
        raise NoBackup(f"{where.of('custodian')} holds no keys; nothing was written; check --home and --zone")
    known = epochs.current(settings, where)
    say(f"{zone}: backing up the custodian's keys to {into.folder}")
    with into.writing(begun) as fresh:
        _copy(settings, zone, where, fresh)
        holds = judge(fresh / STORE, zone, known.key_id, known.opened.key if known.opened else None, entropy)
        made = Manifest(
            kind="custodian",
            zone=zone,
            version=kurzum.__version__,
            taken_at=begun,
            finished_at=now(),
            files=manifest.described(fresh),
            people=holds.people,
            destroyed=holds.destroyed,
            epoch=known.number,
        )
        manifest.write(fresh, made)
        into.keep(keep)
    backed_up.note(where.folder, "keys", begun)
    backed_up.note_folder(where.folder, into.folder)
    return _told(into, fresh, made, opened=holds.opened)


def check(source: BackupFolder, name: str | None) -> TakenKeys:
    """Compare a backup with its manifest. Raises NoBackup, BackupDamaged."""
    folder = source.newest(name)
    known = manifest.read(folder)
    manifest.check_files(folder, known)
    return _told(source, folder, known)


def restore(
    source: BackupFolder, name: str | None, settings: Settings, say: Say, epoch_from: Path | None = None
) -> TakenKeys:
    """Bring the keys back to a zone that has none. Raises KurzumError; then nothing was changed.

    ``epoch_from``: where the epoch file is, if in neither of the custodian's places here. At its next start
    the zone tells the keys who was destroyed since: see ``people.returning``.
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
        for safe in epochs.safes_of(settings, where):
            if safe.store.exists():
                raise NotEmpty(
                    f"{safe.folder} holds keys already; nothing was changed; to restore these instead, "
                    "restore the zone into a new --home first and then its keys, or move that folder away "
                    "while nothing runs"
                )
        say(f"{zone}: restoring the keys of {told.people} people, taken {told.taken_at:%Y-%m-%d %H:%M} UTC")
        opened = _put(source.newest(name), where, settings, told.epoch, epoch_from)
        known = restored.read(where) or restored.Restored(keys="none")
        note = msgspec.structs.replace(
            known, keys="backup", keys_from=told.taken_at, settled_at=None, found=None
        )
        restored.write(where.folder, note)
    return msgspec.structs.replace(told, opened=opened)


def _copy(settings: Settings, zone: str, where: Places, fresh: Path) -> None:
    made = os.open(fresh / STORE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        # As the custodian's own user: SQLite makes files beside the store, which the custodian must be able
        # to use afterwards.
        program = python("kurzum.custody.custodian.backup")
        task = Task(
            argv=(*program, str(where.of("custodian")), str(made)),
            folder=where.of("custodian"),
            reads=code(),
            descriptors=(made,),
        )
        run(task, reach.cast_of(settings, zone).identity("custodian"))
    finally:
        os.close(made)


def _put(
    snapshot: Path, where: Places, settings: Settings, number: int | None, epoch_from: Path | None
) -> bool:
    """Put the store, and what opens it, into the custodian's first place; whether every record was opened."""
    target = where.of("custodian")
    target.mkdir(mode=0o700, exist_ok=True)
    fresh, plain = target / f"{STORE}.restoring", target / PLAIN_EPOCH
    try:
        copy_file(snapshot / STORE, fresh)
        if (snapshot / PLAIN_EPOCH).is_file():
            # A backup of Kurzum 0.1 brings its epoch key along; the next start seals it, and overwrites this.
            epochs.refuse_any(settings, where)
            copy_file(snapshot / PLAIN_EPOCH, plain)
            key = plain_key(plain)
            holds = judge(fresh, where.folder.name, key.id.hex(), key, entropy)
        else:
            found = epochs.for_store(settings, where, key_ids(fresh), number, epoch_from)
            holds = judge(
                fresh, where.folder.name, found.key_id, found.opened.key if found.opened else None, entropy
            )
            epochs.put(Safe(target), found)
        _give_away(target, settings, where)
        fresh.rename(target / STORE)
        manifest.sync_folder(target)
    finally:
        fresh.unlink(missing_ok=True)
        if not (target / STORE).exists():
            plain.unlink(missing_ok=True)
    return holds.opened


def _give_away(target: Path, settings: Settings, where: Places) -> None:
    who = reach.cast_of(settings, where.folder.name).identity("custodian")
    if who.uid is not None and who.gid is not None:
        for path in (target, *target.rglob("*")):
            os.chown(path, who.uid, who.gid)


def _told(folder: BackupFolder, snapshot: Path, known: Manifest, *, opened: bool = False) -> TakenKeys:
    return TakenKeys(
        zone=known.zone,
        folder=str(folder.folder),
        snapshot=snapshot.name,
        taken_at=known.taken_at,
        people=known.people,
        destroyed=known.destroyed,
        epoch=known.epoch,
        opened=opened,
    )
