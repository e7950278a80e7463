"""Real small disks under a zone (tmpfs), and ballast that fills them to the last byte. Needs root."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from parts.standing import ZONE

HOME_MIB, FILES_MIB = 700, 48
DISKS = ("home", "staging", "blobs")


def why_not() -> str:
    """Why no disk can be mounted here; empty where one can."""
    if os.geteuid() != 0:
        return "only root can mount a small disk"
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return f"no disk can be mounted here: {tried.stderr.strip()}" if tried.returncode else ""


@contextlib.contextmanager
def small_disks(home: Path) -> Iterator[dict[str, Path]]:
    """A disk for HOME, and one each for what is staged and for blobs; by name, where they lie."""
    zone = home / "zones" / ZONE
    places = {"home": home, "staging": zone / "staging", "blobs": zone / "blobs"}
    with contextlib.ExitStack() as mounted:
        for name, place in places.items():
            place.mkdir(mode=0o711, parents=True, exist_ok=True)
            size = HOME_MIB if name == "home" else FILES_MIB
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=711", "none", str(place)], check=True
            )
            mounted.callback(subprocess.run, ["umount", "-l", str(place)], check=False)
        yield places
    # What was there while the zone was up could not be removed with it.
    shutil.rmtree(home.parent, ignore_errors=True)


@contextlib.contextmanager
def filled(disk: Path) -> Iterator[None]:
    """While the block lasts, nothing more can be written there: ENOSPC."""
    ballast = disk / ".ballast"
    try:
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            for size in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while file.write(bytes(size)):
                        pass
        yield
    finally:
        ballast.unlink(missing_ok=True)
