"""What a snapshot of a backup says of itself. Written last: one without it is unfinished and no backup."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from kurzum.core.errors import Conflict, NotFound

FORMAT = 1
NAME = "manifest.json"
Kind = Literal["zone", "custodian"]


class NoBackup(NotFound):
    """There is no whole backup where one was looked for."""

    code = "no_backup"


class BackupDamaged(Conflict):
    """A file of a backup is not what its manifest says. Nothing was restored."""

    code = "backup_damaged"


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the snapshot's own folder."""

    path: str
    bytes: int
    sha256: str


class Migration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A migration that the database had behind it."""

    room: str
    number: int
    checksum: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One snapshot.

    ``version``: of the Kurzum that took it; ``postgres``, ``dumped_with``: major versions of the server and
    of the programs that dumped; ``tables``: rows of each; ``blobs``, ``blob_bytes``: those of ``blobs.txt``;
    ``gaps``: digests that the zone itself had lost; ``left_out``: settings that name other servers;
    ``people``, ``destroyed``: what a custodian's store holds; ``epoch``: under which it is sealed.
    """

    format: int = FORMAT
    kind: Kind
    zone: str
    version: str
    taken_at: datetime
    finished_at: datetime
    files: tuple[File, ...]
    postgres: int = 0
    dumped_with: int = 0
    migrations: tuple[Migration, ...] = ()
    tables: dict[str, int] = {}
    blobs: int = 0
    blob_bytes: int = 0
    staged: int = 0
    gaps: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    people: int = 0
    destroyed: int = 0
    epoch: int | None = None

    @property
    def total_bytes(self) -> int:
        """Of everything that the snapshot needs."""
        return self.blob_bytes + sum(file.bytes for file in self.files)


def read(snapshot: Path) -> Manifest:
    """The manifest of a snapshot. Raises NoBackup, BackupDamaged."""
    try:
        raw = (snapshot / NAME).read_bytes()
    except FileNotFoundError:
        raise NoBackup(
            f"{snapshot} has no {NAME}: that backup was cut off before it was whole; take another one"
        ) from None
    try:
        found = msgspec.json.decode(raw, type=Manifest)
    except msgspec.DecodeError as error:
        raise BackupDamaged(f"{snapshot / NAME} cannot be read: {error}; use another backup") from None
    if found.format > FORMAT:
        raise BackupDamaged(
            f"{snapshot} was taken by Kurzum {found.version} in form {found.format}, this one knows forms "
            f"up to {FORMAT}; nothing was changed; use that version or a newer one"
        )
    return found


def write(snapshot: Path, manifest: Manifest) -> None:
    """Make the snapshot whole: at once, durably, after all else is."""
    fresh = snapshot / f"{NAME}.new"
    write_durably(fresh, msgspec.json.format(msgspec.json.encode(manifest)))
    for folder in sorted({(snapshot / file.path).parent for file in manifest.files}):
        sync_folder(folder)
    fresh.rename(snapshot / NAME)
    sync_folder(snapshot)
    sync_folder(snapshot.parent)


def described(snapshot: Path) -> tuple[File, ...]:
    """Every file of a snapshot's folder as it is now, read from the disk."""
    paths = sorted(path for path in snapshot.rglob("*") if path.is_file())
    return tuple(
        File(str(path.relative_to(snapshot)), path.stat().st_size, digest_of(path)) for path in paths
    )


def check_files(snapshot: Path, manifest: Manifest) -> None:
    """Compare every file of the snapshot's folder with the manifest. Raises BackupDamaged."""
    for file in manifest.files:
        path = snapshot / file.path
        if not path.is_file():
            raise BackupDamaged(f"{path} is missing; nothing was restored; use another backup")
        if path.stat().st_size != file.bytes or digest_of(path) != file.sha256:
            raise BackupDamaged(f"{path} is not what was backed up; nothing was restored; use another backup")


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_durably(path: Path, content: bytes) -> None:
    """A file of its owner alone (0600), on the disk when this returns."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb", closefd=False) as file:
            file.write(content)
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
