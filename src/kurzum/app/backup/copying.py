"""Copies files so that a copy is either whole and durable under its name, or not there."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from kurzum.core.errors import Unavailable

A_TIME = 1 << 20
_MARGIN = 64 << 20

Say = Callable[[str], None]


class NoRoom(Unavailable):
    """The disk that is copied to has too little room. Nothing was begun."""

    code = "no_room"


def check_room(folder: Path, needed: int) -> None:
    """Make sure that so many bytes fit, with a margin. Raises NoRoom."""
    free = shutil.disk_usage(folder).free
    if free < needed + _MARGIN:
        raise NoRoom(
            f"{folder} has {mb(free)} free, about {mb(needed + _MARGIN)} are needed; nothing was begun; "
            "make room, or name a folder on another disk"
        )


def pieces(descriptor: int, end: int | None = None) -> Iterable[bytes]:
    """An open file from its beginning to ``end``, or to where it ends."""
    at = 0
    while part := os.pread(descriptor, A_TIME if end is None else min(A_TIME, end - at), at):
        yield part
        at += len(part)


def write_pieces(parts: Iterable[bytes], target: Path) -> str:
    """Write a file (0600) that appears when it is whole and durable; its SHA-256 in hex."""
    fresh = target.with_name(f"{target.name}.part")
    seen = hashlib.sha256()
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        for part in parts:
            seen.update(part)
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.rename(target)
    return seen.hexdigest()


def copy_file(source: Path, target: Path) -> str:
    """Copy a file; the SHA-256 of what was copied."""
    descriptor = os.open(source, os.O_RDONLY)
    try:
        return write_pieces(pieces(descriptor), target)
    finally:
        os.close(descriptor)


def copy_folder(source: Path, target: Path) -> None:
    """Copy the files below a folder, with folders of their owner alone (0700)."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(mode=0o700, exist_ok=True)
        elif path.is_file():
            copy_file(path, place)


def mb(count: int) -> str:
    """Bytes in words."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
