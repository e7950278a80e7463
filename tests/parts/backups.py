"""Somebody's life in a zone before a backup, and how to see that it is there after it."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from kurzum.core.ids import uuid7
from parts.caller import PASSWORD, TUS, Caller
from parts.clip_rooms import film
from parts.running import kurzum

LENGTH, SENT = 110_000, 90_001
"""Of the upload that is half done: all its bytes, and those that have arrived."""

BYTES = {**TUS, "Content-Type": "application/offset+octet-stream"}


def run(*words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run ``kurzum WORDS``; AssertionError with what it said when it fails and ``check``."""
    done = subprocess.run([*kurzum(), *map(str, words)], text=True, capture_output=True, check=False)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@dataclass
class Life:
    """What was done before the backup, and by whom. ``upload``: the path of the one that is half done."""

    anna: str
    bernd: str
    public: str
    private: str
    upload: str

    @property
    def unfinished(self) -> bytes:
        return bytes(i % 251 for i in range(LENGTH))


def lived(origin: str, folder: Path) -> Life:
    """Anna with a public and a private clip and half an upload; Bernd, who likes, follows and watches."""
    anna, bernd = Caller(origin, "US"), Caller(origin, "US")
    wish = {"handle": "anna", "password": PASSWORD, "language": "en", "birth_date": "1990-05-17",
            "email": "anna@example.org"}  # fmt: skip
    assert anna.http.post("/api/people?market=US", json=wish).status_code == 201
    told = anna.http.post("/api/tokens", json={"handle": "anna", "password": PASSWORD}).json()["token"]
    anna.http.cookies.clear()
    anna.http.headers["Authorization"] = f"Bearer {told}"
    bernd.join("bernd")
    public = anna.clip(film(folder / "public.mp4", 1.2), "for everybody")["id"]
    private = anna.clip(film(folder / "private.mp4", 1.4), "for me", visibility="private")["id"]
    assert bernd.http.put(f"/api/clips/{public}/like").status_code == 200
    assert bernd.http.put("/api/people/anna/follow").is_success
    assert bernd.http.post("/api/events", json=batch(public)).status_code == 202
    begun = anna.http.post("/api/uploads", headers={**TUS, "Upload-Length": str(LENGTH)})
    life = Life(
        told, bernd.http.headers["Authorization"].split()[1], public, private, begun.headers["Location"]
    )
    sent = anna.http.patch(
        life.upload, content=life.unfinished[:SENT], headers={**BYTES, "Upload-Offset": "0"}
    )
    assert int(sent.headers["Upload-Offset"]) == SENT
    anna.close()
    bernd.close()
    return life


def batch(clip: str) -> dict[str, Any]:
    """A batch of one event: somebody plays a clip."""
    now = datetime.now(UTC).isoformat()
    event = {"id": str(uuid4()), "kind": "play", "clip": clip, "at": now, "watched_ms": 900}
    return {"id": str(uuid7(time.time_ns() // 1_000_000, os.urandom(10))), "v": 1, "events": [event]}


def seen(origin: str, life: Life) -> dict[str, Any]:
    """What a zone answers about that life: to strangers, to Bernd, and to Anna about her private things."""
    with httpx.Client(base_url=origin, timeout=60) as http:
        found: dict[str, Any] = public_things(http, life)
        for name, token in (("anna", life.anna), ("bernd", life.bernd)):
            told = {"Authorization": f"Bearer {token}"}
            for path in ("/api/people/me", f"/api/clips/{life.public}", f"/api/clips/{life.private}"):
                answer = http.get(path, headers=told)
                found[f"{name} {path}"] = (answer.status_code, _settled(answer.json()))
            found[f"{name} plays"] = _played(http, life.private, told)
        head = http.head(life.upload, headers={**TUS, "Authorization": f"Bearer {life.anna}"})
        found["offset"] = head.headers.get("Upload-Offset")
    return found


def public_things(http: httpx.Client, life: Life) -> dict[str, Any]:
    """The public clip, its bytes and the profile, as anybody sees them."""
    found: dict[str, Any] = {}
    for path in ("/api/people/anna", f"/api/clips/{life.public}", f"/api/clips/{life.private}"):
        answer = http.get(path)
        found[path] = (answer.status_code, _settled(answer.json()))
    found["plays"] = _played(http, life.public, {})
    return found


def _played(http: httpx.Client, clip: str, headers: dict[str, str]) -> object:
    card = http.get(f"/api/clips/{clip}", headers=headers)
    if card.status_code != 200:
        return card.status_code
    film = next(one for one in card.json()["renditions"] if one["kind"] == "mp4")
    part = http.get(film["url"], headers={**headers, "Range": "bytes=100-2099"})
    return part.status_code, part.headers.get("Content-Range"), part.content


def _settled(body: Any) -> Any:
    """An answer without what belongs to the one question: of a problem, its code alone."""
    return body["code"] if "code" in body and "status" in body else body


@contextmanager
def writing(origin: str, clip: str) -> Iterator[None]:
    """Somebody else has saved the clip, and mutes, uploads and joins all the time.

    What others see of the clip is the same throughout: a backup is of any moment of it.
    """
    ends = threading.Event()
    faults: list[str] = []
    carla, other = Caller(origin, "US").join(f"c_{uuid4().hex[:8]}"), Caller(origin, "US")
    assert carla.http.put(f"/api/clips/{clip}/save").status_code == 200

    def write() -> None:
        try:
            while not ends.is_set():
                for answer in (
                    carla.http.put(f"/api/clips/{clip}/save"),
                    carla.http.put("/api/people/anna/mute"),
                    carla.http.delete("/api/people/anna/mute"),
                    carla.http.post("/api/uploads", headers={**TUS, "Upload-Length": "1000"}),
                ):
                    if answer.status_code >= 500:
                        faults.append(answer.text)
                other.http.cookies.clear()
                other.join(f"d_{uuid4().hex[:8]}")
        finally:
            carla.close()
            other.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join(60)
    assert not faults, faults[:3]
