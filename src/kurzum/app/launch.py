"""Starts a process locked in: see ``enter`` for what happens between here and the program itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import kurzum
from kurzum.app.enter import Granted, Order
from kurzum.core.errors import Unavailable

SOURCE = Path(kurzum.__file__).resolve().parent.parent
_ENTER = "import sys; sys.path.append(sys.argv.pop(1)); from kurzum.app.enter import main; main()"

LATER = os.EX_TEMPFAIL
"""How a process of ours ends whose need is away for now; the reason is its last line."""


class CannotStart(Unavailable):
    """A process could not be started, or ended badly where it should not; says which and why."""

    code = "cannot_start"


class NotYet(CannotStart):
    """What a process needs is away for now; trying again later may do."""

    code = "not_yet"


@dataclass(frozen=True)
class Identity:
    """Who a process is. None: whoever starts it (no root, so no choice)."""

    uid: int | None = None
    gid: int | None = None
    groups: tuple[int, ...] = ()


@dataclass(frozen=True)
class Task:
    """A program to start and what it may touch; see ``enter.Order`` for the words.

    ``descriptors``: open files that it inherits under the same numbers; ``stdin``: bytes that it can read.
    """

    argv: tuple[str, ...]
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    reads: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()
    guarded: tuple[Path, ...] = ()
    passwd: Path | None = None
    hosts: Path | None = None
    listens: tuple[str, int, int] | None = None
    work: Path | None = None
    work_bytes: int = 0
    mask: int = 0o077
    death: int = signal.SIGKILL
    nice: int = 0
    shares_ipc: bool = False
    shares_network: bool = False
    descriptors: tuple[int, ...] = ()
    stdin: bytes = b""


@dataclass(frozen=True)
class Started:
    """A process on its way. ``granted`` waits until it has become the program, or failed to."""

    process: subprocess.Popen[bytes]
    report: int

    def granted(self) -> Granted:
        """What the kernel granted. Raises CannotStart. Call once."""
        with open(self.report, "rb", closefd=True) as pipe:  # noqa: PTH123  (a descriptor, not a path)
            told = pipe.read()
        if not told:
            raise CannotStart(f"process {self.process.pid} ended before it had begun; see its log")
        granted = Granted(**json.loads(told))
        if granted.failed is not None:
            raise CannotStart(granted.failed)
        return granted


def python(module: str) -> tuple[str, ...]:
    """The arguments that run one of our modules in this Python, with nothing of the caller's around it.

    While it imports, nothing is garbage: looking for some takes a tenth of the server's start.
    """
    find = f"import gc, sys; gc.disable(); p = {str(SOURCE)!r}; p in sys.path or sys.path.insert(0, p)"
    return (sys.executable, "-I", "-c", f"{find}; from {module} import main; gc.enable(); main()")


def code() -> tuple[Path, ...]:
    """What must be readable to run Python and our code: interpreter, environment, package."""
    places = {sys.executable, sys.prefix, sys.base_prefix, sys.exec_prefix, str(SOURCE / "kurzum")}
    return tuple(Path(place) for place in sorted(places))


_EVERYWHERE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
"""numpy's own threads wait by turning: they took half a core, and what is multiplied here is small."""


def start(task: Task, identity: Identity, *, output: int) -> Started:
    """Start it. ``output``: descriptor for what it says.

    Call from a thread that lives as long as the process shall: the kernel ends it with that thread.
    """
    reading, writing = os.pipe()
    told = _waiting(task.stdin)
    order = Order(
        argv=task.argv,
        env=_EVERYWHERE | {"HOME": str(task.folder)} | task.env,
        folder=str(task.folder),
        parent=os.getpid(),
        report=writing,
        uid=identity.uid,
        gid=identity.gid,
        groups=identity.groups,
        reads=_texts(task.reads),
        writes=_texts((*task.writes, task.folder)),
        guarded=_texts(task.guarded),
        passwd=str(task.passwd) if task.passwd else None,
        hosts=str(task.hosts) if task.hosts else None,
        listens=task.listens,
        work=str(task.work) if task.work else None,
        work_bytes=task.work_bytes,
        mask=task.mask,
        death=task.death,
        nice=task.nice,
        shares_ipc=task.shares_ipc,
        shares_network=task.shares_network,
    )
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _ENTER, str(SOURCE), json.dumps(asdict(order))],
            stdin=told,
            stdout=output,
            stderr=output,
            pass_fds=(*task.descriptors, *([task.listens[2]] if task.listens else []), writing),
            start_new_session=True,
            env={},
            cwd="/",
        )
    except OSError as error:
        os.close(reading)
        raise CannotStart(f"{sys.executable} cannot be started: {error}") from error
    finally:
        os.close(told)
        os.close(writing)
    return Started(process, reading)


def _waiting(text: bytes) -> int:
    """A pipe that already holds all that will be said: at most 64 KiB, and never on a disk."""
    reading, writing = os.pipe()
    try:
        os.write(writing, text)
    finally:
        os.close(writing)
    return reading


def run(task: Task, identity: Identity) -> bytes:
    """Start it and wait for its end; returns what it said.

    Raises CannotStart when it fails, NotYet with its last line when it says so by ending with ``LATER``.
    """
    with tempfile.TemporaryFile() as said:
        started = start(task, identity, output=said.fileno())
        started.granted()
        code = started.process.wait()
        said.seek(0)
        text = said.read()
    if code:
        last = text.decode(errors="replace").strip().splitlines()[-3:]
        if code == LATER and last:
            raise NotYet(last[-1])
        raise CannotStart(
            f"{Path(task.argv[0]).name} ended with {code}: {' / '.join(last) or 'it said nothing'}"
        )
    return text


def _texts(paths: Sequence[Path]) -> tuple[str, ...]:
    return tuple(str(path) for path in paths)
