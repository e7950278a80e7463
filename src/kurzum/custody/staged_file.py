"""Files that arrive piece by piece, sealed as their bytes come in; what is acknowledged survives a power cut.

Of a file ``ID`` there are two parts:

    ID.sealed   the head and all full chunks so far, in the form of ``chunks``
    ID.mark     the number of acknowledged full chunks (8 bytes) and, sealed, what lies beyond them

The mark is the truth: it is replaced at once and durably, after the chunks that it counts are durable.
What ``ID.sealed`` holds beyond it was never acknowledged and is cut off by the next writer. When the file is
complete its last chunk is written and the mark removed: then ``ID.sealed`` is an ordinary sealed stream.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from kurzum.core.errors import Conflict, NotFound, Unavailable
from kurzum.core.ids import Entropy
from kurzum.custody.chunks import (
    ADDED,
    CHUNK,
    HEAD,
    LAST,
    MORE,
    SEALED_CHUNK,
    SO_FAR,
    STREAM_ID_BYTES,
    Stream,
)
from kurzum.custody.sealing import Context, DataKey

_COUNT_BYTES = 8
FRESH = ".new"
"""What the name of a part ends with until it is whole."""


class NoSuchFile(NotFound):
    """Nothing of that name is being staged."""

    code = "no_such_file"


class FileBusy(Conflict):
    """Another request is writing this file now; try again when it has ended."""

    code = "file_busy"


class WrongOffset(Conflict):
    """The bytes do not continue where the file ends; ``length`` says where that is."""

    code = "wrong_offset"

    def __init__(self, length: int) -> None:
        super().__init__(f"the file ends at byte {length}; ask for its length and go on from there")
        self.length = length


class StagingFull(Unavailable):
    """The disk takes no more. What was acknowledged is safe; try again later."""

    code = "staging_full"


class Writer:
    """Appends to one file, which nobody else can write meanwhile. Blocks: call its methods in a thread."""

    def __init__(self, folder: Path, name: UUID, key: DataKey, context: Context, entropy: Entropy) -> None:
        self._mark_path = mark_path(folder, name)
        self._entropy = entropy
        try:
            self._file = os.open(sealed_path(folder, name), os.O_RDWR)
        except FileNotFoundError:
            raise NoSuchFile(f"there is no staged file {name}") from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._stream = Stream.of_head(key, context, os.pread(self._file, HEAD, 0))
            self._count, tail = self._read_mark()
            self._held = bytearray(tail)
            os.ftruncate(self._file, HEAD + self._count * SEALED_CHUNK)
        except BlockingIOError:
            os.close(self._file)
            raise FileBusy("another request is writing this file; try again when it has ended") from None
        except BaseException:
            os.close(self._file)
            raise

    @property
    def length(self) -> int:
        """Plain bytes so far, acknowledged or not."""
        return self._count * CHUNK + len(self._held)

    def write(self, data: bytes) -> None:
        """Append; nothing is durable yet. Raises StagingFull."""
        self._held += data
        while len(self._held) >= CHUNK:
            self._append(MORE, bytes(self._held[:CHUNK]))
            self._count += 1
            del self._held[:CHUNK]

    def mark(self) -> int:
        """Make all that was written durable; returns the length to acknowledge. Raises StagingFull."""
        with _disk():
            os.fdatasync(self._file)
            tail = self._stream.seal(self._count, SO_FAR, bytes(self._held), self._entropy)
            _replace(self._mark_path, self._count.to_bytes(_COUNT_BYTES, "big") + tail)
        return self.length

    def finish(self) -> None:
        """The file is complete: write its last chunk, durably. Raises StagingFull."""
        self._append(LAST, bytes(self._held))
        with _disk():
            os.fdatasync(self._file)
            self._mark_path.unlink()
            _sync(self._mark_path.parent)

    def close(self) -> None:
        os.close(self._file)

    def _append(self, kind: bytes, plain: bytes) -> None:
        sealed = self._stream.seal(self._count, kind, plain, self._entropy)
        at = HEAD + self._count * SEALED_CHUNK
        with _disk():
            while sealed:
                done = os.pwrite(self._file, sealed, at)
                sealed, at = sealed[done:], at + done

    def _read_mark(self) -> tuple[int, bytes]:
        try:
            mark = self._mark_path.read_bytes()
        except FileNotFoundError:
            raise NoSuchFile("this file is complete; nothing can be added") from None
        count = int.from_bytes(mark[:_COUNT_BYTES], "big")
        return count, self._stream.open(count, SO_FAR, mark[_COUNT_BYTES:])


def create(folder: Path, name: UUID, key: DataKey, context: Context, entropy: Entropy) -> None:
    """Begin an empty file, durably. Raises StagingFull."""
    stream = Stream(key, context, entropy(STREAM_ID_BYTES))
    with _disk():
        folder.mkdir(mode=0o770, parents=True, exist_ok=True)
        # The mark first: a sealed part without one would count as complete.
        empty = stream.seal(0, SO_FAR, b"", entropy)
        _replace(mark_path(folder, name), bytes(_COUNT_BYTES) + empty)
        _replace(sealed_path(folder, name), stream.head)


def length(folder: Path, name: UUID) -> int:
    """Acknowledged bytes. Raises NoSuchFile."""
    try:
        with mark_path(folder, name).open("rb") as file:
            count = int.from_bytes(file.read(_COUNT_BYTES), "big")
            return count * CHUNK + os.fstat(file.fileno()).st_size - _COUNT_BYTES - ADDED
    except FileNotFoundError:
        pass  # complete, or not there
    try:
        stored = sealed_path(folder, name).stat().st_size - HEAD
    except FileNotFoundError:
        raise NoSuchFile(f"there is no staged file {name}") from None
    return stored - ADDED * -(-stored // SEALED_CHUNK)


def acknowledged_bytes(mark: bytes) -> int:
    """How long the sealed part is, as far as that mark counts it: so far it never changes again."""
    return HEAD + int.from_bytes(mark[:_COUNT_BYTES], "big") * SEALED_CHUNK


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StagingFull(
            f"the zone's disk takes no more: {error.strerror}; what was acknowledged is safe; try later"
        ) from error


def sealed_path(folder: Path, name: UUID) -> Path:
    """Where the sealed part lies."""
    return folder / f"{name}.sealed"


def mark_path(folder: Path, name: UUID) -> Path:
    """Where the mark lies; a complete file has none."""
    return folder / f"{name}.mark"


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f"{path.name}{FRESH}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    try:
        while content:  # a disk that is nearly full takes a part and says nothing
            content = content[os.write(handle, content) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.rename(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
