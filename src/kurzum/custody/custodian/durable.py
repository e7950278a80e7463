"""Files of the custodian's own folders: whole and on the disk, or not there; and gone when they must be."""

from __future__ import annotations

import os
from pathlib import Path


def write_durably(path: Path, content: bytes) -> None:
    """Put a file of its owner alone (0600) in place of what was there: at once, on the disk when this
    returns."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        write_all(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.rename(path)
    sync_folder(path.parent)


def write_all(handle: int, content: bytes | memoryview) -> None:
    """Write every byte to an open file."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def overwrite(path: Path) -> None:
    """Zeros in place of what a file holds, on the disk when this returns. The file stays."""
    handle = os.open(path, os.O_WRONLY)
    try:
        write_all(handle, bytes(os.fstat(handle).st_size))
        os.fsync(handle)
    finally:
        os.close(handle)


def erase(path: Path) -> None:
    """Overwrite a file and take its name away. Again is fine."""
    if path.exists():
        overwrite(path)
        path.unlink()
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
