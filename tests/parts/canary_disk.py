"""A zone's whole disk after the lives of many canaries, and what of them is found on it.

Beside them something leaks on purpose, in every way that a careless program has: into a table, plain,
compressed by PostgreSQL, as JSON, in bytes, split over two rows, deleted again; from there into a backup;
into a log; into a blob. A search that does not find all of these shows nothing.
"""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from parts.backups import run
from parts.caller import Caller
from parts.canary_lives import CanaryLife
from parts.clip_rooms import film
from parts.disguises import forms
from parts.disk_scan import Scan, scan
from parts.needles import Needle, Needles
from parts.standing import ZONE, Standing

_AT_ONCE = 4
LEAKS = {
    name: f"{name.replace(' ', '')}leakedzqxjkvbwqpyfgh"[:24]
    for name in ("plain", "compressed", "json", "bytes", "split", "deleted", "logged", "blob")
}
"""Where something leaks on purpose -> what."""
_SQL = (
    ("CREATE TABLE public.leak (a text, b bytea, c jsonb)", ()),
    ("INSERT INTO public.leak (a) VALUES (%s)", ("plain",)),
    ("INSERT INTO public.leak (a) SELECT repeat('no ', 900) || %s || repeat('no ', 900)", ("compressed",)),
    (
        "INSERT INTO public.leak (c) VALUES (jsonb_build_object('deep', jsonb_build_array(%s::text)))",
        ("json",),
    ),
    ("INSERT INTO public.leak (b) VALUES (convert_to(%s, 'UTF8'))", ("bytes",)),
    ("INSERT INTO public.leak (a) VALUES (left(%s, 12)), (substr(%s, 13))", ("split", "split")),
    ("INSERT INTO public.leak (a) VALUES (%s)", ("deleted",)),
    ("DELETE FROM public.leak WHERE a = %s", ("deleted",)),
)


@dataclass
class Found:
    """``leaked``: canaries, and where; ``missed``: what leaked on purpose and was not found."""

    leaked: dict[str, list[str]]
    missed: set[str]
    canaries: int
    looked_through: Scan


def lived(zone: Standing, folder: Path, people: int, uploads: int, seed: int) -> list[CanaryLife]:
    """So many people have lived in the zone, the first ``uploads`` of them with a clip and an export."""
    maker = Caller(zone.origin, "US").join("maker")
    for number in range(3):
        made = maker.clip(
            film(folder / f"public{number}.mp4", 1.2 + 0.1 * number), "a film for everybody #birds"
        )
        assert made["state"] == "published", made["rejection"]
    maker.close()
    lives = [CanaryLife(zone.origin, seed, number) for number in range(people)]

    def live(one: CanaryLife) -> None:
        one.sign_up()
        one.watch()
        if one.number < uploads:
            one.upload(folder)
            one.take_along()

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        list(threads.map(live, lives))
    return lives


def search(zone: Standing, backups: Path, lives: list[CanaryLife]) -> Found:
    """Back the zone up, stop it, and look through all that it left but the custodian's."""
    _leak(zone)
    run("zone", "backup", backups, "--home", zone.home, "--zone", ZONE)
    zone.stop()
    where = zone.where
    (where.log / "worker.log").open("a").write(f"it said {LEAKS['logged']} twice\n")
    (where.blobs / "leak").write_bytes(gzip.compress(LEAKS["blob"].encode()))
    named = [needle for life in lives for needle in life.needles()]
    control = [
        Needle(f"leak {name}: {form}", raw, half=True)
        for name, value in LEAKS.items()
        for form, raw in forms(value)
    ]
    told = scan(
        [zone.home, backups], Needles([*named, *control]), but=[where.of("custodian"), where.standby(None)]
    )
    leaked = {name: paths for name, paths in told.hits.items() if not name.startswith("leak ")}
    found = {name.removeprefix("leak ").split(":")[0] for name in told.hits if name.startswith("leak ")}
    missed = set(LEAKS) - found
    if not any(Path(path).is_relative_to(backups) for path in told.hits.get("leak plain: as it is", ())):
        missed.add("backup")
    return Found(leaked, missed, len({one.name.split(":")[0] for one in named}), told)


def _leak(zone: Standing) -> None:
    with zone.connect() as conn:
        for sql, names in _SQL:
            conn.execute(sql, [LEAKS[name] for name in names])
