"""A zone back from its backup, into an empty place: built beside, compared, and given its name at the end."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from kurzum.app import restored, settings_file
from kurzum.app.backup import blobs, dump, manifest, reach
from kurzum.app.backup.copying import Say, check_room, copy_file, mb
from kurzum.app.backup.folder import BackupFolder
from kurzum.app.backup.manifest import BackupDamaged, Manifest
from kurzum.app.backup.taking import DATABASE, LEDGER, NOTES, SETTINGS, STAGING
from kurzum.app.charge import Charge
from kurzum.app.database import conninfo
from kurzum.app.folders import make_home, remove_sockets
from kurzum.app.homelock import hold
from kurzum.app.identities import Cast
from kurzum.app.migrate import ROOMS
from kurzum.app.places import Places, places
from kurzum.core.errors import Conflict
from kurzum.core.settings import Settings, load
from kurzum.store.blobs import Blobs
from kurzum.store.migrations import found
from kurzum.store.snapshot import analyze, snapshot


class NotEmpty(Conflict):
    """There is something where the backup would go. Nothing was changed."""

    code = "not_empty"


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """A zone that was restored."""

    zone: str
    home: str
    snapshot: str
    taken_at: datetime
    rows: int
    blobs: int
    staged: int
    total_bytes: int
    gaps: int
    left_out: tuple[str, ...]


def check(source: BackupFolder, name: str | None, say: Say) -> Manifest:
    """Read a whole backup and compare every byte with its manifest. Raises NoBackup, BackupDamaged."""
    folder = source.newest(name)
    known = manifest.read(folder)
    say(f"{source.zone}: checking {folder.name}, {mb(known.total_bytes)}")
    manifest.check_files(folder, known)
    blobs.check(source.blobs, blobs.listed(folder), say)
    return known


def restore(source: BackupFolder, name: str | None, home: Path, say: Say) -> Brought:
    """Bring a zone back into a HOME that does not have it. Raises KurzumError; then nothing is there."""
    folder = source.newest(name)
    known = manifest.read(folder)
    _refuse_unknown(known)
    reach.refuse_foreign(home)
    make_home(home)
    with hold(home):
        settings = _settings(home, folder, source.zone)
        where = places(home, source.zone)
        _refuse_full(settings, source.zone, where)
        say(f"{source.zone}: checking {folder.name}, taken {known.taken_at:%Y-%m-%d %H:%M} UTC")
        manifest.check_files(folder, known)
        check_room(home, 2 * known.total_bytes)
        with _beside(home, source.zone, where) as fresh:
            _fill(settings, source, folder, known, fresh, say)
            note = restored.Restored(zone_from=known.taken_at, keys="none")
            restored.write(fresh.folder, note)
        settings_file.write(settings)
    return Brought(
        zone=source.zone,
        home=str(home),
        snapshot=folder.name,
        taken_at=known.taken_at,
        rows=sum(known.tables.values()),
        blobs=known.blobs,
        staged=known.staged,
        total_bytes=known.total_bytes,
        gaps=len(known.gaps),
        left_out=known.left_out,
    )


def _fill(
    settings: Settings, source: BackupFolder, folder: Path, known: Manifest, fresh: Places, say: Say
) -> None:
    zone = source.zone
    cast = reach.cast_of(settings, zone)
    say(f"{zone}: database, {sum(known.tables.values())} rows")
    with reach.started(settings, zone, fresh, cast):
        told = conninfo(
            Charge(settings=settings, zone=zone, folder=fresh.folder, sockets=fresh.sockets), "server"
        )
        with snapshot(told) as before:
            server, there = before.server, before.rows()
        if there:
            raise NotEmpty(
                f"the database of zone '{zone}' has tables already; nothing was changed; name an empty one"
            )
        plain = known.dumped_with == known.postgres <= server
        dump.read(told, folder / DATABASE, server, settings.postgres_programs, plain=plain)
        _compare(told, known)
        analyze(told)
    wanted = blobs.listed(folder)
    say(f"{zone}: {len(wanted)} blobs, {mb(sum(wanted.values()))}")
    target = reach.blobs_of(settings, zone, fresh)
    blobs.copy_out(source.blobs, target, wanted, say)
    for name, place in ((STAGING, fresh.staging), (LEDGER, fresh.ledger)):
        _copy_files(folder / name, place)
    if (folder / NOTES).is_file():
        copy_file(folder / NOTES, fresh.of("worker") / NOTES)
    _give_away(fresh, cast)


def _compare(told: str, known: Manifest) -> None:
    with snapshot(told) as after:
        rows = after.rows()
    different = sorted(name for name in rows | known.tables if rows.get(name) != known.tables.get(name))
    if different:
        raise BackupDamaged(
            f"{different[0]} came back with {rows.get(different[0], 0)} rows of "
            f"{known.tables.get(different[0], 0)}; nothing was restored; use another backup"
        )


def _refuse_unknown(known: Manifest) -> None:
    steps = {(step.room, step.number): step.checksum for step in found(ROOMS)}
    for step in known.migrations:
        if steps.get((step.room, step.number)) != step.checksum:
            raise Conflict(
                f"the backup was taken by Kurzum {known.version}, whose database has {step.room} "
                f"{step.number:04}, "
                "which this version does not know; nothing was restored; use that version or a newer one"
            )


def _refuse_full(settings: Settings, zone: str, where: Places) -> None:
    if where.folder.exists() and any(where.folder.iterdir()):
        raise NotEmpty(
            f"{where.folder} is not empty; nothing was changed; restore into a new --home, or move that "
            "folder away"
        )
    bucket = reach.blobs_of(settings, zone, where) if settings.zone(zone).blobs_url is not None else None
    if bucket is not None and _has_any(bucket):
        raise NotEmpty(
            f"{settings.zone(zone).blobs_url} is not empty; nothing was changed; name another bucket"
        )


def _has_any(bucket: Blobs) -> bool:
    async def first() -> bool:
        async for _ in bucket.digests():
            return True
        return False

    return asyncio.run(first())


def _settings(home: Path, folder: Path, zone: str) -> Settings:
    """The HOME's own settings if it has the zone already; else those of the backup are added."""
    path = home / settings_file.NAME
    kept = load(folder / SETTINGS, {}, home=home)
    if not path.is_file():
        return kept
    own = load(path, {}, home=home)
    if any(one.name == zone for one in own.zones):
        return own
    return msgspec.structs.replace(own, zones=(*own.zones, kept.zone(zone)))


