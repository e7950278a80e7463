"""Somebody with something in every table, and the ZIP of it opened and held against its own schema."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import httpx
import jsonschema_rs

from kurzum.clips import Clips, Made
from kurzum.clips.work import Measures
from kurzum.core.clock import FixedClock
from kurzum.custody import Purpose
from kurzum.safety.decisions import Grounds
from kurzum.web.rooms import Rooms
from parts.clip_rooms import Encoded, pieces, posted, published, wish
from parts.rooms import join

PASSWORD = {"password": "correct horse battery"}
FILE = "/api/me/export/file"


@dataclass
class Full:
    """A person, signed in at ``client``, who has left something everywhere. ``clips``: by what they are."""

    client: httpx.AsyncClient
    person: UUID
    pid: UUID
    clips: dict[str, UUID] = field(default_factory=dict)
    originals: dict[str, bytes] = field(default_factory=dict)

    def said(self, what: str) -> str:
        """Words of theirs that nobody else uses."""
        return f"{what} of {self.person.hex[-12:]}"


def opened(zipped: bytes) -> dict[str, bytes]:
    """The files of a ZIP, each read whole, so that checksums are compared."""
    with ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def checked(files: dict[str, bytes]) -> dict[str, Any]:
    """What the files say, once each was found to be as the schema inside says; lines as lists."""
    schema = json.loads(files["schema.json"])
    found: dict[str, Any] = {}
    for part, reads in (("files", json.loads), ("lines", lambda text: [*map(json.loads, text.splitlines())])):
        for name, reference in schema[part].items():
            found[name] = reads(files[name])
            validator = jsonschema_rs.validator_for({"$defs": schema["$defs"], **reference})
            for one in found[name] if part == "lines" else [found[name]]:
                validator.validate(one)
    _count(files, found)
    return found


def _count(files: dict[str, bytes], found: dict[str, Any]) -> None:
    """Every file is in the manifest or in the lists of media, with its own checksum."""
    listed = dict(found["manifest.json"]["files"])
    media = [one["file"] for one in found["uploads.json"]["items"] if one["file"]]
    for clip in found["clips.json"]["items"]:
        media += clip["files"]
    listed |= {file["path"]: file for file in media}
    assert set(files) == {"manifest.json", *listed}
    for name, said in listed.items():
        assert (said["bytes"], said["sha256"]) == (len(files[name]), hashlib.sha256(files[name]).hexdigest())
        content = found.get(name)
        if isinstance(content, dict) and "items" in content:
            assert said["items"] == len(content["items"])


def made_of(folder: Path, name: str) -> Encoded:
    """Files as an encoder might have made them, told apart by ``name``."""
    folder.mkdir(exist_ok=True)
    files = []
    for kind, height in (("mp4", 360), ("mp4", 720), ("poster", 640)):
        path = folder / f"{name}-{kind}-{height}"
        path.write_bytes(f"{name} {kind} {height} ".encode() * 3_000)
        files.append(Made(kind, f"{height}", path, 9 * height // 16, height, 1000, "avc1"))
    return Encoded(Measures(20_000, 360, 640), tuple(files), "#123456", "placeholder")


async def filled(
    rooms: Rooms, worker: Clips, clock: FixedClock, client: httpx.AsyncClient, handle: str, folder: Path
) -> Full:
    """An account with clips of every kind, an upload, a kept answer and a decision."""
    me = await join(client, handle, email=f"{handle}@example.org", phone="+4915112345678")
    person = UUID(me["id"])
    one = Full(client, person, await rooms.keys.pid(person, Purpose.SIGN_IN))
    for kind in ("public", "private", "gone", "removed"):
        data = one.said(kind).encode() * 6_000
        visibility = "private" if kind == "private" else "public"
        clip = await posted(rooms.clips, person, data, wish(one.said(f"{kind} words"), visibility), clock)  # type: ignore[arg-type]
        await published(worker, person, clip, made_of(folder, f"{handle}-{kind}"), clock)
        one.clips[kind], one.originals[kind] = clip, data
    # The encoder is done with it: what came up is kept no longer.
    run = await worker.work.begin_further(person, one.clips["private"])
    assert run is not None
    await worker.work.finish(run)
    await rooms.clips.life.erase(person, one.clips["gone"], clock.now())
    grounds = Grounds(explanation=one.said("reason"))
    await rooms.safety.remove_clip(one.clips["removed"], grounds, clock.now())
    refused = await posted(rooms.clips, person, b"noise", wish(one.said("refused words")), clock)
    run = await worker.work.begin(person, refused, clock.now())
    assert run is not None
    await worker.work.refuse(run, "no_video", one.said("refusal"), clock.now())
    one.clips["refused"] = refused
    waiting = one.said("upload").encode() * 100
    upload = await rooms.clips.uploads.create(person, len(waiting), 1 << 20)
    await rooms.clips.uploads.append(person, upload.id, 0, pieces(waiting))
    one.originals["upload"] = waiting

    async def answered() -> bytes:
        return json.dumps({"said": one.said("answer")}).encode()

    await rooms.people.answers.once(person, "a key", b"POST", answered)
    return one


async def acted(rooms: Rooms, one: Full, other: str, clips: list[UUID]) -> None:
    """They follow, block, mute, like, save, watch, report, hide, and are shown a page."""
    client = one.client
    for place in (f"people/{other}/follow", "people/blocked/block", "people/muted/mute"):
        assert (await client.put(f"/api/{place}")).status_code == 204
    for act in ("like", "save"):
        assert (await client.put(f"/api/clips/{clips[0]}/{act}")).status_code == 200
    page = (await client.get("/api/feed?limit=5")).json()
    assert page["picks"]
    events = [
        {
            "id": str(rooms.ids.new()), "kind": "play", "clip": str(clip), "page": page["page"], "loops": 1,
            "at": rooms.clock.now().isoformat(), "watched_ms": 20_000,
        }
        for clip in clips
    ]  # fmt: skip
    batch = {"id": str(rooms.ids.new()), "v": 1, "events": events}
    assert (await client.post("/api/events", json=batch)).status_code == 202
    said = {"reason": "spam", "note": one.said("note")}
    assert (await client.post(f"/api/clips/{clips[0]}/reports", json=said)).status_code == 202
    assert (await client.put(f"/api/me/feed/hidden/creator/{other}")).status_code == 200
    assert (await client.put(f"/api/me/feed/hidden/topic/tag{one.person.hex[-6:]}")).status_code == 200
