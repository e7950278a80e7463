"""Who the processes of a zone are: one user per zone and role when started by root, else the one who started.

The numbers come from a fixed range, one block a HOME, checked to be nobody's: no entry in the list of
users, no running process. Which block a HOME has is written in ``HOME/users.json``, since its files
belong to these users.
"""

from __future__ import annotations

import grp
import json
import os
import pwd
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kurzum.app.launch import Identity, Task, start
from kurzum.app.places import PAIRS, ROLES, S3_PINHOLE, SHARED
from kurzum.core.errors import Refused

NUMBERS = (47_000, 59_999)
ZONES = 16
PER_ZONE = 16
BLOCK = ZONES * PER_ZONE
_SEATS = (
    *("postgres", "custodian", "server", "worker", "front"),
    *("db-server", "db-worker", "keys-server", "keys-worker", "web"),
    *("blobs", "staging"),
    *(S3_PINHOLE, "s3-server", "s3-worker", "s3-front"),
)
"""The number of each role and group within its zone. Files on the disk belong to these: append only."""


class NoUsersLeft(Refused):
    """The range of user numbers has no free block."""

    code = "no_users_left"


@dataclass(frozen=True)
class Cast:
    """The users and groups of one zone. ``first``: the first number, or None where all are ``everybody``."""

    zone: str
    first: int | None
    everybody: Identity = field(default_factory=Identity)

    def identity(self, role: str) -> Identity:
        """Who plays this role, with the groups of the pairs it belongs to."""
        if self.first is None:
            return self.everybody
        own = self._number(role)
        groups = [self._number(name) for name, members in (PAIRS | SHARED).items() if role in members]
        return Identity(own, own, tuple(groups))

    def door(self, pair: str) -> tuple[int, int] | None:
        """Owner and group of the socket folder of a pair."""
        if self.first is None:
            return self._owner()
        listener, _ = PAIRS[pair]
        return self._number(listener), self._number(pair)

    def shared(self, name: str) -> tuple[int, int] | None:
        """Owner and group of a folder that several roles share."""
        if self.first is None:
            return self._owner()
        return self._number(SHARED[name][0]), self._number(name)

    def name(self, role: str) -> str:
        """The user name of a role, as the zone's PostgreSQL knows it."""
        return f"kurzum-{self.zone}-{role}" if self.first is not None else name_of(self.everybody.uid)

    def passwd(self) -> str:
        """The machine's list of users and those of this zone: initdb and peer authentication look there."""
        known = Path("/etc/passwd").read_text()
        if self.first is None:
            entries = [] if _known(os.geteuid()) else [_entry(name_of(), os.geteuid(), os.getegid())]
        else:
            numbers = {role: self.identity(role).uid for role in ROLES}
            entries = [_entry(self.name(role), uid or 0, uid or 0) for role, uid in numbers.items()]
        return known.rstrip("\n") + "\n" + "".join(entries)

    def _owner(self) -> tuple[int, int] | None:
        uid, gid = self.everybody.uid, self.everybody.gid
        return None if uid is None or gid is None else (uid, gid)

    def _number(self, seat: str) -> int:
        return (self.first or 0) + _SEATS.index(seat)


def name_of(uid: int | None = None) -> str:
    """The name of a user, by default of who runs this; made up where the machine has none."""
    uid = os.geteuid() if uid is None else uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user{uid}"


def casts(home: Path, zones: Sequence[str], numbers: tuple[int, int] = NUMBERS) -> dict[str, Cast]:
    """The users of each zone of a HOME; chosen at its first start by root, and kept. Raises NoUsersLeft.

    New users need entries in the list of users, which only a mount namespace can show to our processes
    alone. Where a machine gives root none, all are one user that is there already and may do nothing.
    """
    if os.geteuid() != 0:
        return {zone: Cast(zone, None) for zone in zones}
    if not gives_mounts():
        nobody = pwd.getpwnam("nobody")
        return {zone: Cast(zone, None, Identity(nobody.pw_uid, nobody.pw_gid)) for zone in zones}
    book = home / "users.json"
    kept: dict[str, Any] = (
        json.loads(book.read_text()) if book.exists() else {"first": _free_block(*numbers), "zones": []}
    )
    first, known = int(kept["first"]), list(kept["zones"])
    known += [zone for zone in zones if zone not in known]
    if len(known) > ZONES:
        raise NoUsersLeft(f"{home} has had {len(known)} zones; only {ZONES} have room for users of their own")
    fresh = book.with_suffix(".new")
    fresh.write_text(json.dumps({"first": first, "zones": known}))
    fresh.replace(book)
    return {zone: Cast(zone, first + PER_ZONE * known.index(zone)) for zone in zones}


def gives_mounts() -> bool:
    """Whether a process may have a mount namespace of its own here: tried with one that does nothing."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  (a descriptor is needed, not a path)
        started = start(
            Task((sys.executable, "-I", "-S", "-c", ""), Path("/")), Identity(), output=nowhere.fileno()
        )
        granted = started.granted()
        started.process.wait()
    return granted.mounts == "own"


def _free_block(first: int, last: int) -> int:
    taken = set(_taken())
    # Beginning at a place of this process's own keeps two first starts at the same moment apart.
    blocks = range(first, last + 2 - BLOCK, BLOCK)
    turn = os.getpid() % max(1, len(blocks))
    for block in (*blocks[turn:], *blocks[:turn]):
        if taken.isdisjoint(range(block, block + BLOCK)):
            return int(block)
    raise NoUsersLeft(
        f"no {BLOCK} unused user numbers in a row from {first} to {last}; "
        "set user_numbers to a wider range, or start Kurzum as an ordinary user"
    )


def _taken() -> Iterable[int]:
    yield from (entry.pw_uid for entry in pwd.getpwall())
    yield from (entry.gr_gid for entry in grp.getgrall())
    for process in Path("/proc").glob("[0-9]*"):
        try:
            yield process.stat().st_uid
        except OSError:
            continue


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _entry(name: str, uid: int, gid: int) -> str:
    return f"{name}:x:{uid}:{gid}:Kurzum:/nonexistent:/usr/sbin/nologin\n"
