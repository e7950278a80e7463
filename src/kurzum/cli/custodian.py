"""``kurzum custodian ...``: for whoever keeps the keys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from kurzum.app.backup import keys
from kurzum.app.backup.folder import BackupFolder, beside_other_kind, purpose_of
from kurzum.app.backup.manifest import NoBackup
from kurzum.app.machine import CLOCK
from kurzum.cli.saying import quiet, say, show
from kurzum.cli.zone_backup import known_settings
from kurzum.core.errors import Refused
from kurzum.core.settings import Settings

custodian = App(name="custodian", help="The keys of a zone's people: for the custodian's partner.")


@custodian.command
def backup(
    folder: Annotated[Path, Parameter(name="DIR")],
    *,
    home: Path = Path("var"),
    zone: str | None = None,
    keep: int = 1,
    json: bool = False,
) -> None:
    """Back up the keys of a zone's people, while Kurzum runs or not.

    Whoever has this folder and a backup of the zone opens everything of everybody. It is the custodian's, not
    the operator's: keep it elsewhere than the zone's backups, under a lock of its own, and keep few.

    Parameters
    ----------
    folder
        Where to: an empty folder, a new one, or that of earlier backups of these keys. Never with a zone's.
    home
        Folder in which everything lives.
    zone
        The zone; need not be given where there is one.
    keep
        How many backups stay, this one included. Each keeps the keys of people who are erased later.
    json
        As JSON, for programs.
    """
    if keep < 1:
        raise Refused(f"--keep {keep} would leave no backup; nothing was done; give 1 or more")
    settings = known_settings(home)
    name = _one(settings, zone)
    into = keys.folder_of(folder.absolute(), name, settings.home)
    taken = keys.back_up(settings, name, into, CLOCK.now, quiet if json else say, keep)
    if json:
        show(taken)
        return
    say(f"{name}: the keys of {taken.people} people are in {taken.folder}, each was opened to check it")
    say(
        f"{name}: this folder opens everything that the zone has sealed. It must never lie where the "
        "zone's backups "
        "do, nor on the same disk, nor under the same password"
    )
    if other := beside_other_kind(into.folder, "custodian"):
        say(f"{name}: {other}, right beside it, holds backups of a zone: move one of them elsewhere")


@custodian.command
def restore(
    folder: Annotated[Path, Parameter(name="DIR")],
    *,
    home: Path = Path("var"),
    zone: str | None = None,
    snapshot: str | None = None,
    check: bool = False,
    json: bool = False,
) -> None:
    """Bring the keys back to a zone that was restored, before its first start; or check the backup.

    Keys of people who were erased after the backup, as far as the zone knows of it, are destroyed again
    at the next start, before the zone serves.

    Parameters
    ----------
    folder
        Where the backup is.
    home
        Folder in which everything lives; the zone must be there, without keys.
    zone
        The zone; that of the backup if not given.
    snapshot
        Which of its backups; the newest if not given.
    check
        Only compare the backup with its digests; restore nothing.
    json
        As JSON, for programs.
    """
    found = purpose_of(folder.absolute())
    if found is None or found.kind != "custodian" or found.zone is None:
        raise NoBackup(f"{folder} holds no backup of a custodian's keys; name the folder that does")
    source = BackupFolder(folder.absolute(), "custodian", zone or found.zone)
    if check:
        told = keys.check(source, snapshot)
    else:
        told = keys.restore(source, snapshot, known_settings(home), quiet if json else say)
    if json:
        show(told)
    elif check:
        say(f"{source.zone}: whole: the keys of {told.people} people")
    else:
        say(f"{source.zone}: the keys of {told.people} people are back; start with kurzum up --home {home}")


def _one(settings: Settings, zone: str | None) -> str:
    if zone is not None:
        return settings.zone(zone).name
    if len(settings.zones) > 1:
        names = ", ".join(one.name for one in settings.zones)
        raise Refused(f"each zone has a custodian of its own; nothing was done; name one: --zone, of {names}")
    return settings.zones[0].name
