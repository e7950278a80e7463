"""The people, clips and files that the table in ``parts.matrix`` speaks of, in a running zone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from kurzum.core.ids import uuid7
from parts.caller import PASSWORD, TUS, Caller, small_clip
from parts.matrix import Line, json_bodies
from parts.running import Running
from parts.waiting import wait_for

BYTES = {**TUS, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}


class Stage:
    """The owner's clips and the people of the table."""

    def __init__(self, kurzum: Running, folder: Path) -> None:
        self.origin = kurzum.tool_origin("us")
        self.door = kurzum.home / "zones" / "us" / "admin.sock"
        names = ("stranger", "blocked", "friend", "owner", "bystander")
        self.people = {name: self.join(name) for name in names}
        self.people["out"] = Caller(self.origin, "US")
        self.film = small_clip(folder)
        self.uploads: list[str] = []
        owner = self.people["owner"]
        self._be_friends()
        self.clips: dict[str, str] = {
            kind: owner.clip(
                self.film, kind, visibility=kind if kind in ("friends", "private") else "public"
            )["id"]
            for kind in ("public", "friends", "private", "withdrawn", "removed")
        }
        noise = folder / "noise.mp4"
        noise.write_bytes(bytes(range(256)) * 40)
        self.clips["rejected"] = owner.clip(noise)["id"]
        self._take_out_of_sight(kurzum)

    def join(self, name: str) -> Caller:
        return Caller(self.origin, "US").join(f"m_{name}")

    def close(self) -> None:
        for caller in self.people.values():
            caller.close()

    def word(self, name: str) -> str:
        """What a word in braces stands for, just now."""
        owner = self.people["owner"]
        clip, _, file = name.partition(".")
        if file:
            card: dict[str, Any] = owner.get(f"/api/clips/{self.clips[clip]}")
            return str(card["renditions"][0]["url"].rsplit("/", 1)[1])
        if name in self.clips:
            return self.clips[name]
        if name in self.people:
            return self.people[name].handle
        made: dict[str, Callable[[], str]] = {
            "session": lambda: self.a_session(owner),
            "upload": self.finished,
            "begun": self.begun,
            "unknown": lambda: "a-receipt-that-nobody-was-given",
            "fresh": lambda: f"m_{uuid4().hex[:12]}",
            "password": lambda: PASSWORD,
            "uuid": lambda: str(uuid7(time.time_ns() // 1_000_000, uuid4().bytes[:10])),
            "now": lambda: datetime.now(UTC).isoformat(),
        }
        return made[name]()

    def begun(self) -> str:
        """An upload of the owner that has no bytes yet."""
        answer = self.people["owner"].http.post("/api/uploads", headers={**TUS, "Upload-Length": "5"})
        self.uploads.append(str(answer.headers["Location"].rsplit("/", 1)[1]))
        return self.uploads[-1]

    def finished(self) -> str:
        """An upload of the owner that has all its bytes."""
        self.uploads.append(self.people["owner"].upload(self.film))
        return self.uploads[-1]

    def send(self, who: Caller, request: dict[str, Any]) -> httpx.Response:
        """Send, and read all but what never ends. Whoever asks stays who they are."""
        with who.http.stream(**request) as answer:
            if not answer.headers.get("content-type", "").startswith("text/event-stream"):
                answer.read()
        who.http.cookies.clear()
        if answer.status_code == 201 and "Location" in answer.headers:
            who.http.delete(answer.headers["Location"], headers=TUS)
        return answer

    def tidy(self) -> None:
        """Give up what was uploaded: nobody may have many uploads under way."""
        while self.uploads:
            self.people["owner"].http.delete(f"/api/uploads/{self.uploads.pop()}", headers=TUS)

    def a_session(self, owner: Caller) -> str:
        """Another session of the owner, begun just now."""
        known = {item["id"] for item in owner.get("/api/sessions")["items"]}
        credentials = {"handle": owner.handle, "password": PASSWORD}
        assert httpx.post(f"{self.origin}/api/tokens", json=credentials, timeout=60).status_code == 201
        return str(({item["id"] for item in owner.get("/api/sessions")["items"]} - known).pop())

    def filled(self, value: Any) -> Any:
        """A body or address with its words replaced."""
        if isinstance(value, str):
            return re.sub(r"\{([a-z.]+)\}", lambda match: self.word(match[1]), value)
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        return value

    def asked(self, line: Line, headers: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
        """The request of a line, as httpx takes it. ``more``: further fields of the body."""
        said: dict[str, Any] = {"method": line.method, "headers": dict(headers or {})}
        address = line.address
        if line.body == "bytes":
            address = address.replace("{upload}", "{begun}")
            said |= {"headers": BYTES | said["headers"], "content": b"bytes"}
        elif line.body != "-":
            said["json"] = self.filled(json_bodies()[line.body]) | more
        if address.startswith("/api/uploads") and line.method != "OPTIONS":
            said["headers"] = {**TUS, "Upload-Length": "5"} | said["headers"]
        return said | {"url": self.filled(address)}

    def _be_friends(self) -> None:
        owner, friend = self.people["owner"], self.people["friend"]
        assert owner.http.put(f"/api/people/{friend.handle}/follow").status_code == 204
        assert friend.http.put(f"/api/people/{owner.handle}/follow").status_code == 204
        assert owner.http.put(f"/api/people/{self.people['blocked'].handle}/block").status_code == 204

    def _take_out_of_sight(self, kurzum: Running) -> None:
        """Withdraw one clip, let the operator remove another, and wait until their files are sealed."""
        before = {kind: self.word(f"{kind}.file") for kind in ("withdrawn", "removed")}
        withdrawn = self.people["owner"].http.post(f"/api/clips/{self.clips['withdrawn']}/withdraw")
        assert withdrawn.status_code == 200
        kurzum.command("clip", "remove", self.clips["removed"], "--reason", "It shows somebody's address.")
        wait_for(
            lambda: all(self.word(f"{kind}.file") != name for kind, name in before.items()),
            "files of clips out of sight are not sealed",
        )
