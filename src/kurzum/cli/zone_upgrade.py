"""``kurzum zone upgrade``."""

from __future__ import annotations

from pathlib import Path

from kurzum.app import upgrade as upgrading
from kurzum.cli.saying import quiet, say, show
from kurzum.cli.zone_backup import known_settings
from kurzum.core.settings import Settings


def upgrade(
    *,
    home: Path = Path("var"),
    zone: str | None = None,
    old_programs: Path | None = None,
    drop_old: bool = False,
    json: bool = False,
) -> None:
    """Bring the zones' own PostgreSQL data to the major version of the programs here, while nothing runs.

    Parameters
    ----------
    home
        Folder in which everything lives.
    zone
        The zone; all if not given.
    old_programs
        Folder of the programs of the version that made the data; /usr/lib/postgresql/VERSION/bin if not
        given.
    drop_old
        Only delete the data of before that earlier upgrades kept.
    json
        As JSON, for programs.
    """
    settings = known_settings(home)
    names = [one.name for one in settings.zones if one.database_url is None]
    if zone is not None:
        names = [settings.zone(zone).name]
    if drop_old:
        _drop(settings, names, json)
        return
    done = [upgrading.upgrade(settings, name, old_programs, quiet if json else say) for name in names]
    if json:
        show(done)
        return
    for one in done:
        say(_told(one))


def _drop(settings: Settings, names: list[str], json: bool) -> None:
    gone = [path for name in names for path in upgrading.drop_old(settings, name)]
    if json:
        show({"deleted": gone})
        return
    for path in gone:
        say(f"deleted {path}")
    if not gone:
        say("there was no data of before to delete")


def _told(one: upgrading.Upgraded) -> str:
    if one.before is None:
        return f"{one.zone}: its data is PostgreSQL {one.major}'s already; nothing was done"
    return (
        f"{one.zone}: upgraded from PostgreSQL {one.before_major} to {one.major}, {one.rows} rows "
        "compared. The data "
        f"of before is kept in {one.before}: it holds everything, people who are erased from now on too; "
        "once all is "
        "well delete it with kurzum zone upgrade --drop-old"
    )
