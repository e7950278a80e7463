"""What the commands for operators do, by the operator's door of a running Kurzum: see ``admin``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from kurzum.app import state
from kurzum.app.ask import Answer, ask
from kurzum.app.homelock import holder
from kurzum.app.places import places
from kurzum.core.errors import NotFound, Refused, Unavailable

_HOUR_S = 3600.0
_LOOK_AGAIN_S = 0.5
_ON_ITS_WAY = {"uploaded", "probing", "encoding"}


class NotRunning(Unavailable):
    """No Kurzum runs in this HOME."""

    code = "not_running"


@dataclass(frozen=True)
class Wish:
    """A file to add. ``handle``: whose, or None for the account of imported clips."""

    file: Path
    handle: str | None
    caption: str
    language: str


async def add(
    home: Path,
    zone: str | None,
    wishes: Sequence[Wish],
    *,
    wait: bool,
    say: Callable[[dict[str, Any]], None] | None,
) -> list[dict[str, Any]]:
    """Add each file; returns and says what became of it. Raises NotRunning; Refused as the server says."""
    door = places(home, _zones(home, zone)[0]).admin
    added: list[dict[str, Any]] = []
    for wish in wishes:
        named = {"handle": wish.handle} if wish.handle is not None else {}
        query = urlencode(
            {
                "length": wish.file.stat().st_size,
                "caption": wish.caption,
                "language": wish.language,
            }
            | named
        )
        answer = await ask(door, f"/clips?{query}", method="POST", body=wish.file, seconds=_HOUR_S)
        added.append({"file": str(wish.file)} | _said(answer))
    for one in added:
        while wait and one["state"] in _ON_ITS_WAY:
            await asyncio.sleep(_LOOK_AGAIN_S)
            one.update(_said(await ask(door, f"/clips/{one['id']}")))
        if say is not None:
            say(one)
    return added


async def remove(home: Path, zone: str | None, clip_id: str, reason: str) -> dict[str, Any]:
    """Remove a clip wherever it is. Raises NotRunning, NotFound and what the server says."""
    body = msgspec.json.encode({"reason": reason})
    asked = _zones(home, zone)
    for name in asked:
        answer = await ask(places(home, name).admin, f"/clips/{clip_id}/remove", method="POST", body=body)
        if answer.status != 404:
            return _said(answer)
    raise NotFound(f"{' and '.join(asked)} have no clip {clip_id}, so nothing was removed; check the id")


async def replay(home: Path, zone: str | None, page_id: str) -> dict[str, Any]:
    """Rank a stored page again wherever it is. Raises NotRunning, NotFound and what the server says."""
    asked = _zones(home, zone)
    for name in asked:
        answer = await ask(places(home, name).admin, f"/pages/{page_id}")
        if answer.status != 404:
            return _said(answer)
    raise NotFound(
        f"{' and '.join(asked)} have no page {page_id}. Pages are kept 30 days, and end with the account of "
        "whoever saw them; pages of nobody signed in are not kept. Check the id"
    )


def _zones(home: Path, zone: str | None) -> list[str]:
    known = state.read(home)
    if holder(home) is None or known is None:
        raise NotRunning(f"no Kurzum runs in {home}; start it with kurzum up, or name another --home")
    names = [one.name for one in known.zones]
    if zone is None:
        return names
    if zone not in names:
        raise Refused(f"there is no zone '{zone}' in {home}; name one of {', '.join(names)}")
    return [zone]


def _said(answer: Answer) -> dict[str, Any]:
    told: dict[str, Any] = answer.json()
    if answer.status != 200:
        raise Refused(str(told.get("detail", "the server refused")), code=str(told.get("code", "refused")))
    return told
