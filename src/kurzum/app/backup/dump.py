"""The database into a snapshot and back, by PostgreSQL's own programs.

The archive is ``pg_dump``'s directory form: logical, so that it survives major versions, real servers and
machines, and written and read by several connections at once.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from kurzum.app.backup.reach import environment
from kurzum.core.errors import Unavailable
from kurzum.store.cluster_binaries import Binaries, binaries

JOBS = 2
_HEAD = 2048
_OF_OTHER_VERSIONS = re.compile(
    # Set by programs from 17 on; noted at columns by some servers (15.20), refused by others (18.6).
    rb"^(SET transaction_timeout = 0|ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \(pg_attver=\d+\));\n",
    re.MULTILINE,
)


class DumpFailed(Unavailable):
    """A program of PostgreSQL's failed; says what it said."""

    code = "dump_failed"


def programs_for(server: int, named: Path | None) -> Binaries:
    """The programs to speak to a server of that major version with: of the same version where there are any.

    Raises DumpFailed when all are older than the server.
    """
    known = [binaries(folder) for folder in ((named, None) if named is not None else (None,))]
    fitting = sorted((one for one in known if one.major >= server), key=lambda one: one.major)
    if not fitting:
        raise DumpFailed(
            f"the server is PostgreSQL {server}, the programs here are {max(one.major for one in known)}; "
            f"nothing was changed; install PostgreSQL {server}'s and set postgres_programs to their folder"
        )
    return fitting[0]


def write(told: str, snapshot: str, server: int, named: Path | None, target: Path) -> int:
    """Dump the moment of that name into a folder that is made; the programs' version. Raises DumpFailed."""
    programs = programs_for(server, named)
    form = ("--format=directory", f"--jobs={JOBS}", "--compress=1", "--no-owner", "--no-privileges")
    where = (f"--snapshot={snapshot}", "--lock-wait-timeout=60000", f"--file={target}")
    _run([str(programs.folder / "pg_dump"), *form, *where], told)
    return programs.major


def read(told: str, source: Path, server: int, named: Path | None, *, plain: bool) -> None:
    """Fill an empty database. Raises DumpFailed; what came until then is to be thrown away.

    ``plain``: server, programs and the server that was dumped are of one version, or only newer in this
    order;
    else the archive passes as text without what only other versions know, in one transaction.
    """
    programs = programs_for(server, named)
    restore = [str(programs.folder / "pg_restore"), "--no-owner", "--no-privileges"]
    if plain and programs.major == server:
        target = environment(told)["PGDATABASE"]
        _run([*restore, "--exit-on-error", f"--jobs={JOBS}", f"--dbname={target}", str(source)], told)
        return
    with tempfile.TemporaryFile() as text:
        for section in ("pre-data", "data", "post-data"):
            with tempfile.TemporaryFile() as part:
                _run([*restore, f"--section={section}", "--file=-", str(source)], told, output=part.fileno())
                part.seek(0)
                # All of what makes tables, and of the rows the beginning: a row may say whatever it likes.
                head = part.read(_HEAD if section == "data" else -1)
                text.write(_OF_OTHER_VERSIONS.sub(b"", head))
                shutil.copyfileobj(part, text)
        text.seek(0)
        psql = [str(programs.folder / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction"]
        _run(psql, told, source=text.fileno())


def _run(
    argv: list[str], told: str, *, output: int = subprocess.DEVNULL, source: int = subprocess.DEVNULL
) -> None:
    done = subprocess.run(
        argv,
        env=environment(told),
        stdin=source,
        stdout=output,
        stderr=subprocess.PIPE,
        umask=0o077,
        check=False,
    )
    if done.returncode:
        raise _failed(argv[0], done.returncode, done.stderr)


def _failed(program: str, code: int, said: bytes) -> DumpFailed:
    words = " / ".join(said.decode(errors="replace").strip().splitlines()[-3:])
    return DumpFailed(f"{Path(program).name} ended with {code}: {words or 'it said nothing'}")
