"""A zone's blobs into a backup folder, each once, and back; what is copied is compared with its name."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kurzum.app.backup.copying import A_TIME, Say, mb, pieces, write_pieces
from kurzum.app.backup.manifest import BackupDamaged, digest_of
from kurzum.store.blobs import Blobs, NoSuchBlob

LIST = "blobs.txt"
_SAY_EVERY_S = 5.0


def place(folder: Path, digest: str) -> Path:
    """Where a blob lies in a backup's folder of blobs."""
    return folder / Blobs.key(digest)


def new_in(folder: Path, wanted: Mapping[str, int]) -> dict[str, int]:
    """Those of the blobs that the backup does not have in their full length."""
    return {digest: size for digest, size in wanted.items() if _size(place(folder, digest)) != size}


def copy_in(source: Blobs, folder: Path, wanted: Mapping[str, int], say: Say) -> list[str]:
    """Copy blobs into a backup. Returns those that the zone has lost or that are not what their name says."""
    lost: list[str] = []
    for digest in _told(wanted, "copied", say):
        target = place(folder, digest)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            seen = write_pieces(_read(source, digest, wanted[digest]), target)
        except NoSuchBlob:
            seen = ""
        if seen != digest:
            target.unlink(missing_ok=True)
            lost.append(digest)
    return lost


def check(folder: Path, wanted: Mapping[str, int], say: Say) -> None:
    """Read every blob of a backup. Raises BackupDamaged."""
    for digest in _told(wanted, "checked", say):
        path = place(folder, digest)
        if not path.is_file() or digest_of(path) != digest:
            raise BackupDamaged(f"{path} is missing or is not what was backed up; use another backup")


def copy_out(folder: Path, target: Blobs, wanted: Mapping[str, int], say: Say) -> None:
    """Copy blobs of a backup into a zone. Raises BackupDamaged, BlobsUnavailable."""

    async def put_all() -> None:
        for digest in _told(wanted, "restored", say):
            path = place(folder, digest)
            if not path.is_file() or await target.put_file(path) != digest:
                raise BackupDamaged(f"{path} is missing or is not what was backed up; use another backup")

    asyncio.run(put_all())


def prune(folder: Path, needed: Iterable[str]) -> int:
    """Remove what no kept snapshot refers to, and what a cut-off copy left; how many files went."""
    keep = frozenset(needed)
    gone = 0
    for path in folder.glob("??/*"):
        if path.name not in keep:
            path.unlink()
            gone += 1
    return gone


def as_text(wanted: Mapping[str, int]) -> bytes:
    """The list of a snapshot's blobs: a digest and its bytes a line."""
    return "".join(f"{digest} {size}\n" for digest, size in sorted(wanted.items())).encode()


def listed(snapshot: Path) -> dict[str, int]:
    """The blobs of a snapshot. Raises BackupDamaged."""
    try:
        lines = (line.split() for line in (snapshot / LIST).read_text("ascii").splitlines())
        return {digest: int(size) for digest, size in lines}
    except (OSError, ValueError) as error:
        raise BackupDamaged(f"{snapshot / LIST} cannot be read: {error}; use another backup") from None


def _read(source: Blobs, digest: str, size: int) -> Iterator[bytes]:
    path = source.path(digest)
    if path is None:
        for at in range(0, size, 8 * A_TIME):
            yield asyncio.run(source.get_range(digest, at, min(at + 8 * A_TIME, size)))
        return
    try:
        with path.open("rb") as file:
            yield from pieces(file.fileno())
    except FileNotFoundError:
        raise NoSuchBlob(f"there is no blob {digest}") from None


def _told(wanted: Mapping[str, int], done: str, say: Say) -> Iterator[str]:
    """Each digest, with a line now and then for whoever waits."""
    total, so_far, count = sum(wanted.values()), 0, 0
    said = time.monotonic()
    for digest, size in wanted.items():
        yield digest
        so_far, count = so_far + size, count + 1
        if time.monotonic() - said >= _SAY_EVERY_S:
            said = time.monotonic()
            say(f"  {count} of {len(wanted)} blobs {done}, {mb(so_far)} of {mb(total)}")


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
