"""The sandbox holds: each limit and each wall is tried by a program that wants to break it."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kurzum.core.errors import KurzumError
from kurzum.media import Rejected, Sandbox
from kurzum.media.rejections import MediaUnavailable
from kurzum.media.sandbox import Finished
from parts.processes import alive
from parts.waiting import until

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="walls are the Linux kernel's")
FILTERED = pytest.mark.skipif(
    platform.machine() not in ("x86_64", "aarch64"), reason="system calls are filtered on these machines only"
)


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    work = tmp_path / "work"
    work.mkdir()
    return Sandbox.here(work).within(wall_s=120, cpu_s=10, memory_bytes=256 << 20, file_bytes=1 << 20)


async def run(box: Sandbox, program: str) -> Finished:
    return await box.run([str(box.python), "-I", "-S", "-c", program])


async def refused(box: Sandbox, program: str) -> str:
    with pytest.raises(Rejected) as caught:
        await run(box, program)
    return caught.value.code


async def test_a_child_that_eats_memory_is_stopped(box: Sandbox) -> None:
    assert await refused(box, "kept = [bytearray(1 << 20) for _ in range(1000)]") == "too_demanding"


async def test_a_child_that_spins_is_stopped_by_the_kernel(box: Sandbox) -> None:
    assert await refused(box.within(cpu_s=1), "while True: pass") == "timed_out"


async def test_a_child_that_waits_for_ever_is_stopped(box: Sandbox) -> None:
    assert await refused(box.within(wall_s=0.3), "import time; time.sleep(60)") == "timed_out"


@LINUX
async def test_a_child_that_works_is_not_stopped_because_the_machine_is_busy(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    # At the first look, after ``wall_s``, it still works, and even a busy machine has let it begin.
    slow = "import time\nend = time.monotonic() + 4\nwhile time.monotonic() < end: pass\nprint('done')"
    monkeypatch.setattr("kurzum.media.sandbox.SLOWEST", 10_000)
    assert (await run(box.within(wall_s=3), slow)).output == "done\n"
    monkeypatch.setattr("kurzum.media.sandbox.SLOWEST", 0)
    assert await refused(box.within(wall_s=0.3), slow) == "timed_out"


@LINUX
async def test_a_child_that_works_a_little_and_then_hangs_is_stopped(box: Sandbox) -> None:
    assert (
        await refused(box.within(wall_s=0.3), "import time; sum(range(10**6)); time.sleep(600)")
        == "timed_out"
    )


async def test_a_child_that_writes_a_large_file_is_stopped(box: Sandbox) -> None:
    program = "f = open('x', 'wb')\nfor _ in range(100): f.write(bytes(1 << 20))"
    assert await refused(box, program) == "too_demanding"
    assert (box.work / "x").stat().st_size <= 1 << 20


async def test_a_child_that_talks_without_end_is_stopped(box: Sandbox) -> None:
    assert await refused(box, "while True: print('x' * 9999)") == "too_demanding"


async def test_a_child_cannot_open_many_files(box: Sandbox) -> None:
    finished = await run(box, "kept = [open('/dev/null') for _ in range(1000)]")
    assert "Too many open files" in finished.complaints


@LINUX
async def test_a_child_inherits_nothing_and_finds_no_environment(box: Sandbox, tmp_path: Path) -> None:
    secret = os.open(tmp_path / "secret", os.O_RDWR | os.O_CREAT)
    os.set_inheritable(secret, True)
    try:
        finished = await run(
            box,
            "import os\n"
            "def there(n):\n"
            "    try: os.fstat(n); return True\n"
            "    except OSError: return False\n"
            "print([n for n in range(3, 64) if there(n)], sorted(os.environ), os.getcwd())",
        )
    finally:
        os.close(secret)
    assert finished.output.strip() == f"[] ['KURZUM_WALLS', 'LC_ALL', 'MALLOC_ARENA_MAX'] {box.work}"


@LINUX
async def test_a_child_sees_only_its_source_and_its_work_folder(box: Sandbox, tmp_path: Path) -> None:
    allowed, other = tmp_path / "allowed", tmp_path / "other"
    allowed.write_text("mine")
    other.write_text("somebody's")
    program = (
        "import sys\n"
        "def tried(path, how='r'):\n"
        "    try: return open(path, how).read() if how == 'r' else open(path, how).write('x')\n"
        "    except OSError as error: return error.strerror\n"
        f"print([tried({str(allowed)!r}), tried({str(other)!r}), tried('/etc/passwd'), tried('new', 'w'),"
        f" tried({str(allowed)!r}, 'w'), tried({str(other)!r}, 'w')])"
    )
    finished = await box.run([str(box.python), "-I", "-S", "-c", program], reads=[allowed])
    denied = "Permission denied"
    assert finished.output.strip() == str(["mine", denied, denied, 1, denied, denied])
    assert (allowed.read_text(), other.read_text()) == ("mine", "somebody's")


@LINUX
async def test_a_child_has_no_network(box: Sandbox) -> None:
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    finished = await run(
        box, f"import socket; socket.create_connection(('127.0.0.1', {port}), 2); print('out')"
    )
    server.close()
    await server.wait_closed()
    assert "out" not in finished.output
    assert finished.status != 0


@LINUX
async def test_ffmpeg_opens_no_address_and_no_other_file(box: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("ffconcat version 1.0\nfile /etc/passwd\n")
    reads = [tmp_path / "list.txt"]
    for source in ("tcp://127.0.0.1:1", "http://127.0.0.1:1/x", "/etc/passwd"):
        finished = await box.encode(["-i", source, "-f", "null", "-"], reads=reads)
        assert finished.status != 0
    finished = await box.encode(
        ["-f", "concat", "-safe", "0", "-i", str(reads[0]), "-f", "null", "-"], reads=reads
    )
    assert "Permission denied" in finished.complaints


@LINUX
@FILTERED
async def test_a_child_starts_no_process_and_kills_none(box: Sandbox) -> None:
    program = (
        "import os, threading\n"
        "def tried(call):\n"
        "    try: return call()\n"
        "    except OSError as error: return error.strerror\n"
        f"print(tried(os.fork), tried(lambda: os.kill({os.getpid()}, 0)))\n"
        "thread = threading.Thread(target=print, args=('a thread',))\n"
        "thread.start(); thread.join()"
    )
    finished = await run(box, program)
    assert finished.output.split("\n")[:2] == [
        "Operation not permitted Operation not permitted",
        "a thread",
    ]


@LINUX
async def test_at_least_one_wall_keeps_the_network_away(box: Sandbox) -> None:
    finished = await run(box, "import os; print(os.environ['KURZUM_WALLS'])")
    assert {"network", "calls"} & set(finished.output.split())


async def test_a_cancelled_caller_leaves_no_child(box: Sandbox) -> None:
    program = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
    task = asyncio.create_task(run(box, program))
    written = box.work / "pid"

    async def started() -> bool:
        return written.exists() and written.read_text() != ""

    await until(started)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not Path(f"/proc/{written.read_text()}").exists()


@LINUX
async def test_a_child_dies_with_its_parent(box: Sandbox) -> None:
    program = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
    worker = (
        "import asyncio, pathlib\n"
        "from kurzum.media import Sandbox\n"
        f"box = Sandbox.here(pathlib.Path({str(box.work)!r}))\n"
        f"asyncio.run(box.run([str(box.python), '-I', '-S', '-c', {program!r}]))"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", worker)
    written = box.work / "pid"

    async def started() -> bool:
        return written.exists() and written.read_text() != ""

    await until(started)
    parent.kill()
    await parent.wait()

    async def gone() -> bool:
        return not alive(int(written.read_text()))

    await until(gone)


async def test_a_machine_without_encoder_is_not_the_file_s_fault(box: Sandbox) -> None:
    with pytest.raises(MediaUnavailable):
        await replace(box, ffmpeg=Path("/no/such/ffmpeg")).encode(["-version"], reads=[])
    with pytest.raises(KurzumError):
        await replace(box, python=Path("/no/such/python")).encode(["-version"], reads=[])


def test_limits_only_get_stricter(box: Sandbox) -> None:
    assert box.within(cpu_s=10**6, nice=5).within(cpu_s=3, nice=1) == replace(box, cpu_s=3, nice=5)
