"""Everything of one person into an archive, file by file: media first, what describes them after."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any
from uuid import UUID

import msgspec

from kurzum import __version__
from kurzum.export import account, behaviour, catalogue, graph, safety
from kurzum.export.archive import Archive
from kurzum.export.documents import VERSION, Counted, Doc, Manifest, schema
from kurzum.export.media import Shelf
from kurzum.export.source import Source
from kurzum.people.exports import Run

FORMAT = "kurzum-export"
_AT_ONCE = 64 * 1024

Many = AsyncIterator[Any]


class Writer:
    """Writes one export."""

    def __init__(self, source: Source, archive: Archive, run: Run) -> None:
        self._source = source
        self._archive = archive
        self._run = run
        self._files: dict[str, Counted] = {}

    async def write(self) -> None:
        """All of it. Raises what the rooms raise."""
        source, shelf = self._source, Shelf(self._source, self._archive)
        await self._text("README.txt", (files("kurzum.export") / "README.txt").read_bytes())
        await self._text("schema.json", _json(schema()))
        mine, shown = await account.account(source)
        await self._one("account.json", mine)
        await self._one("profile.json", shown)
        # Media lie in the archive before the lists that name them: a ZIP takes one file at a time.
        await self._gathered("clips.json", catalogue.clips(source, shelf))
        await self._gathered("uploads.json", catalogue.uploads(source, shelf))
        lists: dict[str, Many] = {
            "sessions.json": account.sessions(source),
            "answers.json": account.answers(source),
            "followers.json": graph.followers(source),
            "follows.json": graph.relations(source, "follow"),
            "blocks.json": graph.relations(source, "block"),
            "mutes.json": graph.relations(source, "mute"),
            "likes.json": graph.liked(source),
            "saves.json": graph.saved(source),
            "reports.json": safety.reports(source),
            "decisions.json": safety.decisions(source),
        }
        for name, items in lists.items():
            await self._list(name, items)
        await self._lines("watches.jsonl", behaviour.watches(source))
        await self._lines("pages.jsonl", behaviour.pages(source))
        believed = await behaviour.interests(source, self._run.believed, self._run.asked_at)
        await self._one("interests.json", believed)
        await self._manifest(mine.person, shown.handle)

    async def _manifest(self, person_id: UUID, handle: str) -> None:
        manifest = Manifest(
            format=FORMAT, version=VERSION, zone=self._source.rooms.keys.zone, software=__version__,
            asked_at=self._run.asked_at, person=person_id, handle=handle, files=self._files,
        )  # fmt: skip
        await self._archive.add("manifest.json", _of(_json(manifest)))

    async def _text(self, name: str, content: bytes) -> None:
        await self._put(name, _of(content), None)

    async def _one(self, name: str, doc: Doc) -> None:
        await self._put(name, _of(_json(doc)), None)

    async def _gathered(self, name: str, items: Many) -> None:
        """A list whose items put files of their own into the archive as they come."""
        encoded = [msgspec.json.encode(item) async for item in items]

        async def again() -> AsyncIterator[bytes]:
            for one in encoded:
                yield one

        await self._put(name, _listed(again()), len(encoded))

    async def _list(self, name: str, items: Many) -> None:
        counter = _Counter(items)
        await self._put(name, _listed(counter), counter)

    async def _lines(self, name: str, items: Many) -> None:
        counter = _Counter(items)

        async def lines() -> AsyncIterator[bytes]:
            async for one in counter:
                yield one + b"\n"

        await self._put(name, lines(), counter)

    async def _put(self, name: str, parts: AsyncIterator[bytes], items: _Counter | int | None) -> None:
        written = await self._archive.add(name, _larger(parts))
        count = items.count if isinstance(items, _Counter) else items
        self._files[name] = Counted(bytes=written.bytes, sha256=written.sha256, items=count)


class _Counter:
    """Items as JSON, counted as they go by."""

    def __init__(self, items: Many) -> None:
        self.count = 0
        self._items = items

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for item in self._items:
            self.count += 1
            yield msgspec.json.encode(item)


async def _listed(items: _Counter | AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """One JSON object with all of them."""
    before = b'{"items":[\n'
    async for one in items:
        yield before + one
        before = b",\n"
    yield b"\n]}\n" if before == b",\n" else b'{"items":[]}\n'


async def _larger(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in larger parts, for each is compressed and handed on by itself."""
    held = bytearray()
    async for part in parts:
        held += part
        if len(held) >= _AT_ONCE:
            yield bytes(held)
            held.clear()
    yield bytes(held)


async def _of(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
