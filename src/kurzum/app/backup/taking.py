"""Takes a zone's backup: the moment of the database first, then all that this moment refers to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec

import kurzum
from kurzum.app import backed_up, settings_file
from kurzum.app.backup import blobs, dump, manifest, reach
from kurzum.app.backup.copying import Say, check_room, copy_file, copy_folder, mb
from kurzum.app.backup.folder import BackupFolder, Purpose, claim, purpose_of
from kurzum.app.backup.manifest import Manifest, Migration
from kurzum.app.backup.staged import Staged
from kurzum.app.places import Places, places
from kurzum.core.errors import Conflict
from kurzum.core.settings import Settings
from kurzum.store.snapshot import Snapshot, snapshot

DATABASE, STAGING, LEDGER, NOTES, SETTINGS = "database", "staging", "ledger", "demo.json", "kurzum.toml"
_NOT_KEPT = (
    "custodian_standby",
    "database_url",
    "blobs_url",
    "blobs_endpoint",
    "blobs_credentials",
    "blobs_ca",
)


class BackupHasGaps(Conflict):
    """The backup is whole but for blobs that the zone itself had lost."""

    code = "backup_has_gaps"


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was taken. ``new_bytes``: what had to be copied; ``seconds``: how long it took."""

    zone: str
    folder: str
    snapshot: str
    taken_at: datetime
    seconds: float
    rows: int
    blobs: int
    new_blobs: int
    staged: int
    total_bytes: int
    new_bytes: int
    gaps: int
    left_out: tuple[str, ...]


Now = Callable[[], datetime]


def folder_of(folder: Path, zone: str, *, alone: bool, home: Path) -> BackupFolder:
    """The folder of a zone's backups, made where need be. ``alone``: it is the one that was asked for.

    Raises BackupPlace.
    """
    if alone and purpose_of(folder) != Purpose("zone", None):
        return BackupFolder(claim(folder, Purpose("zone", zone), home), "zone", zone)
    parent = claim(folder, Purpose("zone", None), home)
    return BackupFolder(claim(parent / zone, Purpose("zone", zone), home), "zone", zone)


def back_up(settings: Settings, zone: str, into: BackupFolder, now: Now, say: Say, keep: int) -> Taken:
    """Take a backup of one zone. Raises KurzumError; then earlier backups are as they were."""
    begun = now()
    where = places(settings.home, zone)
    say(f"{zone}: backing up to {into.folder}")
    with (
        into.writing(begun) as fresh,
        reach.database(settings, zone) as told,
        closing(Staged(where.staging)) as staged,
        snapshot(told) as moment,
    ):
        staged.look()
        wanted = moment.blobs()
        new = blobs.new_in(into.blobs, wanted)
        rows = moment.size()
        check_room(into.folder, sum(new.values()) + rows + staged.size)
        say(f"{zone}: database, {mb(rows)} before packing")
        programs = dump.write(told, moment.name, moment.server, settings.postgres_programs, fresh / DATABASE)
        say(f"{zone}: blobs: {len(new)} of {len(wanted)} are new, {mb(sum(new.values()))}")
        into.blobs.mkdir(mode=0o700, exist_ok=True)
        gaps = blobs.copy_in(reach.blobs_of(settings, zone, where), into.blobs, new, say)
        staged_count = staged.copy(fresh / STAGING)
        _copy_rest(settings, zone, where, fresh)
        manifest.write_durably(fresh / blobs.LIST, blobs.as_text(_without(wanted, gaps)))
        made = _described(settings, zone, fresh, moment, begun, now(), gaps)
        made = msgspec.structs.replace(
            made,
            blobs=len(wanted) - len(gaps),
            blob_bytes=sum(_without(wanted, gaps).values()),
            staged=staged_count,
            dumped_with=programs,
        )
        manifest.write(fresh, made)
        _forget_old(into, keep)
    backed_up.note(where.folder, "zone", begun)
    return Taken(
        zone=zone,
        folder=str(into.folder),
        snapshot=fresh.name,
        taken_at=begun,
        seconds=round((made.finished_at - begun).total_seconds(), 1),
        rows=sum(made.tables.values()),
        blobs=made.blobs,
        new_blobs=len(new) - len(gaps),
        staged=made.staged,
        total_bytes=made.total_bytes,
        new_bytes=sum(_without(new, gaps).values()) + sum(file.bytes for file in made.files),
        gaps=len(gaps),
        left_out=made.left_out,
    )


def gaps_told(taken: Taken) -> None:
    """Raises BackupHasGaps where the zone had lost blobs."""
    if taken.gaps:
        raise BackupHasGaps(
            f"{taken.gaps} blobs that zone '{taken.zone}' refers to are lost or damaged in the zone itself, "
            f"and so are not in the backup; everything else is; their digests are in "
            f"{taken.folder}/snapshots/"
            f"{taken.snapshot}/{manifest.NAME}"
        )


def _copy_rest(settings: Settings, zone: str, where: Places, fresh: Path) -> None:
    # After the moment of the database, which never names what the ledger does not have yet.
    copy_folder(where.ledger, fresh / LEDGER)
    notes = where.of("worker") / NOTES
    if notes.is_file():
        copy_file(notes, fresh / NOTES)
    shown = settings_file.as_toml(portable(settings, (zone,)))
    manifest.write_durably(fresh / SETTINGS, shown.encode())


def portable(settings: Settings, zones: tuple[str, ...]) -> Settings:
    """The settings of these zones without what names other servers, which may hold passwords."""
    plain = dict.fromkeys(_NOT_KEPT)
    kept = tuple(msgspec.structs.replace(one, **plain) for one in settings.zones if one.name in zones)
    return msgspec.structs.replace(settings, zones=kept, postgres_programs=None)


def _described(
    settings: Settings,
    zone: str,
    fresh: Path,
    moment: Snapshot,
    begun: datetime,
    ended: datetime,
    gaps: list[str],
) -> Manifest:
    known = settings.zone(zone)
    return Manifest(
        kind="zone",
        zone=zone,
        version=kurzum.__version__,
        taken_at=begun,
        finished_at=ended,
        files=manifest.described(fresh),
        postgres=moment.server,
        migrations=tuple(Migration(*one) for one in moment.migrations()),
        tables=moment.rows(),
        gaps=tuple(sorted(gaps)),
        left_out=tuple(name for name in _NOT_KEPT if getattr(known, name) is not None),
    )


def _forget_old(into: BackupFolder, keep: int) -> None:
    needed: set[str] = set()
    for snapshot_folder in into.keep(keep):
        needed |= blobs.listed(snapshot_folder).keys()
    blobs.prune(into.blobs, needed)


def _without(wanted: dict[str, int], gaps: list[str]) -> dict[str, int]:
    return {digest: size for digest, size in wanted.items() if digest not in set(gaps)}
