"""The archive: readable by others, however its bytes came, with ZIP64 where it must be."""

from __future__ import annotations

import asyncio
import hashlib
import io
import shutil
import subprocess
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kurzum.export.archive import Archive

AT = datetime(2026, 11, 22, 12, 30, 10, tzinfo=UTC)


async def parts(data: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


async def archived(files: dict[str, bytes], size: int) -> bytes:
    """An archive of these files, each in parts of a size; every second one counts as media."""
    taken: list[bytes] = []

    async def take(data: bytes) -> None:
        taken.append(data)

    archive = Archive(take, AT)
    for place, (name, data) in enumerate(files.items()):
        media = place % 2 == 1
        written = await archive.add(
            name, parts(data, size), media=media, expected=len(data) if media else None
        )
        assert (written.bytes, written.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert sum(map(len, taken)) > 0
    await archive.close()
    assert max(map(len, taken)) < 2 * size + 4_000  # what is taken is handed on, not gathered
    return b"".join(taken)


FILES = {
    "a.json": b'{"items":[]}' * 30_000,
    "clips/b/original.mp4": bytes(range(256)) * 1_000,
    "c.jsonl": b"",
    "d/empty.bin": b"",
    "e.txt": "Grüße".encode(),
}


@pytest.mark.parametrize("limit", [zipfile.ZIP64_LIMIT, 10_000])
@pytest.mark.parametrize("size", [65_536, 1_000])
async def test_what_went_in_comes_out(size: int, limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", limit)  # as if these files had gigabytes
    whole = await archived(FILES, size)
    monkeypatch.undo()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == FILES
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 22, 12, 30, 10)}
        kinds = {info.filename: info.compress_type for info in archive.infolist()}
    assert kinds["clips/b/original.mp4"] == zipfile.ZIP_STORED
    assert kinds["a.json"] == zipfile.ZIP_DEFLATED


@pytest.mark.skipif(shutil.which("unzip") is None, reason="Info-ZIP's unzip is not installed here")
async def test_unzip_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(await archived(FILES, 5_000))
    command = ["unzip", "-tq", str(path)]
    await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
