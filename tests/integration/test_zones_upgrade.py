"""Data of an older PostgreSQL: said plainly at a start, brought over by one command, and kept until told."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import psycopg
import pytest

from kurzum.app import settings_file
from kurzum.app.backup.reach import cast_of, database, started
from kurzum.app.homelock import hold
from kurzum.app.migrate import ROOMS
from kurzum.app.places import places
from kurzum.core.settings import Settings, load
from kurzum.store import cluster_swap
from kurzum.store.cluster_binaries import binaries
from kurzum.store.migrations import migrate
from kurzum.store.snapshot import snapshot
from parts.backups import run
from parts.running import free_ports

OLD = Path("/usr/lib/postgresql/15/bin")
needs_old = pytest.mark.skipif(
    not OLD.is_dir(), reason=f"an older PostgreSQL is needed, and {OLD} is not there"
)
SOMEBODY = """
INSERT INTO people.handle (handle, person_id, state)
SELECT 'anna_' || i, md5(i::text)::uuid, 'current' FROM generate_series(1, 500) i
"""


def settings_of(home: Path, programs: Path | None) -> Settings:
    """A home of one zone that runs on those programs."""
    home.mkdir(mode=0o700, exist_ok=True)
    lines = [f"port = {free_ports(1)}", "demo = false"]
    lines += [f'postgres_programs = "{programs}"'] if programs else []
    (home / settings_file.NAME).write_text("\n".join([*lines, '[zones.us]\nmarkets = ["US"]\n']))
    return load(home / settings_file.NAME, {}, home=home)


@needs_old
def test_data_of_an_older_version_comes_over_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings = settings_of(home, OLD)
    where = places(home, "us")
    rows = _old_rows(settings)
    settings = settings_of(home, None)
    here = binaries().major
    refused = run("up", "--home", home, check=False)
    assert refused.returncode == 1 and refused.stderr.count("\n") == 1
    assert f"made by PostgreSQL 15, the programs here are {here}" in refused.stderr
    assert "kurzum zone upgrade" in refused.stderr
    # An upgrade that was cut off before its end left this; it is thrown away.
    (where.of("postgres") / cluster_swap.NEXT).mkdir()
    done = json.loads(run("zone", "upgrade", "--home", home, "--json").stdout)[0]
    assert (done["before_major"], done["major"], done["rows"]) == (15, here, sum(rows.values()))
    with database(settings, "us") as told, snapshot(told) as moment:
        assert moment.server == here and moment.rows() == rows
    assert "nothing was done" in run("zone", "upgrade", "--home", home).stdout
    assert Path(done["before"]).is_dir()
    assert done["before"] in run("zone", "upgrade", "--drop-old", "--home", home).stdout
    assert not Path(done["before"]).exists()


def _old_rows(settings: Settings) -> dict[str, int]:
    where = places(settings.home, "us")
    with hold(settings.home), started(settings, "us", where, cast_of(settings, "us")):
        told = f"host='{where.door('db-server')}' user=kurzum dbname=kurzum"
        asyncio.run(migrate(told, ROOMS))
        with psycopg.connect(told, autocommit=True) as conn:
            conn.execute(SOMEBODY)
        with snapshot(told) as moment:
            return moment.rows()


def test_data_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings_of(home, None)
    data = places(home, "us").of("postgres") / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("99\n")
    for words in (("up",), ("zone", "upgrade")):
        refused = run(*words, "--home", home, check=False)
        assert refused.returncode == 1 and "made by PostgreSQL 99" in refused.stderr, refused.stderr
        assert refused.stderr.count("\n") == 1
    shutil.rmtree(data)
