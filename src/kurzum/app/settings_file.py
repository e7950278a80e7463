"""The settings in use, in ``HOME/kurzum.toml``: read at a start, written back to be seen and changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import ValidationError

from kurzum.core.errors import Refused
from kurzum.core.settings import PORTS_APART, BadSettings, Settings, ZoneSettings, load
from kurzum.markets import UnknownMarket, amend

NAME = "kurzum.toml"


def read(
    home: Path,
    environ: Mapping[str, str],
    *,
    port: int | None = None,
    zones: Sequence[str] | None = None,
    demo: bool | None = None,
) -> tuple[Settings, Settings]:
    """The settings for this start, and the same with every zone that the file knows. Raises BadSettings."""
    path = home / NAME
    known = path if path.is_file() else None
    used = load(known, environ, home=home, port=port, zones=zones, demo=demo)
    try:
        amend(used.editions)
    except (UnknownMarket, ValidationError) as error:
        raise BadSettings(f"{path}, key 'editions': {error}; correct or remove it") from None
    _check_limits(used, path)
    chosen_by_nobody = {key: value for key, value in environ.items() if key != "KURZUM_ZONES"}
    return used, load(known, chosen_by_nobody, home=home, port=port, demo=demo)


def write(settings: Settings) -> None:
    """Write the file whole or not at all; only its owner can read it: it may hold passwords."""
    path = settings.home / NAME
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.chmod(0o600)
    fresh.write_text(as_toml(settings), "utf-8")
    fresh.replace(path)


def as_toml(settings: Settings) -> str:
    """The settings as ``core.settings.load`` reads them."""
    lines = [
        "# What this Kurzum was last started with. Change it here; the command line overrules it.",
        f"port = {settings.port}",
        f"demo = {_value(settings.demo)}",
        f"session_days = {settings.session_days}",
        f"upload_hours = {settings.upload_hours}",
        f"user_numbers = {_value(list(settings.user_numbers))}",
    ]
    if settings.postgres_programs is not None:
        lines.append(f"postgres_programs = {_value(str(settings.postgres_programs))}")
    if settings.limits:
        lines += ["", "[limits]", *(f"{name} = {_value(rate)}" for name, rate in settings.limits.items())]
    for market, changes in settings.editions.items():
        lines += ["", f"[editions.{market}]", *(f"{key} = {_value(to)}" for key, to in changes.items())]
    for place, zone in enumerate(settings.zones):
        lines += ["", f"[zones.{zone.name}]", *_zone(zone, settings.port + PORTS_APART * place)]
    return "\n".join([*lines, ""])


def _zone(zone: ZoneSettings, usual_port: int) -> list[str]:
    usual_origin = f"http://{zone.name}.localhost:{zone.port}"
    known = {
        "markets": list(zone.markets),
        "port": zone.port if zone.port != usual_port else None,
        "custodian": zone.custodian,
        "custodian_standby": _path(zone.custodian_standby),
        "origin": zone.origin if zone.origin != usual_origin else None,
        "database_url": zone.database_url,
        "blobs_url": zone.blobs_url,
        "blobs_endpoint": zone.blobs_endpoint,
        "blobs_region": zone.blobs_region if zone.blobs_url else None,
        "blobs_credentials": _path(zone.blobs_credentials),
        "blobs_ca": _path(zone.blobs_ca),
    }
    limits = {f"custodian_limits.{purpose}": rate for purpose, rate in zone.custodian_limits.items()}
    return [f"{key} = {_value(value)}" for key, value in (known | limits).items() if value is not None]


def _check_limits(settings: Settings, path: Path) -> None:
    for zone in settings.zones:
        if not zone.custodian_limits:
            continue
        # Here, as few have any: the custodian's code would make every command slower.
        from kurzum.custody.custodian.bounds import bounds_from

        try:
            bounds_from(zone.custodian_limits)
        except Refused as error:
            raise BadSettings(f"{path}, key 'zones.{zone.name}.custodian_limits': {error.message}") from None


def _path(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _value(value: object) -> str:
    # JSON's strings, numbers, truth values and lists of these are TOML's too.
    return json.dumps(value)
