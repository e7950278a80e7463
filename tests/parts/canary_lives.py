"""People whose every protected value is a canary, and what they do in a zone: sign up, err, watch, hide,
report, upload, take all of it along. How they are looked for afterwards: ``canary_disk``."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import ascii_lowercase
from typing import Any
from uuid import UUID, uuid4

import httpx

from kurzum.core.ids import uuid7
from parts import film
from parts.caller import TUS, Caller
from parts.disguises import digests, forms, of_id, of_phone
from parts.needles import Needle
from parts.waiting import wait_for

_WATCHED = 4
_LETTERS = 24


class CanaryLife:
    """One person. ``number``: who; the same number and seed have the same values."""

    def __init__(self, origin: str, seed: int, number: int) -> None:
        chance = random.Random(f"canary {seed} {number}")  # noqa: S311 (odd words, guards nothing)
        self.number = number
        self.words = {
            name: "".join(chance.choices(ascii_lowercase, k=_LETTERS))
            for name in ("password", "wrong", "topic", "report", "browser", "key", "caption", "title")
        }
        self.email = "".join(chance.choices(ascii_lowercase, k=_LETTERS)) + "@vogel.example"
        self.phone = f"+1{chance.randint(2, 9)}{chance.randrange(10**9):09d}"
        self.born = date(1950, 1, 1) + timedelta(days=chance.randrange(18_000))
        self.address = f"127.{chance.randint(100, 250)}.{chance.randint(100, 250)}.{chance.randint(100, 250)}"
        self.watches = [UUID(int=chance.getrandbits(128), version=4) for _ in range(_WATCHED)]
        self.secrets: dict[str, str] = {}
        self._caller = Caller(origin, "US")
        self._caller.http = httpx.Client(
            base_url=origin, timeout=60, transport=httpx.HTTPTransport(local_address=self.address),
            headers={"User-Agent": self.words["browser"]},
        )  # fmt: skip

    def close(self) -> None:
        self._caller.close()

    def needles(self) -> Iterator[Needle]:
        """Every form of every value, each with its name."""
        for name, value in (*self.words.items(), ("email", self.email), *self.secrets.items()):
            yield from self._named(name, forms(value), half=True)
        for name in ("password", "wrong"):
            yield from self._named(name, digests(self.words[name]))
        yield from self._named("email", digests(self.email))
        yield from self._named("phone", of_phone(self.phone))
        yield from self._named("birth date", forms(self.born.isoformat()))
        yield from self._named("address", forms(self.address))
        for event in self.watches:
            yield from self._named("watch", of_id(event), half=True)

    def sign_up(self) -> None:
        """An account with everything that there is to say; a session, a token, a wrong password."""
        http, password = self._caller.http, self.words["password"]
        handle = f"canary{self.number}"
        wish = {
            "handle": handle, "password": password, "language": "en", "birth_date": self.born.isoformat(),
            "email": self.email, "phone": self.phone,
        }  # fmt: skip
        answer = http.post("/api/people?market=US", json=wish)
        assert answer.status_code == 201, answer.text
        self.secrets["session"] = next(iter(answer.cookies.values())).rsplit(".", 1)[-1]
        wrong = {"handle": handle, "password": self.words["wrong"]}
        assert http.post("/api/sessions?zone=us", json=wrong).status_code == 401
        answer = http.post("/api/tokens", json={"handle": handle, "password": password})
        assert answer.status_code == 201, answer.text
        token = answer.json()["token"]
        self.secrets["token"] = token.rsplit(".", 1)[-1]
        http.cookies.clear()
        http.headers["Authorization"] = f"Bearer {token}"

    def watch(self) -> None:
        """A page, watches of it, a topic that is hidden, a report; the next page."""
        http = self._caller.http
        page = http.get("/api/feed", params={"limit": 5}).json()
        clips = [pick["clip"]["id"] for pick in page["picks"]]
        assert clips, "there is nothing to watch"
        now = datetime.now(UTC)
        events: list[dict[str, Any]] = [
            {
                "id": str(event), "kind": "play", "clip": clips[at % len(clips)], "page": page["page"],
                "at": now.isoformat(), "watched_ms": 1000 + at,
            }
            for at, event in enumerate(self.watches)
        ]  # fmt: skip
        batch = uuid7(int(now.timestamp() * 1000), uuid4().bytes[:10])
        answer = http.post("/api/events", json={"id": str(batch), "v": 1, "events": events})
        assert answer.status_code == 202, answer.text
        answer = http.put(f"/api/me/feed/hidden/topic/{self.words['topic']}")
        assert answer.status_code == 200, answer.text
        said = {"reason": "other", "note": f"this is {self.words['report']} to me"}
        answer = http.post(f"/api/clips/{clips[0]}/reports", json=said)
        assert answer.status_code == 202, answer.text
        assert http.get("/api/feed").status_code == 200

    def upload(self, folder: Path) -> None:
        """A private clip with words in it, and an upload that is given up half way."""
        title = ("-metadata", f"title={self.words['title']}")
        whole = film.clip(folder / f"private{self.number}.mp4", *title, seconds=1.2)
        made = self._caller.clip(whole, self.words["caption"], visibility="private")
        assert made["state"] == "published", made["rejection"]
        data = whole.read_bytes()
        half = {**TUS, "Upload-Length": str(len(data)), "Idempotency-Key": self.words["key"]}
        answer = self._caller.http.post("/api/uploads", headers=half)
        assert answer.status_code == 201, answer.text
        piece = {**TUS, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        sent = self._caller.http.patch(answer.headers["Location"], content=data[:-500], headers=piece)
        assert sent.status_code == 204, sent.text

    def take_along(self) -> None:
        """All that is kept of them in one file, which lies, sealed, on the same disk."""
        http = self._caller.http
        answer = http.post("/api/me/export", json={"password": self.words["password"]})
        assert answer.status_code == 202, answer.text

        def ready() -> bool:
            told = http.get("/api/me/export").json()
            assert told["state"] != "failed", told
            return bool(told["state"] == "ready")

        wait_for(ready, "the export was not made", 240)
        whole = http.get("/api/me/export/file").content
        with zipfile.ZipFile(io.BytesIO(whole)) as file:
            assert self.email in file.read("account.json").decode(), "an empty export shows nothing"

    def _named(
        self, what: str, given: Iterator[tuple[str, bytes]], *, half: bool = False
    ) -> Iterator[Needle]:
        return (Needle(f"{what} of {self.number}: {form}", raw, half) for form, raw in given)
