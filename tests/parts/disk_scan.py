"""Looks for canaries on a disk: every file below some folders, opened where it is compressed."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from parts.needles import Needles
from parts.unpacked import of_brotli, unpacked

_DEEP = 3
_MOST_BROTLI = 32 << 20


@dataclass
class Scan:
    """``hits``: name -> the files in which it is. ``files``, ``bytes``: what was looked through, unpacked
    streams included in the latter."""

    hits: dict[str, list[str]] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0


def scan(folders: Iterable[Path], needles: Needles, but: Sequence[Path] = ()) -> Scan:
    """Everything below these folders, and in their files' names; not below ``but``."""
    told = Scan()
    for path in _paths(folders, but):
        names = needles.found_in(str(path).encode())
        if path.is_file() and not path.is_symlink():
            told.files += 1
            if path.stat().st_size:
                with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
                    names |= _in(held[:], needles, told)
        for name in names:
            told.hits.setdefault(name, []).append(str(path))
    return told


def _paths(folders: Iterable[Path], but: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not any(path == one or one in path.parents for one in but):
                yield path


def _in(data: bytes, needles: Needles, told: Scan, deep: int = 0) -> set[str]:
    told.bytes += len(data)
    found = needles.found_in(data)
    if deep < _DEEP:
        for plain in unpacked(data):
            found |= _in(plain, needles, told, deep + 1)
    if not deep and len(data) <= _MOST_BROTLI and (whole := of_brotli(data)):
        found |= _in(whole, needles, told, deep + 1)
    return found
