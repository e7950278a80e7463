"""``kurzum zone backup`` and ``kurzum zone restore``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kurzum.app import settings_file
from kurzum.app.backup import restoring, taking
from kurzum.app.backup.copying import Say, mb
from kurzum.app.backup.folder import BackupFolder, purpose_of
from kurzum.app.backup.manifest import NoBackup
from kurzum.app.machine import CLOCK
from kurzum.cli.saying import quiet, say, show
from kurzum.core.errors import Refused
from kurzum.core.settings import Settings

KEPT = 2


def backup(
    folder: Annotated[Path, Parameter(name="DIR")],
    *,
    home: Path = Path("var"),
    zone: str | None = None,
    keep: int = KEPT,
    json: bool = False,
) -> None:
    """Back up database, blobs, uploads on their way and ledger, while Kurzum runs or not. Without the keys.

    A second backup into the same folder copies only what is new. What is sealed in it opens only together
    with the custodian's keys: see kurzum custodian backup.

    Parameters
    ----------
    folder
        Where to: an empty folder, a new one, or that of earlier backups. Several zones get a
        folder each in it.
    home
        Folder in which everything lives.
    zone
        The zone; all if not given.
    keep
        How many backups stay, this one included.
    json
        As JSON, for programs.
    """
    if keep < 1:
        raise Refused(f"--keep {keep} would leave no backup; nothing was done; give 1 or more")
    settings = known_settings(home)
    names = [zone] if zone is not None else [one.name for one in settings.zones]
    taken = []
    for name in names:
        settings.zone(name)
        into = taking.folder_of(folder.absolute(), name, alone=zone is not None, home=settings.home)
        taken.append(taking.back_up(settings, name, into, CLOCK.now, _say(json), keep))
    if json:
        show(taken)
    for one in taken:
        if not json:
            say(
                f"{one.zone}: backed up in {one.seconds} s as {one.snapshot}: {one.rows} rows, "
                f"{one.blobs} blobs, "
                f"{one.staged} uploads on their way; {mb(one.total_bytes)}, of which {mb(one.new_bytes)} "
                "were new"
            )
            if one.left_out:
                say(f"{one.zone}: settings that name other servers are not in it: {', '.join(one.left_out)}")
    for one in taken:
        taking.gaps_told(one)


def restore(
    folder: Annotated[Path, Parameter(name="DIR")],
    *,
    home: Path = Path("var"),
    zone: str | None = None,
    snapshot: str | None = None,
    check: bool = False,
    json: bool = False,
) -> None:
    """Bring a zone back from its backup into a home that does not have it, or check the backup.

    Parameters
    ----------
    folder
        Where the backup is.
    home
        Folder in which everything is to live.
    zone
        The zone; all that the folder has if not given.
    snapshot
        Which of its backups; the newest if not given.
    check
        Only read every byte of the backup and compare it with its digest; restore nothing.
    json
        As JSON, for programs.
    """
    done: list[object] = []
    for source in _sources(folder.absolute(), zone):
        if check:
            known = restoring.check(source, snapshot, _say(json))
            done.append(known)
            if not json:
                say(f"{source.zone}: whole: {sum(known.tables.values())} rows, {known.blobs} blobs")
            continue
        brought = restoring.restore(source, snapshot, home.absolute(), _say(json))
        done.append(brought)
        if not json:
            _tell(brought)
    if json:
        show(done)


def known_settings(home: Path) -> Settings:
    """The settings of a HOME that is there. Raises NoHome, BadSettings."""
    if not (home / settings_file.NAME).is_file():
        raise NoBackup(f"{home} holds no Kurzum; name another --home", code="no_home")
    return settings_file.read(home.absolute(), os.environ)[1]


def _tell(brought: restoring.Brought) -> None:
    say(
        f"{brought.zone}: restored {brought.rows} rows, {brought.blobs} blobs and {brought.staged} "
        "uploads on their "
        f"way into {brought.home}; rows and digests are those of the backup"
    )
    if brought.gaps:
        say(f"{brought.zone}: {brought.gaps} blobs were lost before the backup was taken and are not here")
    if brought.left_out:
        say(
            f"{brought.zone}: set these again in kurzum.toml where you want them: "
            f"{', '.join(brought.left_out)}"
        )
    say(
        f"{brought.zone}: there are no keys yet. Restore them before the first start: kurzum custodian "
        "restore DIR "
        f"--zone {brought.zone} --home {brought.home}. Without them only what is public comes back: "
        "nobody from "
        "before can sign in, and nothing private of theirs can ever be opened in this home"
    )


def _sources(folder: Path, zone: str | None) -> list[BackupFolder]:
    found = purpose_of(folder)
    if found is None or found.kind != "zone":
        raise NoBackup(f"{folder} holds no backup of a zone; name the folder that does")
    if found.zone is not None:
        return [BackupFolder(folder, "zone", zone or found.zone)]
    inside = [path for path in sorted(folder.iterdir()) if path.is_dir() and purpose_of(path) is not None]
    names = [zone] if zone is not None else [path.name for path in inside]
    if not names:
        raise NoBackup(f"{folder} holds no whole backup; name the folder that does")
    return [BackupFolder(folder / name, "zone", name) for name in names]


def _say(json: bool) -> Say:
    return quiet if json else say
