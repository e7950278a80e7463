"""Run a program on a hostile file in a child process with walls and limits.

The child is started through ``child/launch.py``, which says what the walls are. The limits here hold for
each child: its own memory, CPU seconds, wall-clock seconds, size of any file written. When one is
passed, or the caller is cancelled, the child's whole process group is killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib.util
import os
import signal
import sys
import sysconfig
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import imageio_ffmpeg

from kurzum.core.process import cpu_s
from kurzum.media.child.launch import NOT_STARTED
from kurzum.media.rejections import MediaUnavailable, Rejected

LAUNCHER = Path(__file__).with_name("child") / "launch.py"
SYSTEM_READS = tuple(map(Path, ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")))
OPEN_FILES = 64
FFMPEG_WAS_TOLD_TO_STOP = 255
"""ffmpeg catches SIGXCPU, ends what it writes, and exits so."""
ENVIRONMENT = {"LC_ALL": "C", "MALLOC_ARENA_MAX": "2"}
MAX_ANSWER = 4 << 20
KEPT_COMPLAINTS = 16 << 10
LAST_WORDS_S = 10.0
SLOWEST = 10
"""A child that is let run for a tenth of the time is none that hangs: the machine has much else to do."""
_LOOK_AGAIN_S = 0.5

OnLine = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Finished:
    """What a child left: exit status, standard output, and the end of its standard error."""

    status: int
    output: str
    complaints: str


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Where and within which limits children run. ``work``: the only folder they can write to."""

    ffmpeg: Path
    python: Path
    work: Path
    memory_bytes: int = 1 << 30
    cpu_s: int = 900
    wall_s: float = 900.0
    file_bytes: int = 512 << 20
    nice: int = 0

    @classmethod
    def here(cls, work: Path) -> Sandbox:
        """A sandbox with the encoder of the wheel and this interpreter; change limits with :meth:`within`."""
        return cls(Path(imageio_ffmpeg.get_ffmpeg_exe()), Path(sys.executable), work)

    def within(
        self,
        *,
        memory_bytes: int | None = None,
        cpu_s: int | None = None,
        wall_s: float | None = None,
        file_bytes: int | None = None,
        nice: int | None = None,
    ) -> Sandbox:
        """The same sandbox, with each limit that is given made stricter (never looser)."""
        return replace(
            self,
            memory_bytes=min(self.memory_bytes, memory_bytes or self.memory_bytes),
            cpu_s=min(self.cpu_s, cpu_s or self.cpu_s),
            wall_s=min(self.wall_s, wall_s or self.wall_s),
            file_bytes=min(self.file_bytes, file_bytes or self.file_bytes),
            nice=max(self.nice, nice or self.nice),
        )

    async def encode(
        self, arguments: Sequence[str], *, reads: Sequence[Path], on_line: OnLine | None = None
    ) -> Finished:
        """Run ffmpeg. ``reads``: the files it may read outside of ``work``."""
        quiet = ("-hide_banner", "-nostdin", "-loglevel", "error", "-protocol_whitelist", "file,pipe")
        return await self.run((str(self.ffmpeg), *quiet, *arguments), reads=reads, on_line=on_line)

    async def script(self, script: Path, arguments: Sequence[str], *, reads: Sequence[Path]) -> Finished:
        """Run a program of ours from ``child/``: its ``main`` with these arguments."""
        return await self.run((str(script), *arguments), reads=(*reads, *package_folders()))

    async def run(
        self, command: Sequence[str], *, reads: Sequence[Path] = (), on_line: OnLine | None = None
    ) -> Finished:
        """Run a program to its end.

        Raises Rejected ``timed_out`` past ``cpu_s`` or ``wall_s``, ``too_demanding`` past ``memory_bytes`` or
        ``file_bytes``, and MediaUnavailable when the program could not be started or the disk is full.
        ``wall_s`` is for a child that waits: one that works has SLOWEST times its CPU seconds beside it.
        """
        child = await self._started(command, reads)
        ending = asyncio.create_task(_finished(child, on_line))
        try:
            await self._in_time(child, ending)
            return judged(ending.result())
        finally:
            ending.cancel()
            await asyncio.gather(ending, return_exceptions=True)
            await _end_group(child)

    async def _in_time(self, child: asyncio.subprocess.Process, ending: asyncio.Task[Finished]) -> None:
        """Return when the child has ended, or failed to. Raises Rejected ``timed_out``."""
        now = asyncio.get_running_loop().time
        began, patience = now(), self.wall_s
        while not (await asyncio.wait((ending,), timeout=patience))[0]:
            left = began + self.wall_s + SLOWEST * cpu_s(child.pid) - now()
            if left <= 0:
                raise Rejected("timed_out")
            patience = max(left, _LOOK_AGAIN_S)

    async def _started(self, command: Sequence[str], reads: Sequence[Path]) -> asyncio.subprocess.Process:
        try:
            return await asyncio.create_subprocess_exec(
                *(str(self.python), "-I", "-S", str(LAUNCHER), *self._limits(reads), "--", *command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=self.work,
                env=ENVIRONMENT,
                start_new_session=True,
            )
        except OSError as error:
            message = f"A media process could not be started; nothing was lost. {error.strerror}."
            raise MediaUnavailable(message) from error

    def _limits(self, reads: Sequence[Path]) -> list[str]:
        """The launcher's words."""
        programs = (self.ffmpeg, LAUNCHER.parent, *interpreter_folders())
        numbers = {
            "memory_bytes": self.memory_bytes,
            "cpu_s": self.cpu_s,
            "file_bytes": self.file_bytes,
            "open_files": OPEN_FILES,
            "nice": self.nice,
            "parent": os.getpid(),
        }
        return [
            *(f"{name}={value}" for name, value in numbers.items()),
            *(f"read={path.absolute()}" for path in (*SYSTEM_READS, *programs, *reads)),
            f"write={self.work.absolute()}",
            *(f"packages={folder}" for folder in package_folders()),
        ]


def judged(finished: Finished) -> Finished:
    """The same, or the error that its end speaks of: limits of the kernel end a child by signal or by
    errno."""
    if finished.status == NOT_STARTED:
        raise MediaUnavailable(
            f"A media process could not be started; nothing was lost. {finished.complaints.strip()}"
        )
    if "No space left on device" in finished.complaints:
        raise MediaUnavailable(
            "No space is left to process clips; nothing was lost. Free space and try again."
        )
    if finished.status in (-signal.SIGXCPU, FFMPEG_WAS_TOLD_TO_STOP):
        raise Rejected("timed_out")
    if finished.status == -signal.SIGKILL:  # nobody here did it: the kernel, short of memory, or an operator
        raise MediaUnavailable("A media process was killed from outside; nothing was lost.")
    if finished.status == -signal.SIGXFSZ:
        raise Rejected("too_demanding")
    out_of_memory = (
        "Cannot allocate memory",
        "MemoryError",
        "malloc of size",
        "File too large",
        "std::bad_alloc",
    )
    if finished.status != 0 and any(words in finished.complaints for words in out_of_memory):
        raise Rejected("too_demanding")
    return finished


@functools.cache
def interpreter_folders() -> tuple[Path, ...]:
    """Where the interpreter and its standard library lie."""
    return tuple({Path(sys.prefix), Path(sys.base_prefix), Path(sysconfig.get_path("stdlib"))})


@functools.cache
def package_folders() -> tuple[Path, ...]:
    """Where PyAV, Pillow and numpy are installed."""
    found = (importlib.util.find_spec(name) for name in ("av", "PIL", "numpy"))
    return tuple(dict.fromkeys(Path(spec.origin).parent.parent for spec in found if spec and spec.origin))


async def _finished(child: asyncio.subprocess.Process, on_line: OnLine | None) -> Finished:
    """What the child leaves, once it has ended."""
    output, complaints = await _heard(child, on_line)
    return Finished(await child.wait(), output, complaints)


async def _heard(child: asyncio.subprocess.Process, on_line: OnLine | None) -> tuple[str, str]:
    """Both of a child's outputs, to their ends."""
    readers = (
        asyncio.create_task(_read_answer(child.stdout, on_line)),
        asyncio.create_task(_read_tail(child.stderr)),
    )
    try:
        return await asyncio.gather(*readers)
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)


async def _read_answer(stream: asyncio.StreamReader | None, on_line: OnLine | None) -> str:
    """Standard output, to ``on_line`` or as a whole; a child that says too much is ended."""
    kept = b""
    size = 0
    while stream is not None and (part := await stream.read(64 << 10)):
        size += len(part)
        if size > MAX_ANSWER:
            raise Rejected("too_demanding")
        kept += part
        if on_line is not None:
            *lines, kept = kept.split(b"\n")
            for line in lines:
                await on_line(line.decode("utf-8", "replace"))
    return kept.decode("utf-8", "replace")


async def _read_tail(stream: asyncio.StreamReader | None) -> str:
    tail = b""
    while stream is not None and (part := await stream.read(64 << 10)):
        tail = (tail + part)[-KEPT_COMPLAINTS:]
    return tail.decode("utf-8", "replace")


async def _end_group(child: asyncio.subprocess.Process) -> None:
    """Kill what is left of the child's process group and collect the child.

    asyncio counts a child as ended only when its pipes are, so what they still hold is read and dropped.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORDS_S):
            for stream in (child.stdout, child.stderr):
                while stream is not None and await stream.read(1 << 20):
                    pass
            await child.wait()
