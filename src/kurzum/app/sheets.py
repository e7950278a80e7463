"""What a process counts, for others to read: a sheet of memory that one process writes and others look at.

Worker and custodian have no door at which a monitor could ask them, and shall have none. So the supervisor
hands each an open file in memory, and the server, which has the operator's door, the same one for reading.
It is written whole every few seconds, so what is read is that old at most.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress

import msgspec
from prometheus_client.metrics_core import Metric
from prometheus_client.samples import Sample as Counted

from kurzum.custody.fields import METRIC_LABELS, METRICS

WRITTEN_EACH_S = 5.0
_HEAD = 8
_TRIES = 5


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """One number."""

    name: str
    labels: dict[str, str]
    value: float


class Family(msgspec.Struct, frozen=True, array_like=True):
    """All numbers of one meaning. ``kind``: counter, gauge, histogram, as Prometheus has it."""

    name: str
    says: str
    kind: str
    samples: list[Sample]


Collect = Callable[[], Iterable[Metric]]


def blank() -> int:
    """An open file in memory; where the kernel has no such thing, a nameless one among short-lived files."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("kurzum sheet", os.MFD_CLOEXEC)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _for_reading(sheet: int) -> int:
    """The same sheet for somebody who may only look."""
    try:
        return os.open(f"/proc/self/fd/{sheet}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return os.dup(sheet)


def families(collected: Iterable[Metric]) -> list[Family]:
    """What a registry collects, without times of creation, which say nothing that a counter does not.

    A metric or a label that has no category is left out: unknown means protected.
    """
    return [
        Family(one.name, one.documentation, one.type, [_sample(s) for s in one.samples if _may_go(s)])
        for one in collected
        if one.name in METRICS
    ]


def _sample(found: Counted) -> Sample:
    return Sample(found.name, dict(found.labels), found.value)


def _may_go(found: Counted) -> bool:
    return not found.name.endswith("_created") and found.labels.keys() <= METRIC_LABELS.keys()


def write(sheet: int, found: list[Family]) -> None:
    """Write the sheet anew."""
    body = msgspec.msgpack.encode(found)
    head = len(body).to_bytes(4, "big") + zlib.crc32(body).to_bytes(4, "big")
    os.pwrite(sheet, head + body, 0)


def read(sheet: int) -> list[Family]:
    """What stands on it; nothing where nobody has written yet, or what is written cannot be read."""
    for _ in range(_TRIES):
        head = os.pread(sheet, _HEAD, 0)
        if len(head) < _HEAD:
            return []
        body = os.pread(sheet, int.from_bytes(head[:4], "big"), _HEAD)
        # It may have been written anew in between.
        if zlib.crc32(body).to_bytes(4, "big") == head[4:]:
            try:
                return msgspec.msgpack.decode(body, type=list[Family])
            except msgspec.DecodeError:
                return []
    return []


class Sheets:
    """The sheets of one zone, as its supervisor has them; it writes one itself. ``writing``, ``reading``:
    process -> descriptor."""

    def __init__(self, collect: Collect) -> None:
        self.writing = {name: blank() for name in ("supervisor", "custodian", "worker")}
        self.reading = {name: _for_reading(sheet) for name, sheet in self.writing.items()}
        self._own = asyncio.create_task(keep_writing(self.writing["supervisor"], collect), name="sheet")

    def close(self) -> None:
        """Stop writing and close them."""
        self._own.cancel()
        for sheet in (*self.writing.values(), *self.reading.values()):
            os.close(sheet)


async def keep_writing(sheet: int | None, collect: Collect) -> None:
    """Write the sheet every few seconds, until cancelled; with no sheet, do nothing."""
    while sheet is not None:
        # No room, or no /proc just now: what stands there is old for a while.
        with suppress(OSError):
            write(sheet, families(collect()))
        await asyncio.sleep(WRITTEN_EACH_S)
