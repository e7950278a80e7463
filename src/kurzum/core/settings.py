"""Settings: ``kurzum.toml`` and the environment, read once, checked strictly, never changed afterwards.

Four sources, the later one wins: the defaults below, the file, ``KURZUM_*`` in the environment, and what
the command line says. Without a file there are two zones on one machine: ``us`` and ``world``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from kurzum.core.errors import Refused

PORT = 8000
PORTS_APART = 100
EVERYWHERE_ELSE = "*"
_NAME = re.compile(r"[a-z][a-z0-9]{0,15}")
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?")
_ENDPOINT = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_REGION = re.compile(r"[a-z0-9-]{1,40}")
_MARKET = re.compile(r"[A-Z]{2}|\*")
_OF_ALL = ("home", "port", "zones", "demo", "session_days", "erase_days", "upload_hours", "postgres_programs")
_PATHS = ("home", "postgres_programs")
_OF_A_ZONE = (
    *("origin", "custodian", "custodian_standby", "database_url"),
    *("blobs_url", "blobs_endpoint", "blobs_region", "blobs_credentials", "blobs_ca"),
)


class BadSettings(Refused):
    """The settings cannot be used: names the source, the key, and what to do."""

    code = "bad_settings"


class ZoneSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One zone. ``markets``: ISO 3166-1 alpha-2, or ``*`` for every market that no other zone serves.

    ``blobs_url``: ``s3://bucket/prefix``, None for a folder of this machine. Its server is
    ``blobs_endpoint`` (``https://host:port``, by default Amazon's of the region), whose certificate
    ``blobs_ca`` (a PEM file) may vouch for. ``blobs_credentials``: a file as Amazon's tools have it.
    ``custodian_standby``: where the custodian keeps everything a second time, best on another disk; None for
    a folder beside the first. ``custodian_limits``: how many people's keys may be asked for, by purpose, as
    ``[burst, per minute]``: see ``custody.custodian.bounds``.
    """

    name: str
    markets: tuple[str, ...]
    port: int
    custodian: str = "Demo custody on this machine"
    custodian_standby: Path | None = None
    custodian_limits: dict[str, tuple[float, float]] = {}
    origin: str = ""
    database_url: str | None = None
    blobs_url: str | None = None
    blobs_endpoint: str | None = None
    blobs_region: str = "us-east-1"
    blobs_credentials: Path | None = None
    blobs_ca: Path | None = None

    def __post_init__(self) -> None:
        if not self.origin:
            msgspec.structs.force_setattr(self, "origin", f"http://{self.name}.localhost:{self.port}")


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set. ``session_days`` and ``upload_hours`` say how long those live unused;
    ``erase_days`` (1 to 30), for how long whoever wants their account erased may change their mind.

    ``limits``: how often one may ask, by the names in ``web.limits``, as ``[burst, per minute]``.
    ``user_numbers``: the first and last number that users of a zone's processes may get, where root starts
    them; they must belong to nobody. ``postgres_programs``: the folder of another PostgreSQL's programs (15
    or newer), to run the zones' clusters on instead of the wheel's. ``editions``: an installation's own
    changes to the editions that come with Kurzum, by market or ``default``: see ``markets.edition.amend``.
    """

    home: Path
    zones: tuple[ZoneSettings, ...]
    port: int = PORT
    demo: bool = True
    session_days: int = 30
    erase_days: int = 7
    upload_hours: int = 24
    limits: dict[str, tuple[int, float]] = {}
    user_numbers: tuple[int, int] = (47_000, 59_999)
    postgres_programs: Path | None = None
    editions: dict[str, dict[str, Any]] = {}

    def zone(self, name: str) -> ZoneSettings:
        """The zone of that name; BadSettings when there is none."""
        for zone in self.zones:
            if zone.name == name:
                return zone
        known = ", ".join(zone.name for zone in self.zones)
        raise BadSettings(f"there is no zone '{name}': the settings have {known}; name one of these")

    def folder(self, zone: str) -> Path:
        """Where a zone keeps everything of its own: ``HOME/zones/NAME``."""
        return self.home / "zones" / zone


def load(
    path: Path | None,
    environ: Mapping[str, str],
    *,
    home: Path | None = None,
    port: int | None = None,
    zones: Sequence[str] | None = None,
    demo: bool | None = None,
) -> Settings:
    """Read the settings. ``path``: the file, or None for the defaults; the rest is the command line's word.

    Raises BadSettings.
    """
    source = str(path) if path else "the default settings"
    raw: dict[str, Any] = {"zones": _default_zones()} | (_read(path) if path else {})
    raw |= _environment(environ, _zone_tables(raw, source))
    given = {"home": home, "port": port, "zones": zones, "demo": demo}
    raw |= {key: value for key, value in given.items() if value is not None and key != "zones"}
    chosen = zones if zones is not None else raw.pop("_chosen", None)
    raw.pop("_chosen", None)
    tables = _zone_tables(raw, source)
    for name in chosen or ():
        if name not in tables:
            raise BadSettings(f"{source}: there is no zone '{name}'; name some of {', '.join(tables)}")
    base = raw.get("port", PORT)
    if not isinstance(base, int):
        raise BadSettings(f"{source}, key 'port': {base!r} is no port; give a number from 1 to 65535")
    listed = [
        {"port": base + PORTS_APART * place} | table | {"name": name}
        for place, (name, table) in enumerate(tables.items())
        if not chosen or name in chosen
    ]
    raw["home"] = str(raw.get("home", "var"))
    try:
        settings = msgspec.convert(raw | {"zones": listed}, Settings, dec_hook=_from_text, strict=True)
    except msgspec.ValidationError as error:
        raise BadSettings(f"{source}: {error}; correct or remove that key") from None
    for fault in _faults(settings):
        raise BadSettings(f"{source}, {fault}")
    return msgspec.structs.replace(settings, home=settings.home.absolute())


def _default_zones() -> dict[str, Any]:
    return {"us": {"markets": ["US"]}, "world": {"markets": [EVERYWHERE_ELSE]}}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadSettings(f"{path}: there is no such file; name another, or none for the defaults") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{path}: cannot be read as TOML: {error}; correct the file") from None


def _zone_tables(raw: Mapping[str, Any], source: str) -> dict[str, dict[str, Any]]:
    tables = raw["zones"]
    if not isinstance(tables, dict) or not tables or not all(isinstance(t, dict) for t in tables.values()):
        raise BadSettings(f"{source}, key 'zones': write one table a zone, as [zones.us] markets = [\"US\"]")
    for name, table in tables.items():
        if "name" in table:
            raise BadSettings(
                f"{source}, key 'zones.{name}.name': the table's own name is the zone's; remove it"
            )
    return tables


def _environment(environ: Mapping[str, str], tables: Mapping[str, Any]) -> dict[str, Any]:
    """``KURZUM_PORT`` sets ``port``, ``KURZUM_US_DATABASE_URL`` a zone's; unknown ones are refused."""
    names: dict[str, tuple[str | None, str]] = {f"KURZUM_{key.upper()}": (None, key) for key in _OF_ALL}
    names |= {f"KURZUM_{zone.upper()}_{key.upper()}": (zone, key) for zone in tables for key in _OF_A_ZONE}
    found: dict[str, Any] = {"zones": {zone: dict(table) for zone, table in tables.items()}}
    for name in sorted(name for name in environ if name.startswith("KURZUM_")):
        if name not in names:
            raise BadSettings(
                f"environment, {name}: no such setting; unset it, or use {', '.join(sorted(names))}"
            )
        zone, key = names[name]
        if zone is not None:
            found["zones"][zone][key] = environ[name]
        elif key == "zones":
            found["_chosen"] = [part.strip() for part in environ[name].split(",") if part.strip()]
        else:
            found[key] = environ[name] if key in _PATHS else _scalar(name, environ[name])
    return found


