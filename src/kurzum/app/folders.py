"""Makes a zone's folders with the owners and modes that keep its processes apart. Runs at every start."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from kurzum.app.identities import Cast
from kurzum.app.places import FOLDERS, PAIRS, SHARED, Places, private_folder
from kurzum.core.errors import Refused

_OWNER_OF = {"work": "worker"}


def make_home(home: Path) -> None:
    """Make HOME if there is none; one that is there keeps its mode."""
    if not home.exists():
        home.mkdir(mode=0o700, parents=True)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)


def make_folders(home: Path, where: Places, cast: Cast) -> None:
    """Make what is missing and set every owner and mode to what it must be. Raises Refused."""
    apart = cast.first is not None
    make_home(home)
    # Above their own folders the roles may pass through, no more.
    others = cast.identity("server").uid is not None
    passing = 0o711 if others else 0o700
    for folder in (home / "zones", where.folder):
        private_folder(folder, passing)
        folder.chmod(passing)
    for folder in (where.ledger, where.log):
        private_folder(folder, 0o700)
    private_folder(where.rules, 0o755 if others else 0o700)
    for name in FOLDERS:
        who = cast.identity(_OWNER_OF.get(name, name))
        _own(where.of(name), 0o700, None if who.uid is None or who.gid is None else (who.uid, who.gid))
    for name in SHARED:
        _own(where.of(name), 0o2770 if apart else 0o700, cast.shared(name))
    if where.sockets.parent != where.folder:
        private_folder(where.sockets.parent, passing)
    private_folder(where.sockets, passing)
    for pair in PAIRS:
        # The group bit passes on to sockets made inside, so that the caller may open them.
        _own(where.door(pair), 0o2710 if apart else 0o700, cast.door(pair))
    _write(where.rules / "passwd", cast.passwd())


def make_standby(folder: Path, cast: Cast) -> None:
    """Make the custodian's second folder, below one that is there; what is in it becomes this custodian's,
    too, as it may be of a HOME with other users. Raises Refused."""
    if not folder.parent.is_dir():
        raise Refused(
            f"{folder.parent} is not there, where the custodian keeps everything a second time; nothing was "
            "started; is that disk mounted? Else change custodian_standby in kurzum.toml"
        )
    who = cast.identity("custodian")
    if who.uid is None or who.gid is None:
        _own(folder, 0o700, None)
        return
    _own(folder, 0o700, (who.uid, who.gid))
    for path in folder.rglob("*"):
        os.chown(path, who.uid, who.gid, follow_symlinks=False)


def remove_sockets(where: Places) -> None:
    """Leave nothing outside HOME: the sockets go, where they had to lie elsewhere."""
    if where.sockets.parent != where.folder:
        shutil.rmtree(where.sockets, ignore_errors=True)
        with contextlib.suppress(OSError):
            # Fails as long as another zone's sockets are there.
            where.sockets.parent.rmdir()


def _own(folder: Path, mode: int, owner: tuple[int, int] | None) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if owner is not None:
        os.chown(folder, *owner, follow_symlinks=False)
    folder.chmod(mode)


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o644)
