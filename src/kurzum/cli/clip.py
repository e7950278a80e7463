"""``kurzum clip ...``."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import App, Parameter

from kurzum.app import operating
from kurzum.core.errors import Refused

clip = App(name="clip", help="Add clips from files, and remove clips.")


@clip.command
def add(
    *files: Path,
    home: Path = Path("var"),
    zone: str | None = None,
    handle: Annotated[str | None, Parameter(name="--as")] = None,
    caption: str | None = None,
    language: str = "en",
    wait: bool = True,
    json: bool = False,
) -> None:
    """Make clips of files of your own. A running Kurzum processes them like everybody's uploads.

    Parameters
    ----------
    files
        Videos of 15 to 60 seconds.
    home
        Folder in which everything lives.
    zone
        The zone to add them in; the first one if not given.
    handle
        Whose clips they become: somebody who has signed up there. An account 'imported' if not given.
    caption
        Caption of each; the file's name if not given.
    language
        Language of the captions.
    wait
        Wait until each is published or refused.
    json
        As JSON, for programs.
    """
    if not files:
        raise Refused("no file was named, so nothing was added; name some: kurzum clip add FILE...")
    for file in files:
        if not file.is_file():
            raise Refused(f"{file} is no file, so nothing was added; check the name")
    wishes = [
        operating.Wish(file, handle, caption if caption is not None else file.stem, language)
        for file in files
    ]
    added = asyncio.run(operating.add(home.absolute(), zone, wishes, wait=wait, say=None if json else _say))
    if json:
        _print(added)
    refused = [one for one in added if one["state"] == "rejected"]
    if refused:
        raise Refused(f"{len(refused)} of {len(added)} clips were refused; the reasons are above")


@clip.command
def remove(
    id: str,  # noqa: A002  (its name on the command line)
    *,
    reason: str,
    home: Path = Path("var"),
    zone: str | None = None,
    json: bool = False,
) -> None:
    """Remove a clip for everybody but its owner, who is told the reason.

    Parameters
    ----------
    id
        The clip's id.
    reason
        A sentence for its owner; it is kept as the statement of reasons.
    home
        Folder in which everything lives.
    zone
        The zone that has the clip; each is asked if not given.
    json
        As JSON, for programs.
    """
    done = asyncio.run(operating.remove(home.absolute(), zone, id, reason))
    if json:
        _print(done)
    else:
        print(f"removed {done['id']}; statement of reasons {done['statement']}")


def _say(one: dict[str, Any]) -> None:
    why = f": {one['rejection']['message']}" if one.get("rejection") else ""
    print(f"{one['file']}: {one['state']} {one['id']}{why}", flush=True)


def _print(found: object) -> None:
    print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
