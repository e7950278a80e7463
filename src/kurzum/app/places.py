"""Where everything of a zone lies, and who of its processes shares what with whom.

Every pair of processes that talk has a socket folder of its own, so that a door never serves two.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from kurzum.core.errors import Refused

ROLES = ("postgres", "custodian", "server", "worker", "front")
"""The processes of a zone that every zone has, in the order of their start."""

S3_PINHOLE = "pinhole-s3"
"""The way to a zone's blobs, where they are in S3. (The way to a database elsewhere plays ``postgres``.)"""

PAIRS = {
    "db-server": ("postgres", "server"),
    "db-worker": ("postgres", "worker"),
    "keys-server": ("custodian", "server"),
    "keys-worker": ("custodian", "worker"),
    "web": ("server", "front"),
    "s3-server": (S3_PINHOLE, "server"),
    "s3-worker": (S3_PINHOLE, "worker"),
    "s3-front": (S3_PINHOLE, "front"),
}
"""Socket folder -> who listens there, who calls."""

FOLDERS = ("postgres", "custodian", "server", "worker", "front", S3_PINHOLE, "work")
"""Each belongs to the role of its name; ``work`` is the worker's, in memory where the kernel allows."""

SHARED = {"blobs": ("server", "worker", "front"), "staging": ("server", "worker")}
"""Folder -> who shares it. The first owns it; all but the front door write."""

DATABASE_SOCKET = ".s.PGSQL.5432"
"""What PostgreSQL calls its socket."""

_LONGEST_SOCKET = 107
_LONGEST_NAME = f"db-worker/{DATABASE_SOCKET}"


@dataclass(frozen=True)
class Places:
    """The folders of one zone. ``folder``: ``HOME/zones/NAME``; ``sockets``: usually below it."""

    folder: Path
    sockets: Path

    @property
    def blobs(self) -> Path:
        return self.folder / "blobs"

    @property
    def staging(self) -> Path:
        """Where uploads lie, sealed, while they arrive and are processed."""
        return self.folder / "staging"

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def rules(self) -> Path:
        """Settings that the processes may read and only the supervisor writes."""
        return self.folder / "rules"

    @property
    def admin(self) -> Path:
        """Where the operator of the machine, and nobody else, talks to the server."""
        return self.folder / "admin.sock"

    @property
    def control(self) -> Path:
        """Where whoever operates the machine talks to the custodian."""
        return self.of("custodian") / "control"

    def of(self, role: str) -> Path:
        """The folder of one role, or ``work``."""
        return self.folder / role

    def standby(self, chosen: Path | None) -> Path:
        """The custodian's second place: that of the settings, or one beside the first."""
        return chosen or self.folder / "custodian-standby"

    def door(self, pair: str) -> Path:
        """The folder of the sockets of one pair."""
        return self.sockets / pair


def places(home: Path, zone: str) -> Places:
    """The folders of a zone.

    The kernel allows 107 bytes for the path of a socket. Where HOME is too long for that, the sockets lie
    in a private folder of the same user below ``/tmp``, named for HOME.
    """
    folder = home / "zones" / zone
    sockets = folder / "sockets"
    if len(os.fsencode(sockets / _LONGEST_NAME)) > _LONGEST_SOCKET:
        name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
        sockets = Path(f"/tmp/kurzum-{os.geteuid()}-{name}") / zone  # noqa: S108  (made by us alone: see private_folder)
    return Places(folder, sockets)


def private_folder(folder: Path, mode: int) -> None:
    """Make a folder of our own, or make sure that it is. Raises Refused when it is somebody else's."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.geteuid():
        raise Refused(f"{folder} belongs to somebody else; remove it, or use another HOME")
    if found.st_mode & 0o777 & ~mode:
        folder.chmod(mode)
