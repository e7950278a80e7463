"""``kurzum custodian ceremony``, ``unlock`` and ``rotate``: the epoch key and the shares that open it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kurzum.app import backed_up, ceremony, custody_door
from kurzum.app.backup import keys
from kurzum.app.machine import CLOCK
from kurzum.app.places import places
from kurzum.cli.saying import quiet, say, show
from kurzum.cli.zone_backup import known_settings
from kurzum.core.errors import Refused
from kurzum.core.settings import Settings
from kurzum.custody.custodian.shares import NEEDED, Holder


def move_share(
    *,
    to: Path,
    home: Path = Path("var"),
    zone: str | None = None,
    holder: Holder = "custodian",
    authority_to: Path | None = None,
    json: bool = False,
) -> None:
    """Move a share off this machine: from then on the custodian waits for one at each start.

    The first ceremony writes two files: the custodian's share, which is overwritten here, and the
    authority's, which never lay here. Give each to its holder. The operator's stays.

    Parameters
    ----------
    to
        Where the share goes: a folder elsewhere, best on a medium that its holder takes away.
    home
        Folder in which everything lives.
    zone
        The zone; need not be given where there is one.
    holder
        Whose share is moved.
    authority_to
        Where the authority's share goes; as --to, if not given.
    json
        As JSON, for programs.
    """
    settings = known_settings(home)
    name = one_zone(settings, zone)
    moved = ceremony.move(settings, name, holder, to.absolute(), (authority_to or to).absolute())
    if json:
        show(moved)
        return
    for path in moved.files:
        say(f"{name}: written and read back: {path}")
    if moved.left >= NEEDED:
        say(f"{name}: {moved.left} shares still lie here, which open everything: move another")
        return
    say(
        f"{name}: {moved.left} share lies here, {NEEDED} are needed: give each file to its holder, and keep "
        "them apart; two lost shares are everything lost"
    )
    say(f"{name}: the next start waits for kurzum custodian unlock --zone {name} SHAREFILE")


def unlock(
    share: Annotated[Path, Parameter(name="SHAREFILE")],
    *,
    home: Path = Path("var"),
    zone: str | None = None,
    json: bool = False,
) -> None:
    """Hand a share to a custodian that waits for one. It keeps it in memory alone.

    Parameters
    ----------
    share
        The file of a holder's share.
    home
        Folder in which everything lives.
    zone
        The zone; need not be given where there is one.
    json
        As JSON, for programs.
    """
    settings = known_settings(home)
    name = one_zone(settings, zone)
    told = asyncio.run(custody_door.unlock(places(settings.home, name), share.read_bytes()))
    if json:
        show(told)
    elif told.open:
        say(f"{name}: open: epoch {told.epoch}, the keys of {told.people} people")
    else:
        say(f"{name}: {told.shares_known} of {told.shares_needed} shares are known: hand over another")


def rotate(
    *,
    home: Path = Path("var"),
    zone: str | None = None,
    backup: bool = True,
    json: bool = False,
) -> None:
    """Go on to a new epoch: every backup of the keys from before opens never again. Kurzum must run.

    Everything is sealed anew while calls are answered; a backup of the keys is taken where the last one went;
    then the epoch key of before is overwritten in both of the custodian's places. The shares stay as they
    are.

    Parameters
    ----------
    home
        Folder in which everything lives.
    zone
        The zone; need not be given where there is one.
    backup
        Whether a backup of the keys is taken; without it there is none that opens.
    json
        As JSON, for programs.
    """
    settings = known_settings(home)
    name = one_zone(settings, zone)
    where, tell = places(settings.home, name), quiet if json else say
    asyncio.run(custody_door.rotate(where, finish=False))
    folder = backed_up.read(where.folder).keys_folder
    if backup and folder is not None:
        # Before the old epoch is gone: if this fails, the backups of before still open.
        keys.back_up(
            settings, name, keys.folder_of(Path(folder), name, settings.home), CLOCK.now, tell, keep=1
        )
    done = asyncio.run(custody_door.rotate(where, finish=True))
    if json:
        show(done)
        return
    say(
        f"{name}: epoch {done.epoch}: {done.records} records are sealed anew, and the epoch before is "
        "overwritten"
    )
    if not backup or folder is None:
        say(
            f"{name}: there is no backup of the keys that opens: backups of before do no longer; take one "
            f"now with kurzum custodian backup DIR --zone {name} --home {home}"
        )


def one_zone(settings: Settings, zone: str | None) -> str:
    """The zone that was named, or the only one. Raises Refused, BadSettings."""
    if zone is not None:
        return settings.zone(zone).name
    if len(settings.zones) > 1:
        names = ", ".join(one.name for one in settings.zones)
        raise Refused(f"each zone has a custodian of its own; nothing was done; name one: --zone, of {names}")
    return settings.zones[0].name
