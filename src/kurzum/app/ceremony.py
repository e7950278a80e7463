"""Moves a share of the sealing key off this machine: from then on a start needs its holder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kurzum.app.backup import epochs, reach
from kurzum.app.places import places
from kurzum.core.errors import Conflict, Refused
from kurzum.core.settings import Settings
from kurzum.custody.custodian import safes, shares
from kurzum.custody.custodian.durable import write_durably
from kurzum.custody.custodian.shares import NEEDED, Holder, Share


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A ceremony that is done. ``files``: the shares that were handed out; ``left``: how many lie here
    still."""

    zone: str
    files: tuple[str, ...]
    left: int


def move(settings: Settings, zone: str, holder: Holder, to: Path, authority_to: Path) -> Moved:
    """Write a holder's share into ``to``, read it back, and overwrite it here, in both places.

    The first ceremony also writes the authority's share, which two others give, into ``authority_to``.
    Raises Refused, Conflict; then every share lies where it lay.
    """
    where = places(settings.home, zone)
    reach.refuse_foreign(settings.home)
    known = epochs.current(settings, where)
    lying = {share.holder: share for share in known.lying}
    if holder != "authority" and holder not in lying:
        raise Conflict(
            f"the {holder}'s share does not lie on this machine; nothing was changed; here are: "
            f"{', '.join(lying) or 'none'}"
        )
    made = {} if known.opened is None else {shares.third(known.lying, "authority"): authority_to}
    if holder == "authority" and not made:
        raise Conflict(
            f"the authority's share needs {NEEDED} others, and {len(lying)} lie here; nothing was changed"
        )
    if holder != "authority":
        made[lying[holder]] = to
    written = tuple(_hand_out(share, folder, settings.home) for share, folder in made.items())
    if holder != "authority":
        safes.take_share(epochs.safes_of(settings, where), holder)
    return Moved(
        zone=zone,
        files=tuple(str(path) for path in written),
        left=len(epochs.current(settings, where).lying),
    )


def _hand_out(share: Share, folder: Path, home: Path) -> Path:
    folder = folder.resolve()
    if folder.is_relative_to(home.resolve()):
        raise Refused(
            f"{folder} lies in the HOME {home}, where the share would not have gone; name a folder elsewhere"
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / share.file_name
    if path.exists() and shares.decode(path.read_bytes(), str(path)) != share:
        raise Refused(f"{path} is a share of another set; nothing was changed; name another folder")
    write_durably(path, shares.encode(share))
    if shares.decode(path.read_bytes(), str(path)) != share:
        raise Conflict(f"{path} does not read as it was written; nothing was changed here; use another disk")
    return path
