"""Several made-up people at once, who sign up, upload, watch and like while the zone is killed under them.

They behave as a client should: what was not answered is asked again, in the same words and with the same
ids. What they were told goes into ``Acknowledged``.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import httpx

from kurzum.core.ids import uuid7
from parts.acknowledged import Acknowledged, Sending

PASSWORD = "many plain words"
_PIECE = 24_000
_PATIENCE_S = 300.0
_AGAIN_S = 0.15
_TUS = {"Tus-Resumable": "1.0.0"}
_BYTES = {"Content-Type": "application/offset+octet-stream"}
_FINAL = ("published", "rejected")


class GaveUpError(Exception):
    """No answer for very long, or the crowd is told to rest."""


class Crowd:
    """``with Crowd(...)``: the people act in threads of their own until the block ends. ``pause`` and
    ``resume`` in between; ``waiting``: clips that they allow to be unfinished at a time."""

    def __init__(
        self, origin: str, films: Sequence[Path], known: Acknowledged, people: int = 4, waiting: int = 3
    ) -> None:
        self.known = known
        self._origin = origin
        self._films = [film.read_bytes() for film in films]
        self._waiting = waiting
        # With its owner's word: only they may see it in every state.
        self._unfinished: dict[str, str] = {}
        self._published: list[str] = []
        self._go, self._end = threading.Event(), threading.Event()
        self._resting = threading.Semaphore(0)
        self._threads = [threading.Thread(target=self._live, args=(i,), daemon=True) for i in range(people)]
        self._idle: set[int] = set()

    def __enter__(self) -> Self:
        self._go.set()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._go.set()
        for thread in self._threads:
            thread.join(120)

    def pause(self, patience_s: float = _PATIENCE_S + 10) -> None:
        """Return once everybody has ended what they were at."""
        self._go.clear()
        end = time.monotonic() + patience_s
        while len(self._idle) < sum(thread.is_alive() for thread in self._threads):
            assert time.monotonic() < end, "the crowd does not come to rest"
            time.sleep(0.02)

    def until(self, holds: Callable[[], object], patience_s: float = _PATIENCE_S) -> None:
        """Return once they have come so far."""
        end = time.monotonic() + patience_s
        while not holds():
            assert time.monotonic() < end, f"the crowd comes no further: {self.known}"
            time.sleep(0.05)

    def resume(self) -> None:
        self._go.set()

    def _live(self, number: int) -> None:
        seed = int.from_bytes(os.urandom(4), "big")
        person = _Person(self, random.Random(seed), f"p{number}_{seed:08x}")  # noqa: S311 (no secret)
        while not self._end.is_set():
            if not self._go.is_set():
                self._idle.add(number)
                self._go.wait()
                self._idle.discard(number)
                continue
            try:
                person.act()
            except GaveUpError as error:
                if not self._end.is_set():
                    self._fault(str(error))
            except Exception as error:
                self._fault(f"a person met {type(error).__name__}: {error}")
                time.sleep(1)
        self._idle.add(number)

    def _fault(self, what: str) -> None:
        with self.known.lock:
            self.known.faults.append(what)


class _Person:
    def __init__(self, crowd: Crowd, chance: random.Random, name: str) -> None:
        self._crowd = crowd
        self._known = crowd.known
        self._chance = chance
        self._name = name
        self._joined = 0
        self._handle = ""
        self._http = httpx.Client(base_url=crowd._origin, timeout=60)

    def act(self) -> None:
        """One thing that people do."""
        what = self._chance.random()
        if not self._handle or what < 0.06:
            self._join()
        elif what < 0.30 and len(self._crowd._unfinished) < self._crowd._waiting:
            self._upload()
        elif what < 0.65:
            self._watch()
        elif what < 0.90:
            self._like()
        else:
            self._look()
        time.sleep(self._chance.uniform(0.02, 0.15))

    def _join(self) -> None:
        self._joined += 1
        handle = f"{self._name}_{self._joined}"
        self._known.asked_people.add(handle)
        wish = {"handle": handle, "password": PASSWORD, "language": "en", "birth_date": "1990-05-17"}
        self._http.headers.pop("Authorization", None)
        path = "/api/people?market=US"
        answer = self._ask("POST", path, json=wish, fine=(201, 409))
        if answer.status_code == 201:
            self._known.people[handle] = PASSWORD
        # 409: an earlier try, which was not answered, had been carried out. Then signing in must work.
        who = {"handle": handle, "password": PASSWORD}
        self._http.cookies.clear()
        token = self._ask("POST", "/api/tokens", json=who, fine=(201,)).json()["token"]
        self._known.people[handle] = PASSWORD
        self._http.cookies.clear()
        self._http.headers["Authorization"] = f"Bearer {token}"
        self._handle = handle

    def _upload(self) -> None:
        data = self._chance.choice(self._crowd._films)
        key = {"Idempotency-Key": f"{self._chance.getrandbits(64):x}"}
        announced = {**_TUS, **key, "Upload-Length": str(len(data))}
        answer = self._ask("POST", "/api/uploads", headers=announced, fine=(201,))
        place = answer.headers["Location"]
        upload = place.rsplit("/", 1)[1]
        self._known.uploads[upload] = Sending(self._handle, len(data), 0)
        if self._chance.random() < 0.05:
            return  # begun and left
        offset = 0
        while offset < len(data):
            offset = self._send(place, data, offset)
            self._known.uploads[upload] = Sending(self._handle, len(data), offset)
        visibility = self._chance.choice(("public", "public", "private"))
        made = {"upload": upload, "caption": f"clip {upload[-6:]}", "visibility": visibility}
        again = (
            {"Idempotency-Key": f"{self._chance.getrandbits(64):x}"} if self._chance.random() < 0.5 else {}
        )
        clip = self._ask("POST", "/api/clips", json=made, headers=again, fine=(202,)).json()["id"]
        self._known.clips[clip] = upload
        self._crowd._unfinished[clip] = self._http.headers["Authorization"]

    def _send(self, place: str, data: bytes, offset: int) -> int:
        """One piece; where the answer was lost, the server says how far it has come."""
        try:
            answer = self._http.patch(
                place,
                content=data[offset : offset + self._chance.randint(_PIECE // 4, _PIECE)],
                headers={**_TUS, **_BYTES, "Upload-Offset": str(offset)},
            )
            if answer.status_code == 204:
                return int(answer.headers["Upload-Offset"])
            self._note(answer, (409, 423))
        except httpx.HTTPError:
            pass
        looked = self._ask("HEAD", place, headers=_TUS, fine=(200, 204))
        now = int(looked.headers["Upload-Offset"])
        if now < offset:
            self._crowd._fault(f"upload {place} stands at {now}, and {offset} was acknowledged")
        return now

    def _watch(self) -> None:
        clip = self._some_clip()
        if clip is None:
            return
        batch = str(uuid7(time.time_ns() // 1_000_000, os.urandom(10)))
        now = datetime.now(UTC).isoformat()
        event = {"kind": "play", "clip": clip, "at": now, "watched_ms": 900}
        events = [event | {"id": str(_any_id())}, event | {"id": str(_any_id()), "kind": "pause"}]
        said = {"id": batch, "v": 1, "events": events}
        self._known.asked_batches[batch] = clip
        self._ask("POST", "/api/events", json=said, fine=(202,))
        self._known.batches[batch] = clip

    def _like(self) -> None:
        clip = self._some_clip()
        if clip is not None:
            self._ask("PUT", f"/api/clips/{clip}/like", fine=(200,))
            self._known.likes.add((self._handle, clip))

    def _look(self) -> None:
        """See the feed, and how the clips that are being made stand."""
        self._ask("GET", "/api/feed?limit=5", fine=(200,))
        for clip, owner in list(self._crowd._unfinished.items()):
            card = self._ask("GET", f"/api/clips/{clip}", headers={"Authorization": owner}, fine=(200,))
            told = card.json()
            if told["state"] not in _FINAL or not self._crowd._unfinished.pop(clip, None):
                continue
            if told["state"] == "published" and told["visibility"] == "public":
                self._crowd._published.append(clip)

    def _some_clip(self) -> str | None:
        found = self._crowd._published[-30:]
        if not found:
            self._look()
        return self._chance.choice(found) if found else None

    def _ask(self, method: str, path: str, *, fine: Sequence[int], **more: Any) -> httpx.Response:
        """Ask until it is answered; a refusal that no crash explains is a fault."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            try:
                answer = self._http.request(method, path, **more)
            except httpx.HTTPError:
                time.sleep(_AGAIN_S)
                continue
            if answer.status_code in fine:
                return answer
            self._note(answer, (423, 409))
            time.sleep(_AGAIN_S)
        raise GaveUpError(f"{method} {path} was not done within {_PATIENCE_S:.0f} s")

    def _note(self, answer: httpx.Response, expected: Sequence[int]) -> None:
        code = _code(answer)
        with self._known.lock:
            self._known.refusals[f"{answer.status_code} {code}"] += 1
        if answer.status_code not in (*expected, 503, 507) or not code:
            asked = f"{answer.request.method} {answer.request.url.path}"
            self._crowd._fault(f"{asked}: {answer.status_code} {answer.text[:200]}")


def _code(answer: httpx.Response) -> str:
    """The problem's code; a HEAD brings none."""
    if answer.request.method == "HEAD":
        return "head"
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return ""


def _any_id() -> UUID:
    return UUID(bytes=os.urandom(16), version=4)
