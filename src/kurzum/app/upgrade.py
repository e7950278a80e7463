"""Brings a zone's own PostgreSQL to a newer major version: dumped, read by the new, compared, exchanged.

The new data is made beside the old, which stays as it was until the exchange and is kept after it. Cut off at
any moment, the old one is in use, or the new one, and the next start or the next upgrade goes on from there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec

from kurzum.app import postgres
from kurzum.app.backup import dump, reach
from kurzum.app.backup.copying import Say, check_room
from kurzum.app.disk import used
from kurzum.app.folders import make_folders
from kurzum.app.homelock import hold
from kurzum.app.identities import Cast
from kurzum.app.places import Places, places
from kurzum.core.errors import Refused
from kurzum.core.settings import Settings
from kurzum.store import cluster_swap
from kurzum.store.cluster import Cluster, ClusterFailed
from kurzum.store.snapshot import analyze, snapshot

_USUAL = "/usr/lib/postgresql/{}/bin"
_WORK = ".upgrade"


class Upgraded(msgspec.Struct, frozen=True, kw_only=True):
    """What was done. ``before``: where the data of before lies, None where nothing had to be done."""

    zone: str
    before_major: int
    major: int
    rows: int
    before: str | None


def upgrade(settings: Settings, zone: str, old_programs: Path | None, say: Say) -> Upgraded:
    """Bring one zone to the version of the programs here. Raises KurzumError; then the old data is in use."""
    where = places(settings.home, zone)
    reach.refuse_foreign(settings.home)
    if settings.zone(zone).database_url is not None:
        raise Refused(
            f"zone '{zone}' has a PostgreSQL of its own elsewhere; nothing was done; upgrade that one"
        )
    with hold(settings.home):
        cast = reach.cast_of(settings, zone)
        make_folders(settings.home, where, cast)
        new = postgres.cluster_of(where, cast, settings.postgres_programs)
        if cluster_swap.finish(new.folder):
            say(f"{zone}: an upgrade that was cut off is finished")
        _throw_away(new, where)
        if not new.made():
            raise ClusterFailed(
                f"{new.data} is not there, so there is nothing to upgrade; check --home and --zone"
            )
        found = new.major_of_data()
        if found == new.binaries.major:
            return Upgraded(zone=zone, before_major=found, major=found, rows=0, before=None)
        if found > new.binaries.major:
            raise ClusterFailed(
                f"{new.data} was made by PostgreSQL {found}, the programs here are {new.binaries.major}; "
                "there is "
                "no way back to an older one; nothing was done"
            )
        old = postgres.cluster_of(where, cast, _programs(found, old_programs))
        if old.binaries.major != found:
            raise ClusterFailed(
                f"{old.binaries.folder} is PostgreSQL {old.binaries.major}, {new.data} was made by "
                f"{found}; nothing "
                "was done; name the folder of that version's programs"
            )
        if (kept := new.folder / f"data.{found}").exists():
            raise ClusterFailed(
                f"{kept} of an earlier upgrade is still there; nothing was done; delete it with "
                "kurzum zone upgrade --drop-old, then upgrade"
            )
        check_room(new.folder, 2 * used(new.data))
        rows = _across(old, new, where, cast, say, zone)
    return Upgraded(
        zone=zone,
        before_major=found,
        major=new.binaries.major,
        rows=rows,
        before=str(new.folder / f"data.{found}"),
    )


def drop_old(settings: Settings, zone: str) -> list[str]:
    """Delete what earlier upgrades kept; where it lay."""
    folder = places(settings.home, zone).of("postgres")
    with hold(settings.home):
        gone = [] if (folder / cluster_swap.NOTE).exists() else cluster_swap.earlier(folder)
        for path in gone:
            shutil.rmtree(path)
    return [str(path) for path in gone]


def _across(old: Cluster, new: Cluster, where: Places, cast: Cast, say: Say, zone: str) -> int:
    archive = where.folder / _WORK / "database"
    archive.parent.mkdir(mode=0o700)
    say(f"{zone}: reading the data with PostgreSQL {old.binaries.major}")
    with _started(old, where, cast) as told, snapshot(told) as moment:
        rows = moment.rows()
        # By the old programs: newer ones do not know all that an older server notes (seen with 15.20 and
        # 18.6).
        dump.write(told, moment.name, old.binaries.major, old.binaries.folder, archive)
    say(f"{zone}: writing {sum(rows.values())} rows with PostgreSQL {new.binaries.major}")
    coming = replace(new, folder=new.folder / cluster_swap.NEXT)
    _make_for(coming.folder, cast)
    with _started(coming, where, cast) as told:
        dump.read(told, archive, new.binaries.major, new.binaries.folder, plain=True)
        with snapshot(told) as after:
            came = after.rows()
        analyze(told)
    if came != rows:
        different = sorted(name for name in rows | came if rows.get(name) != came.get(name))
        raise ClusterFailed(f"{different[0]} did not come across whole; nothing was changed; try again")
    os.sync()
    cluster_swap.begin(new.folder, old.binaries.major)
    _throw_away(new, where)
    return sum(rows.values())


@contextmanager
def _started(cluster: Cluster, where: Places, cast: Cast) -> Iterator[str]:
    with reach.cluster_started(cluster, where, cast):
        yield cluster.conninfo(cluster.sockets[0])


def _throw_away(cluster: Cluster, where: Places) -> None:
    """What an upgrade left that had not come to its exchange."""
    shutil.rmtree(cluster.folder / cluster_swap.NEXT, ignore_errors=True)
    shutil.rmtree(where.folder / _WORK, ignore_errors=True)


def _make_for(folder: Path, cast: Cast) -> None:
    folder.mkdir(mode=0o700)
    who = cast.identity("postgres")
    if who.uid is not None and who.gid is not None:
        os.chown(folder, who.uid, who.gid)


def _programs(major: int, named: Path | None) -> Path:
    usual = Path(_USUAL.format(major))
    if named is None and not usual.is_dir():
        raise ClusterFailed(
            f"PostgreSQL {major}'s programs are needed to read its data, and {usual} is not there; "
            "nothing was "
            f"done; install them (Debian: apt-get install postgresql-{major}), or name their folder with "
            "--old-programs"
        )
    return (named or usual).absolute()
