"""Puts a cluster's new data in the place of its old; a crash at any moment leaves one of the two there.

In the cluster's folder: ``data`` the one in use, ``next/data`` the one to come, ``data.15`` the one before.
The note ``swap`` says that ``next/data`` is whole and the exchange has begun; whoever finds it ends it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NOTE = "swap"
NEXT = "next"


def begin(folder: Path, major: int) -> None:
    """Say durably that ``next/data`` is whole, and exchange. ``major``: of the data in use until now."""
    fresh = folder / f"{NOTE}.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, f"{major}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    _sync(folder / NEXT)
    fresh.rename(folder / NOTE)
    _sync(folder)
    finish(folder)


def finish(folder: Path) -> bool:
    """End an exchange that was begun; whether there was one."""
    try:
        major = int((folder / NOTE).read_text())
    except FileNotFoundError:
        return False
    data, coming, before = folder / "data", folder / NEXT / "data", folder / f"data.{major}"
    if coming.exists():
        if data.exists():
            data.rename(before)
        coming.rename(data)
        _sync(folder)
    shutil.rmtree(folder / NEXT, ignore_errors=True)
    (folder / NOTE).unlink()
    _sync(folder)
    return True


def earlier(folder: Path) -> list[Path]:
    """Data of earlier major versions that is still there."""
    return sorted(path for path in folder.glob("data.*") if path.suffix[1:].isdigit())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
