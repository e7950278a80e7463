"""Put walls around this process, then become the program that is asked for.

Started as ``python -I -S launch.py NAME=VALUE... -- PROGRAM ARGUMENT...`` where the names are

    memory_bytes, cpu_s, file_bytes, open_files, nice    numbers, for setrlimit and setpriority
    parent                                               the process that must be alive
    read, write                                          a folder or file that stays reachable; any number
    packages                                             a folder to import from; any number

A PROGRAM that ends in ``.py`` is one of our own beside this file: it goes on in this interpreter, its
``main`` is called with the arguments, and what it returns is written out. Everything else is executed.

Limits that every Linux has must hold, or nothing is started (exit 97). Walls that a kernel may lack or
forbid (no network, no other files, no new processes) are put up where they can be; the environment
variable ``KURZUM_WALLS`` tells the program which stand.

Every child of a clip begins here, so only what is quick to import is used: no json, no pathlib, no signal.
"""

from __future__ import annotations

import os
import resource
import sys
import time

TYPE_CHECKING = False
HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (pathlib takes 4 ms)
STACK_BYTES = 2 << 20
"""Of each thread; they count as memory, and an encoder has dozens."""
NOT_STARTED = 97
"""Exit status that says: the program was never started, the file is not to blame."""
SIGPIPE, SIGXFSZ, SIG_DFL = 13, 25, 0


def limit(limits: dict[str, int]) -> None:
    """Bound memory, CPU time, size of files and number of descriptors, for good."""
    cpu_s = limits["cpu_s"]
    for what, soft, hard in (
        (resource.RLIMIT_DATA, limits["memory_bytes"], limits["memory_bytes"]),
        (resource.RLIMIT_AS, 2 * limits["memory_bytes"], 2 * limits["memory_bytes"]),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 5),  # first SIGXCPU, which tells why, then SIGKILL
        (resource.RLIMIT_FSIZE, limits["file_bytes"], limits["file_bytes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"], limits["open_files"]),
        (resource.RLIMIT_STACK, STACK_BYTES, STACK_BYTES),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_MEMLOCK, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))


def step_back(nice: int) -> None:
    """Leave the processors to others first. Who was started further back already stays there.

    Where Linux groups processes by session (autogroup), a process's own number counts only within its
    session; this one began a session of its own, whose number is set in ``/proc``. Ordinary users may do so
    ten times a second, all of them together.
    """
    if nice <= 0:
        return
    nice = max(nice, os.getpriority(os.PRIO_PROCESS, 0))
    os.setpriority(os.PRIO_PROCESS, 0, nice)
    for _ in range(2):
        try:
            with open("/proc/self/autogroup", "w") as group:  # noqa: PTH123 (pathlib takes 4 ms)
                group.write(str(nice))
        except BlockingIOError:
            time.sleep(0.11)
        except OSError:
            return
        else:
            return


def close_inherited() -> None:
    """Keep stdin, stdout and stderr, and nothing else that a parent forgot to close."""
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def main(arguments: list[str]) -> None:
    end = arguments.index("--")
    said = [word.partition("=") for word in arguments[:end]]
    limits = {name: int(value) for name, _, value in said if name not in ("read", "write", "packages")}
    reads, writes, packages = (
        [value for name, _, value in said if name == which] for which in ("read", "write", "packages")
    )
    program = arguments[end + 1 :]
    sys.path.insert(0, HERE)
    if TYPE_CHECKING:
        from kurzum.media.child import walls
    else:
        import walls

    close_inherited()
    step_back(limits["nice"])  # before the walls, which close /proc
    # A core dump or a message at the terminal would carry parts of a person's file elsewhere.
    os.umask(0o077)
    standing = walls.raise_all(reads, writes)
    walls.die_with_parent(limits["parent"])  # after the walls: a change of credentials would undo it
    limit(limits)
    # Python ignores these signals, and what is ignored stays so in the program that is executed.
    for number in (SIGPIPE, SIGXFSZ):
        walls.LIBC.signal(number, SIG_DFL)
    environment = {"LC_ALL": "C", "MALLOC_ARENA_MAX": "2", "KURZUM_WALLS": " ".join(sorted(standing))}
    if program[0].endswith(".py"):
        sys.path[:0] = packages
        become(program, environment)
    os.execve(program[0], program, environment)  # noqa: S606 - no shell is wanted


def become(program: list[str], environment: dict[str, str]) -> None:
    """Go on as a program of ours. It ends without tidying up: what it holds goes with the process."""
    os.environ.clear()
    os.environ.update(environment)
    name = program[0].rpartition("/")[2].removesuffix(".py")
    status = 1
    try:
        sys.stdout.write(__import__(name).main(program[1:]))
        sys.stdout.flush()
        status = 0
    except BaseException as error:
        # One line, as ffmpeg would: the caller looks for what it knows, such as MemoryError.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.stderr.flush()
    finally:
        os._exit(status)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exception as error:
        print(f"the sandbox could not start: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(NOT_STARTED)