def _scalar(name: str, text: str) -> int | bool:
    if text in ("true", "false"):
        return text == "true"
    if text.isascii() and text.isdigit():
        return int(text)
    raise BadSettings(
        f"environment, {name}: '{text}' is neither a number nor true or false; correct or unset it"
    )


def _from_text(kind: Any, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"no setting is a {kind}")


def _faults(settings: Settings) -> Iterator[str]:
    served: dict[str, str] = {}
    ports: dict[int, str] = {}
    standbys: dict[Path, str] = {}
    for name in ("session_days", "upload_hours"):
        if getattr(settings, name) < 1:
            yield f"key '{name}': must be at least 1"
    if not 1 <= settings.erase_days <= 30:
        yield "key 'erase_days': must be from 1 to 30; an account is erased within a month at the latest"
    first, last = settings.user_numbers
    if not 1000 <= first < last:
        yield f"key 'user_numbers': [{first}, {last}] is no range of users from 1000 on; write [first, last]"
    for zone in settings.zones:
        where = f"key 'zones.{zone.name}"
        if not _NAME.fullmatch(zone.name):
            yield f"{where}': a zone's name is 1 to 16 lower-case letters and digits; rename it"
        if not 1 <= zone.port <= 65535:
            yield f"{where}.port': {zone.port} is no port; give a number from 1 to 65535"
        if zone.port in ports:
            yield f"{where}.port': {zone.port} is also that of '{ports[zone.port]}'; give each its own"
        if urlsplit(zone.origin).scheme not in ("http", "https") or zone.origin.endswith("/"):
            yield f"{where}.origin': '{zone.origin}' is no origin; write it as https://us.example.org"
        ports[zone.port] = zone.name
        yield from _faults_of_blobs(zone, where)
        standby = zone.custodian_standby
        if standby is not None and not standby.is_absolute():
            yield f"{where}.custodian_standby': '{standby}' is no whole path; write it from / on"
        if standby is not None and standby in standbys:
            yield (
                f"{where}.custodian_standby': {standby} is also that of '{standbys[standby]}'; "
                "give each its own"
            )
        if standby is not None:
            standbys[standby] = zone.name
        if not zone.markets:
            yield f'{where}.markets\': is empty; name the countries it serves, or "*" for all others'
        for market in zone.markets:
            if not _MARKET.fullmatch(market):
                yield f"{where}.markets': '{market}' is no country code; write two capitals, or \"*\""
            if market in served:
                yield f"{where}.markets': {market} is also served by '{served[market]}'; leave it to one"
            served[market] = zone.name


def _faults_of_blobs(zone: ZoneSettings, where: str) -> Iterator[str]:
    if zone.blobs_url is None:
        return
    if not _BUCKET.fullmatch(zone.blobs_url):
        yield f"{where}.blobs_url': '{zone.blobs_url}' is none; write it as s3://bucket or s3://bucket/prefix"
    if zone.blobs_endpoint is not None and not _ENDPOINT.fullmatch(zone.blobs_endpoint):
        yield (
            f"{where}.blobs_endpoint': '{zone.blobs_endpoint}' is none; write it as https://host or "
            "https://host:port, with a name or an IPv4 address, and nothing behind it"
        )
    if not _REGION.fullmatch(zone.blobs_region):
        yield f"{where}.blobs_region': '{zone.blobs_region}' is no region; write it as us-east-1"
