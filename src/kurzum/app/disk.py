"""How much of a disk a folder takes."""

from __future__ import annotations

import os
from pathlib import Path

_BLOCK = 512


def used(folder: Path) -> int:
    """Bytes that all files below a folder take on the disk, 0 where there is no such folder.

    What vanishes meanwhile, or is closed to us, is not counted.
    """
    total, waiting = 0, [os.fspath(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_blocks * _BLOCK
        except OSError:
            continue
    return total
