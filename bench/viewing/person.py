"""One viewer: opens the app, swipes, watches as a player fetches, likes, follows, may upload, leaves."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from bench.viewing.line import Answer, Broken, Line
from bench.viewing.tally import Tally
from kurzum.core.clock import unix_ms
from kurzum.core.ids import uuid7

PASSWORD = "many plain words"  # noqa: S105  (of people that do not exist)
_FIRST_BYTES, _MORE_BYTES = 256 << 10, 1 << 20
_JSON = {"Content-Type": "application/json", "Accept": "application/json"}
_TUS = {"Tus-Resumable": "1.0.0"}
_SETTLED = {"published", "rejected"}


@dataclass(frozen=True)
class Habits:
    """How viewers behave. Times in s; shares are of swipes where nothing else is said.

    ``watch_s``: the mean time on a clip (log-normal; a fifth is swept past in a second); ``stay_s``: the mean
    time before somebody leaves and another comes; ``known``: share of people who come with an account's
    session, of which ``fresh`` sign up first; ``upload``: of those who have an account.
    """

    watch_s: float = 8.0
    swept: float = 0.2
    stay_s: float = 600.0
    known: float = 0.7
    fresh: float = 0.5
    like: float = 0.08
    save: float = 0.02
    follow: float = 0.02
    following_page: float = 0.02
    upload: float = 0.0006


@dataclass
class Crowd:
    """What all viewers share. ``films``: files to upload; ``accounts``: handles of those who signed up."""

    host: str
    port: int
    name: str
    market: str
    films: Sequence[Path]
    habits: Habits
    chance: random.Random
    tally: Tally
    accounts: list[str] = field(default_factory=list)
    uploads: set[asyncio.Task[None]] = field(default_factory=set)
    published: int = 0

    def line(self) -> Line:
        """A connection to the zone."""
        return Line(self.host, self.port, self.name)

    def new_id(self) -> UUID:
        """An id as a client makes it."""
        return uuid7(unix_ms(datetime.now(UTC)), self.chance.randbytes(10))


class Person:
    """Somebody with a browser: one connection for the API, one for files."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.tally = crowd.tally
        self.chance = random.Random(crowd.chance.random())  # noqa: S311  (behaviour that can be repeated)
        self.api, self.files = crowd.line(), crowd.line()
        self.cookie: str | None = None
        self.seen: list[str] = []
        self.events: list[dict[str, Any]] = []
        self.page = ""

    async def live(self, until: float) -> None:
        """Watch until one has had enough, or until that time of the loop."""
        loop = asyncio.get_running_loop()
        leaves_at = min(until, loop.time() + self.chance.expovariate(1 / self.crowd.habits.stay_s))
        try:
            await self._arrive()
            while loop.time() < leaves_at:
                picks = await self._next_page()
                if not picks:
                    await asyncio.sleep(2)
                for at, pick in enumerate(picks):
                    if loop.time() >= leaves_at:
                        break
                    await self._watch(pick, picks[at + 1 : at + 2])
                    await self._tell()
        finally:
            self.api.close()
            self.files.close()

    async def _arrive(self) -> None:
        habits = self.crowd.habits
        await self._ask("page", "GET", "/", headers={"Accept": "text/html"}, let_go=True)
        await self._ask("zones", "GET", "/api/zones")
        if self.chance.random() >= habits.known:
            return
        known = self.crowd.accounts
        fresh = self.chance.random() < habits.fresh or not known
        handle = f"v{self.crowd.new_id().hex[-16:]}" if fresh else self.chance.choice(known)
        given: dict[str, str] = {"handle": handle, "password": PASSWORD}
        if fresh:
            given |= {"language": "en", "birth_date": "1990-05-17"}
            answer = await self._ask("sign up", "POST", f"/api/people?market={self.crowd.market}", given)
        else:
            answer = await self._ask("sign in", "POST", "/api/sessions", given)
        if answer is None or answer.status >= 300:
            return
        self.cookie = answer.headers.get("set-cookie", "").split(";", 1)[0]
        if fresh:
            known.append(handle)
        await self._ask("me", "GET", "/api/people/me")

    async def _next_page(self) -> list[dict[str, Any]]:
        if self.cookie is None:
            answer = await self._ask("feed", "POST", "/api/feed?limit=10", {"seen": self.seen[-200:]})
        elif self.chance.random() < self.crowd.habits.following_page:
            answer = await self._ask("following", "GET", "/api/feed?kind=following&limit=10")
        else:
            answer = await self._ask("feed", "GET", "/api/feed?limit=10")
        if answer is None or answer.status != 200:
            await asyncio.sleep(1)
            return []
        told = answer.json()
        if told["note"] in ("plain", "custodian_away"):
            self.tally.wrong("feed", f"fell back: {told['note']}")
        self.page = told["page"]
        picks: list[dict[str, Any]] = told["picks"]
        return picks

    async def _watch(self, pick: dict[str, Any], following: Sequence[dict[str, Any]]) -> None:
        """One clip: its first bytes, the next one's first bytes, the rest as it plays, and what one does."""
        habits, clip = self.crowd.habits, pick["clip"]
        self.seen.append(clip["id"])
        file = _file_of(pick)
        if file is None:
            return
        size = await self._piece(file, 0, _FIRST_BYTES)
        for after in following:
            ahead = _file_of(after)
            if ahead is not None:
                await self._piece(ahead, 0, _FIRST_BYTES)
            if after["poster"] is not None:
                await self._ask("poster", "GET", after["poster"]["url"], line=self.files, let_go=True)
        watched_s = self._watch_s()
        duration_s = max(1.0, clip["duration_ms"] / 1000)
        wanted = size * min(1.0, 0.3 + watched_s / duration_s)
        fetched = _FIRST_BYTES
        began = asyncio.get_running_loop().time()
        while fetched < wanted:
            if not await self._piece(file, fetched, _MORE_BYTES):
                break
            fetched += _MORE_BYTES
        await asyncio.sleep(max(0.0, watched_s - (asyncio.get_running_loop().time() - began)))
        self._note(clip["id"], "impression")
        kind = "skip" if watched_s < 2 else "play"
        self._note(clip["id"], kind, watched_ms=int(watched_s * 1000), loops=int(watched_s / duration_s))
        if self.cookie is not None:
            await self._react(pick, habits)

    async def _react(self, pick: dict[str, Any], habits: Habits) -> None:
        clip, creator = pick["clip"]["id"], pick["creator"]
        for share, what in ((habits.like, "like"), (habits.save, "save")):
            if self.chance.random() < share:
                await self._ask(what, "PUT", f"/api/clips/{clip}/{what}")
                self._note(clip, what)
        mine = pick["clip"].get("mine") or {}
        if creator and not mine.get("own") and self.chance.random() < habits.follow:
            await self._ask("follow", "PUT", f"/api/people/{creator['handle']}/follow")
            self._note(clip, "follow")
        if self.crowd.films and self.chance.random() < habits.upload:
            sending = asyncio.create_task(self._upload())
            self.crowd.uploads.add(sending)
            sending.add_done_callback(self.crowd.uploads.discard)

    async def _upload(self) -> None:
        """Send a film and wait until it plays, on a connection of its own, whatever one does meanwhile."""
        line = self.crowd.line()
        film = self.chance.choice(self.crowd.films)
        data = await asyncio.to_thread(film.read_bytes)
        try:
            first = _TUS | self._once() | {"Upload-Length": str(len(data))}
            begun = await self._ask("upload: begin", "POST", "/api/uploads", headers=first, line=line)
            if begun is None or begun.status != 201:
                return
            place = begun.headers["location"]
            bytes_of = _TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
            sent = await self._ask("upload: bytes", "PATCH", place, data, headers=bytes_of, line=line)
            if sent is None or sent.status != 204:
                return
            wish = {"upload": place.rsplit("/", 1)[1], "caption": "from the crowd"}
            made = await self._ask(
                "upload: clip", "POST", "/api/clips", wish, headers=self._once(), line=line
            )
            if made is not None and made.status == 202:
                await self._follow_clip(made.json()["id"], line)
        finally:
            line.close()

    async def _follow_clip(self, clip: str, line: Line) -> None:
        while True:
            await asyncio.sleep(2)
            answer = await self._ask("upload: look", "GET", f"/api/clips/{clip}", line=line)
            if answer is None or answer.status != 200:
                return
            state = answer.json()["state"]
            if state == "published":
                self.crowd.published += 1
            elif state in _SETTLED:
                self.tally.wrong("upload: look", f"the clip is {state}")
            if state in _SETTLED:
                return

    async def _piece(self, url: str, start: int, length: int) -> int:
        """A range of a file; its whole size, 0 when it could not be had."""
        wanted = {"Range": f"bytes={start}-{start + length - 1}"}
        answer = await self._ask("media", "GET", url, headers=wanted, line=self.files, let_go=True)
        if answer is None or answer.status != 206:
            return 0
        return int(answer.headers.get("content-range", "/0").rpartition("/")[2])

    async def _tell(self) -> None:
        """Send the events that wait."""
        if not self.events:
            return
        batch = {"id": str(self.crowd.new_id()), "v": 1, "events": self.events}
        self.events = []
        await self._ask("events", "POST", "/api/events", batch)

    def _once(self) -> dict[str, str]:
        return {"Idempotency-Key": self.crowd.new_id().hex}

    def _note(self, clip: str, kind: str, **more: int) -> None:
        event = {"id": str(self.crowd.new_id()), "kind": kind, "clip": clip, "page": self.page or None}
        self.events.append(event | {"at": datetime.now(UTC).isoformat()} | more)

    def _watch_s(self) -> float:
        habits = self.crowd.habits
        if self.chance.random() < habits.swept:
            return self.chance.uniform(0.3, 1.7)
        # A log-normal of sigma 0.7 has the mean exp(mu + 0.245).
        mean = (habits.watch_s - habits.swept) / (1 - habits.swept)
        return min(90.0, mean / 1.278 * self.chance.lognormvariate(0, 0.7))

    async def _ask(
        self,
        kind: str,
        method: str,
        target: str,
        body: object = None,
        *,
        headers: dict[str, str] | None = None,
        line: Line | None = None,
        let_go: bool = False,
    ) -> Answer | None:
        """Ask, time it, and note what goes wrong: a status of 400 or more, or no answer at all (None)."""
        raw = b"" if body is None else body if isinstance(body, bytes) else msgspec.json.encode(body)
        fields = ({"Cookie": self.cookie} if self.cookie else {}) | (
            _JSON if raw and not isinstance(body, bytes) else {}
        )
        try:
            with self.tally.timed(kind) as figures:
                answer = await (line or self.api).ask(
                    method, target, fields | (headers or {}), raw, let_go=let_go
                )
                figures.bytes += answer.size
        except Broken as error:
            self.tally.wrong(kind, str(error))
            return None
        if answer.status >= 400:
            self.tally.wrong(kind, f"{answer.status} {answer.body[:160].decode(errors='replace')}")
        return answer


def _file_of(pick: dict[str, Any]) -> str | None:
    """The file that a phone of middling size would choose."""
    files = [one for one in pick["renditions"] if one["kind"] == "mp4"]
    if not files:
        return None
    return str(min(files, key=lambda one: abs(min(one["width"], one["height"]) - 480))["url"])
