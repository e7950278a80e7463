"""Walls of the kernel around a process, each put up without privileges and never taken down.

    network    an empty network namespace: no interface, not even loopback answers
    files      Landlock (Linux 5.13): only the folders that are named can be opened
    calls      seccomp: no new processes, sockets, signals to others, or doors to other namespaces

A kernel or a container may refuse one of them; the others still stand.
"""

from __future__ import annotations

import ctypes
import os
import struct

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SIGKILL = 9
CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC, CLONE_THREAD = 0x10000000, 0x40000000, 0x08000000, 0x00010000


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when the one that started it ends."""
    LIBC.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise RuntimeError("the parent ended before its child began")


def raise_all(reads: list[str], writes: list[str]) -> set[str]:
    """Put up every wall that this kernel allows and name those that stand."""
    standing = set()
    if leave_network():
        standing.add("network")
    LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if only_files(reads, writes):
        standing.add("files")
    if only_harmless_calls():
        standing.add("calls")
    return standing


def leave_network() -> bool:
    """Move into an empty network namespace and System V IPC of its own; without root by way of a user
    namespace."""
    if LIBC.unshare(CLONE_NEWNET | CLONE_NEWIPC) == 0:
        return True
    return bool(LIBC.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0)


# --- Landlock: https://docs.kernel.org/userspace-api/landlock.html

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_FILE, MAKE_REG, TRUNCATE = 1 << 5, 1 << 8, 1 << 14
RULE_PATH_BENEATH = 1
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
READ = EXECUTE | READ_FILE | READ_DIR
WRITE = READ_FILE | READ_DIR | WRITE_FILE | REMOVE_FILE | MAKE_REG | TRUNCATE
RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many file rights each version knows; from version 5 on the number stays."""


def only_files(reads: list[str], writes: list[str]) -> bool:
    """Reach nothing of the file system but these, and signal no process outside."""
    abi = LIBC.syscall(CREATE_RULESET, None, 0, 1)
    if abi < 1:
        return False
    handled = (1 << RIGHTS_BY_ABI[min(abi, 5)]) - 1
    # struct landlock_ruleset_attr: handled files, handled network (4), scoped signals and sockets (6)
    fields = [handled, *([0b11] if abi >= 4 else []), *([0b11] if abi >= 6 else [])]
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = LIBC.syscall(CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    for paths, rights in ((reads, READ), (writes, WRITE)):
        for path in paths:
            _allow(ruleset, path, rights & handled)
    done = LIBC.syscall(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return bool(done)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        at = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not os.path.isdir(path):  # noqa: PTH112 (pathlib takes 4 ms to import)
        rights &= FILE_RIGHTS
    LIBC.syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, struct.pack("=Qi", rights, at), 0)
    os.close(at)


# --- seccomp: https://docs.kernel.org/userspace-api/seccomp_filter.html

# Name: number on x86_64, on aarch64 (None where the machine has no such call).
REFUSED: dict[str, tuple[int, int | None]] = {
    "fork": (57, None),
    "vfork": (58, None),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "kill": (62, 129),
    "ptrace": (101, 117),
    "mount": (165, 40),
    "setns": (308, 268),
    "unshare": (272, 97),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "io_uring_setup": (425, 425),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
}
CLONE, CLONE3 = (56, 220), (435, 435)
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS = 1, 38
LOAD, EQUAL, AT_LEAST, ALL_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCH_AT, FIRST_ARGUMENT_AT = 0, 4, 16


def only_harmless_calls() -> bool:
    """Refuse system calls that no decoder needs. Threads are allowed, processes are not."""
    if os.uname().machine not in MACHINES:
        return False
    column, arch = MACHINES[os.uname().machine]
    program = _filter(column, arch)
    code = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    value = Program(len(program) // 8, ctypes.cast(code, ctypes.c_void_p))
    return bool(LIBC.prctl(PR_SET_SECCOMP, 2, ctypes.byref(value), 0, 0) == 0)


def _filter(column: int, arch: int) -> bytes:
    """The classic BPF program: (operation, jump when true, jump when false, value) of 8 bytes each."""
    refused = [numbers[column] for numbers in REFUSED.values() if numbers[column] is not None]
    steps = [
        (LOAD, 0, 0, ARCH_AT),
        (EQUAL, 1, 0, arch),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
    ]
    if column == 0:  # calls of the x32 convention carry bit 30 and would slip past the numbers below
        steps += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, KILL)]
    # glibc falls back from clone3, whose flags a filter cannot read, to clone
    steps += [(EQUAL, 0, 1, CLONE3[column]), (RETURN, 0, 0, ERRNO | ENOSYS)]
    for number in refused:
        steps += [(EQUAL, 0, 1, int(number or 0)), (RETURN, 0, 0, ERRNO | EPERM)]
    steps += [
        (EQUAL, 0, 3, CLONE[column]),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (ALL_BITS, 1, 0, CLONE_THREAD),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
