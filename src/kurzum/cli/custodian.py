"""``kurzum custodian ...``: for whoever keeps the keys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from kurzum.app.backup import keys
from kurzum.app.backup.folder import BackupFolder, beside_other_kind, purpose_of
from kurzum.app.backup.manifest import NoBackup
from kurzum.app.machine import CLOCK
from kurzum.cli.custodian_epoch import one_zone
from kurzum.cli.saying import quiet, say, show
from kurzum.cli.zone_backup import known_settings
from kurzum.core.errors import Refused

custodian = App(name="custodian", help="The keys of a zone's people: for the custodian's partner.")
custodian.command(
    "kurzum.cli.custodian_epoch:move_share",
    name="ceremony",
    help="""Move a share off this machine: from then on the custodian waits for one at each start.

Two of three shares open the custodian's epoch: the operator's, the custodian's and the authority's.""",
)
custodian.command(
    "kurzum.cli.custodian_epoch:unlock",
    name="unlock",
    help="Hand a share to a custodian that waits for one. It keeps it in memory alone.",
)
custodian.command(
    "kurzum.cli.custodian_epoch:rotate",
    name="rotate",
    help="""Go on to a new epoch: every backup of the keys from before opens never again. Kurzum must run.

Everything is sealed anew while calls are answered, and a backup of the keys is taken where the last one
went.""",
)


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

    It holds no epoch file: that lies in the custodian's two places, and without it, or after a rotation, a
    backup opens never again. It is the custodian's, not the operator's: keep it elsewhere than the zone's
    backups.

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
    name = one_zone(settings, zone)
    into = keys.folder_of(folder.absolute(), name, settings.home)
    taken = keys.back_up(settings, name, into, CLOCK.now, quiet if json else say, keep)
    if json:
        show(taken)
        return
    checked = (
        "each was opened to check it" if taken.opened else "whole, and not opened: the shares lie elsewhere"
    )
    say(f"{name}: the keys of {taken.people} people are in {taken.folder}, of epoch {taken.epoch}; {checked}")
    say(
        f"{name}: with the epoch file and two shares this folder opens everything that the zone has sealed. "
        "It must never lie where the zone's backups do, nor on the same disk, nor under the same password"
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
    epoch: Path | None = None,
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
    epoch
        Where the epoch file is: the folder of the custodian's standby, or a copy. Not needed where that
        folder is one of the zone's own.
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
        tell = quiet if json else say
        told = keys.restore(source, snapshot, known_settings(home), tell, epoch and epoch.absolute())
    if json:
        show(told)
    elif check:
        say(f"{source.zone}: whole: the keys of {told.people} people")
    else:
        say(f"{source.zone}: the keys of {told.people} people are back; start with kurzum up --home {home}")