@contextmanager
def _beside(home: Path, zone: str, where: Places) -> Iterator[Places]:
    """The folders of a zone under another name, which become the zone's when the block ends well."""
    fresh = places(home, f".{zone}.restoring")
    shutil.rmtree(fresh.folder, ignore_errors=True)
    try:
        yield fresh
        remove_sockets(fresh)
        os.sync()
        if where.folder.exists():
            where.folder.rmdir()
        fresh.folder.rename(where.folder)
        manifest.sync_folder(where.folder.parent)
    finally:
        remove_sockets(fresh)
        shutil.rmtree(fresh.folder, ignore_errors=True)


def _copy_files(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        else:
            copy_file(path, place)


def _give_away(fresh: Places, cast: Cast) -> None:
    """What was written here belongs to whose process will use it; groups as the folders have them."""
    worker = cast.identity("worker")
    for folder, shared in ((fresh.blobs, True), (fresh.staging, True), (fresh.of("worker"), False)):
        top = folder.stat()
        for path in folder.rglob("*"):
            if path.is_dir():
                path.chmod(top.st_mode & 0o7777)
            elif shared:
                path.chmod(0o660 if top.st_mode & 0o070 else 0o600)
            if shared:
                os.chown(path, top.st_uid, top.st_gid)
            elif worker.uid is not None and worker.gid is not None:
                os.chown(path, worker.uid, worker.gid)
