"""Put walls around this process, then become the program that is asked for.

Started as ``python -I -S launch.py LIMITS PROGRAM ARGUMENT...`` where LIMITS is a JSON object:

    memory_bytes, cpu_s, file_bytes, open_files, nice    numbers, for setrlimit and setpriority
    parent                                               the process that must be alive
    reads, writes                                        folders and files that stay reachable

Limits that every Linux has must hold, or nothing is started (exit 97). Walls that a kernel may lack or
forbid (no network, no other files, no new processes) are put up where they can be; the environment
variable ``KURZUM_WALLS`` tells the program which stand.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

STACK_BYTES = 2 << 20
"""Of each thread; they count as memory, and an encoder has dozens."""
NOT_STARTED = 97
"""Exit status that says: the program was never started, the file is not to blame."""


def limit(limits: dict[str, Any]) -> None:
    """Bound memory, CPU time, size of files and number of descriptors, for good."""
    cpu_s = int(limits["cpu_s"])
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
        resource.setrlimit(what, (int(soft), int(hard)))
    if limits["nice"]:
        os.setpriority(os.PRIO_PROCESS, 0, int(limits["nice"]))


def close_inherited() -> None:
    """Keep stdin, stdout and stderr, and nothing else that a parent forgot to close."""
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def main(arguments: list[str]) -> None:
    limits = json.loads(arguments[0])
    program = arguments[1:]
    sys.path.insert(0, str(Path(__file__).parent))
    if TYPE_CHECKING:
        from kurzum.media.child import walls
    else:
        import walls

    close_inherited()
    # A core dump or a message at the terminal would carry parts of a person's file elsewhere.
    os.umask(0o077)
    standing = walls.raise_all([Path(p) for p in limits["reads"]], [Path(p) for p in limits["writes"]])
    walls.die_with_parent(limits["parent"])  # after the walls: a change of credentials would undo it
    limit(limits)
    # Ignored signals survive exec; the program starts with all at their default.
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    environment = {"LC_ALL": "C", "MALLOC_ARENA_MAX": "2", "KURZUM_WALLS": " ".join(sorted(standing))}
    os.execve(program[0], program, environment)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exception as error:
        print(f"the sandbox could not start: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(NOT_STARTED)
