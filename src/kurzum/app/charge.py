"""What the supervisor tells a process of ours when it starts: settings and places, on its standard input.

Not by arguments or the environment, where others could read them, and only what concerns its own zone.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from kurzum.app.places import Places
from kurzum.core.settings import Settings, ZoneSettings
from kurzum.store.s3 import Bucket


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """One process's task: its zone and where things lie. ``descriptors``: open sockets handed over, by name.

    ``bucket``: where its blobs are and who it is there, for those that speak to it; None for a folder.
    ``callers``: role -> the user as which it calls, where roles are users of their own.
    """

    settings: Settings
    zone: str
    folder: Path
    sockets: Path
    descriptors: dict[str, int] = {}
    bucket: Bucket | None = None
    callers: dict[str, int] = {}

    @property
    def zone_settings(self) -> ZoneSettings:
        return self.settings.zone(self.zone)

    @property
    def places(self) -> Places:
        return Places(self.folder, self.sockets)


def charge(
    settings: Settings,
    zone: str,
    where: Places,
    descriptors: dict[str, int] | None = None,
    bucket: Bucket | None = None,
    callers: dict[str, int] | None = None,
) -> bytes:
    """The words to say to a process of that zone."""
    others = tuple(
        other
        if other.name == zone
        else msgspec.structs.replace(other, database_url=None, blobs_url=None, blobs_credentials=None)
        for other in settings.zones
    )
    told = Charge(
        settings=msgspec.structs.replace(settings, zones=others),
        zone=zone,
        folder=where.folder,
        sockets=where.sockets,
        descriptors=descriptors or {},
        bucket=bucket,
        callers=callers or {},
    )
    return msgspec.json.encode(told, enc_hook=str)


def read_charge() -> Charge:
    """What we were told. Raises ValueError when started by hand."""
    return msgspec.json.decode(sys.stdin.buffer.read(), type=Charge, dec_hook=_path)


def _path(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"a charge holds no {kind}")
