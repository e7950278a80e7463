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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kurzum.app.launch import Identity
from kurzum.app.places import PAIRS, ROLES, SHARED
from kurzum.core.errors import Refused

FIRST = 47_000
LAST = 59_999
ZONES = 16
PER_ZONE = 16
BLOCK = ZONES * PER_ZONE


class NoUsersLeft(Refused):
    """The range of user numbers has no free block."""

    code = "no_users_left"


@dataclass(frozen=True)
class Cast:
    """The users and groups of one zone. ``first``: the first number, or None where all are one user."""

    zone: str
    first: int | None

    def identity(self, role: str) -> Identity:
        """Who plays this role, with the groups of the pairs it belongs to."""
        if self.first is None:
            return Identity()
        own = self.first + ROLES.index(role)
        groups = [self._group(pair) for pair, both in PAIRS.items() if role in both]
        groups += [self._sharing(name) for name, members in SHARED.items() if role in members]
        return Identity(own, own, tuple(groups))

    def door(self, pair: str) -> tuple[int, int] | None:
        """Owner and group of the socket folder of a pair."""
        if self.first is None:
            return None
        listener, _ = PAIRS[pair]
        return self.first + ROLES.index(listener), self._group(pair)

    def shared(self, name: str) -> tuple[int, int] | None:
        """Owner and group of a folder that several roles share."""
        if self.first is None:
            return None
        return self.first + ROLES.index(SHARED[name][0]), self._sharing(name)

    def name(self, role: str) -> str:
        """The user name of a role, as the zone's PostgreSQL knows it."""
        return f"kurzum-{self.zone}-{role}" if self.first is not None else own_name()

    def passwd(self) -> str:
        """The machine's list of users and those of this zone: initdb and peer authentication look there."""
        known = Path("/etc/passwd").read_text()
        if self.first is None:
            entries = [] if _known(os.geteuid()) else [_entry(own_name(), os.geteuid(), os.getegid())]
        else:
            numbers = {role: self.identity(role).uid for role in ROLES}
            entries = [_entry(self.name(role), uid or 0, uid or 0) for role, uid in numbers.items()]
        return known.rstrip("\n") + "\n" + "".join(entries)

    def _group(self, pair: str) -> int:
        return (self.first or 0) + len(ROLES) + list(PAIRS).index(pair)

    def _sharing(self, name: str) -> int:
        return (self.first or 0) + len(ROLES) + len(PAIRS) + list(SHARED).index(name)


def own_name() -> str:
    """The name of the user who runs this, made up where the machine has none."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"user{os.geteuid()}"


def casts(home: Path, zones: Sequence[str]) -> dict[str, Cast]:
    """The users of each zone of a HOME; chosen at its first start by root, and kept. Raises NoUsersLeft."""
    if os.geteuid() != 0:
        return {zone: Cast(zone, None) for zone in zones}
    book = home / "users.json"
    kept: dict[str, Any] = (
        json.loads(book.read_text()) if book.exists() else {"first": _free_block(), "zones": []}
    )
    first, known = int(kept["first"]), list(kept["zones"])
    known += [zone for zone in zones if zone not in known]
    if len(known) > ZONES:
        raise NoUsersLeft(f"{home} has had {len(known)} zones; only {ZONES} have room for users of their own")
    fresh = book.with_suffix(".new")
    fresh.write_text(json.dumps({"first": first, "zones": known}))
    fresh.replace(book)
    return {zone: Cast(zone, first + PER_ZONE * known.index(zone)) for zone in zones}


def _free_block() -> int:
    taken = set(_taken())
    # Beginning at a place of this process's own keeps two first starts at the same moment apart.
    blocks = range(FIRST, LAST + 1 - BLOCK, BLOCK)
    turn = os.getpid() % len(blocks)
    for first in (*blocks[turn:], *blocks[:turn]):
        if taken.isdisjoint(range(first, first + BLOCK)):
            return int(first)
    raise NoUsersLeft(
        f"no {BLOCK} unused user numbers in a row between {FIRST} and {LAST}; "
        "start Kurzum as an ordinary user, or free some"
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
