"""The database into a snapshot and back, by PostgreSQL's own programs.

The archive is ``pg_dump``'s directory form: logical, so that it survives major versions, real servers and
machines, and written and read by several connections at once.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from pathlib import Path

from kurzum.app.backup.reach import environment
from kurzum.core.errors import Unavailable
from kurzum.store.cluster_binaries import Binaries, binaries

JOBS = 2
_OF_NEWER_PROGRAMS = re.compile(rb"^SET transaction_timeout = 0;\n", re.MULTILINE)


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


def write(told: str, snapshot: str, server: int, named: Path | None, target: Path) -> None:
    """Dump the moment of that name into a folder that is made. Raises DumpFailed."""
    program = programs_for(server, named).folder / "pg_dump"
    form = ("--format=directory", f"--jobs={JOBS}", "--compress=1", "--no-owner", "--no-privileges")
    where = (f"--snapshot={snapshot}", "--lock-wait-timeout=60000", f"--file={target}")
    _run([str(program), *form, *where], told)


def read(told: str, source: Path, server: int, named: Path | None) -> None:
    """Fill an empty database. Raises DumpFailed; what came until then is to be thrown away."""
    programs = programs_for(server, named)
    restore = [str(programs.folder / "pg_restore"), "--no-owner", "--no-privileges"]
    if programs.major == server:
        target = environment(told)["PGDATABASE"]
        _run([*restore, "--exit-on-error", f"--jobs={JOBS}", f"--dbname={target}", str(source)], told)
        return
    # Programs newer than the server set something that it does not know.
    with tempfile.TemporaryFile() as text:
        _run([*restore, "--file=-", str(source)], told, output=text.fileno())
        text.seek(0)
        head = text.read(1 << 16)
        rest = text.tell()
        psql = [str(programs.folder / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction"]
        _feed(psql, told, _OF_NEWER_PROGRAMS.sub(b"", head), text.fileno(), rest)


def _run(argv: list[str], told: str, output: int = subprocess.DEVNULL) -> None:
    done = subprocess.run(
        argv, env=environment(told), stdout=output, stderr=subprocess.PIPE, umask=0o077, check=False
    )
    if done.returncode:
        raise _failed(argv[0], done.returncode, done.stderr)


def _feed(argv: list[str], told: str, head: bytes, source: int, at: int) -> None:
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            argv, env=environment(told), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        ) as program,
    ):
        with contextlib.suppress(BrokenPipeError):
            if program.stdin is not None:
                program.stdin.write(head)
                while part := os.pread(source, 1 << 20, at):
                    program.stdin.write(part)
                    at += len(part)
                program.stdin.close()
        if code := program.wait():
            said.seek(0)
            raise _failed(argv[0], code, said.read())


def _failed(program: str, code: int, said: bytes) -> DumpFailed:
    words = " / ".join(said.decode(errors="replace").strip().splitlines()[-3:])
    return DumpFailed(f"{Path(program).name} ended with {code}: {words or 'it said nothing'}")
