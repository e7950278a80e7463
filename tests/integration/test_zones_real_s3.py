"""A zone whose blobs are in S3: through a pinhole, every request for media still asked of the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from parts.caller import Caller, small_clip
from parts.processes import processes_of, state_of
from parts.real_s3 import KEY_ID, SECRET
from parts.running import Running, free_ports, launched, stop
from parts.servers import real_s3
from parts.waiting import wait_for

KEPT = {"accept-ranges", "cache-control", "content-length", "content-range", "content-type", "etag"}
OURS = KEPT | {
    "content-security-policy", "cross-origin-opener-policy", "cross-origin-resource-policy", "date",
    "permissions-policy", "referrer-policy", "x-content-type-options", "x-request-id",
}  # fmt: skip


@pytest.fixture(scope="module")
def zones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("s3") / "home"
    home.mkdir(mode=0o700)
    settings = real_s3().settings("of-the-zone")
    shorter = "[editions.default]\nclip_min_ms = 1000\n"
    (home / "kurzum.toml").write_text(f'{shorter}[zones.us]\nmarkets = ["US"]\n{settings}')
    started = launched(home, free_ports(1), zones="us")
    try:
        started.wait_until_ready(180)
        yield started
    finally:
        stop(started.process)
        started.close()


@pytest.fixture(scope="module")
def maker(zones: Running) -> Iterator[Caller]:
    caller = Caller(zones.tool_origin("us"), "US").join("maker")
    yield caller
    caller.close()


@pytest.fixture(scope="module")
def clip(maker: Caller, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A published clip that everybody may see."""
    made = maker.clip(small_clip(tmp_path_factory.mktemp("film"), seconds=2), "in S3")
    assert made["state"] == "published", made
    return made


def media_of(card: dict[str, Any]) -> str:
    return str(card["renditions"][0]["url"])


def test_media_comes_from_the_zones_origin_and_says_nothing_of_s3(
    zones: Running, clip: dict[str, Any]
) -> None:
    with httpx.Client(base_url=zones.tool_origin("us"), timeout=60) as anybody:
        url = media_of(clip)
        whole = anybody.get(url)
        assert whole.status_code == 200 and whole.content[4:8] == b"ftyp"
        size, etag = len(whole.content), whole.headers["etag"]
        assert etag.strip('"') in url
        for word, status, start, end in (
            ("bytes=0-99", 206, 0, 100),
            ("bytes=100-", 206, 100, size),
            ("bytes=-7", 206, size - 7, size),
            ("bytes=5-99999999", 206, 5, size),
            ("bytes=0-1,5-6", 200, 0, size),
            ("bytes=9-5", 200, 0, size),
        ):
            part = anybody.get(url, headers={"Range": word})
            assert (part.status_code, part.content) == (status, whole.content[start:end]), word
            told = f"bytes {start}-{end - 1}/{size}" if status == 206 else None
            assert part.headers.get("content-range") == told, word
            assert part.headers["content-length"] == str(end - start), word
        beyond = anybody.get(url, headers={"Range": f"bytes={size}-"})
        assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
        head = anybody.head(url)
        assert (head.status_code, head.headers["content-length"], head.content) == (200, str(size), b"")
        assert anybody.get(url, headers={"If-None-Match": etag}).status_code == 304
        half = {"Range": "bytes=0-9"}
        assert len(anybody.get(url, headers=half | {"If-Range": etag}).content) == 10
        assert len(anybody.get(url, headers=half | {"If-Range": '"another"'}).content) == size
        for answer in (whole, head, beyond, anybody.get(url, headers=half)):
            assert set(answer.headers) <= OURS, set(answer.headers) - OURS
            assert answer.headers["content-type"] == "video/mp4"
            assert answer.headers["cache-control"] == "public, max-age=300"


def test_who_may_see_a_clip_is_asked_each_time(zones: Running, maker: Caller, clip: dict[str, Any]) -> None:
    """Public, then private (sealed, opened by the server), then gone."""
    url = media_of(clip)
    with httpx.Client(base_url=zones.tool_origin("us"), timeout=60) as anybody:
        plain = anybody.get(url).content
        changed = maker.http.patch(f"/api/clips/{clip['id']}", json={"visibility": "private"})
        assert changed.status_code == 200, changed.text
        wait_for(lambda: anybody.get(url).status_code == 404, "a private clip is still given to anybody", 60)

        def sealed() -> bool:
            now = media_of(maker.get(f"/api/clips/{clip['id']}"))
            return now != url and maker.http.get(now).status_code == 200

        wait_for(sealed, "the files were not sealed", 60)
        own = media_of(maker.get(f"/api/clips/{clip['id']}"))
        opened = maker.http.get(own, headers={"Range": "bytes=1000-1999"})
        assert (opened.status_code, opened.content) == (206, plain[1000:2000])
        assert opened.headers["cache-control"] == "private, no-store"
        assert anybody.get(own).status_code == 404
        stored = own.rsplit("/", 1)[1].partition(".")[0]
        kept = httpx.get(f"{real_s3().endpoint}/x/{stored}", timeout=60)
        assert kept.status_code in (403, 404)
        assert maker.http.delete(f"/api/clips/{clip['id']}").status_code in (200, 202, 204)
        wait_for(lambda: maker.http.get(own).status_code == 404, "a deleted clip is still given", 60)


def test_server_and_worker_reach_s3_and_nothing_else(zones: Running) -> None:
    """In their network there is one address: that of S3, and who answers there is the pinhole."""
    server = real_s3()
    into_users = [] if os.geteuid() == 0 else ["-U", "--preserve-credentials"]
    found = state_of(zones.home, "us")
    for role in ("server", "worker"):
        assert found[role]["network"] == "own"
        inside = ["nsenter", "-t", str(found[role]["pid"]), *into_users, "-n", sys.executable, "-c"]
        for address, expected in (
            (("127.0.0.1", server.port), "answers"),
            (("127.0.0.1", server.others[0]), "refused"),
            (("127.0.0.1", int(zones.origins["us"].rsplit(":", 1)[1])), "refused"),
            (("192.0.2.1", 80), "unreachable"),
            (("1.1.1.1", 443), "unreachable"),
        ):
            dial = f"import socket; socket.create_connection({address!r}, 5); print('answers')"
            tried = subprocess.run([*inside, dial], capture_output=True, text=True)
            assert expected in tried.stdout + tried.stderr, (role, address, tried.stderr)
    for role in ("front", "custodian"):
        inside = ["nsenter", "-t", str(found[role]["pid"]), *into_users, "-n", sys.executable, "-c"]
        dial = f"import socket; socket.create_connection(('127.0.0.1', {server.port}), 5)"
        tried = subprocess.run([*inside, dial], capture_output=True, text=True)
        assert "unreachable" in tried.stderr, (role, tried.stderr)


def test_the_credentials_are_nowhere_to_be_read(zones: Running) -> None:
    for pid, words in processes_of(zones.home).items():
        environment = subprocess.run(["cat", f"/proc/{pid}/environ"], capture_output=True).stdout
        for secret in (KEY_ID, SECRET):
            assert secret not in words
            assert secret.encode() not in environment
    folder = zones.home / "zones" / "us"
    said = [*zones.lines, (zones.home / "kurzum.toml").read_text()]
    said += [
        path.read_text(errors="replace") for name in ("log", "rules") for path in (folder / name).iterdir()
    ]
    assert not any(SECRET in text or KEY_ID in text for text in said)


def test_s3_away_is_said_and_comes_back_by_itself(zones: Running, maker: Caller, tmp_path: Path) -> None:
    """Media says 503; an upload is taken and published once S3 is back; a killed pinhole returns."""
    server, seen = real_s3(), maker.clip(small_clip(tmp_path, seconds=2, colour="navy"), "before")
    url = media_of(seen)
    upload = maker.upload(small_clip(tmp_path, seconds=2, colour="maroon"))
    server.end()
    try:
        with httpx.Client(base_url=zones.tool_origin("us"), timeout=60) as anybody:
            away = anybody.get(url)
            assert (away.status_code, away.json()["code"]) == (503, "unavailable"), away.text
            assert "etag" not in away.headers and away.headers["cache-control"] == "no-store"

            def ready() -> bool:
                told = anybody.get("/readyz")
                return (told.status_code, told.json()["database"]) == (200, "yes")

            wait_for(ready, "a zone whose S3 is away is not ready")
        said = {"upload": upload, "caption": "meanwhile"}
        taken = maker.http.post("/api/clips", json=said, headers={"Idempotency-Key": "meanwhile-1"})
        assert taken.status_code == 202, taken.text
        log = zones.home / "zones" / "us" / "log" / "pinhole-s3.log"
        wait_for(lambda: "cannot be reached" in log.read_text(), "the pinhole's log does not say why", 60)
    finally:
        server.start()
    os.kill(state_of(zones.home, "us")["pinhole-s3"]["pid"], signal.SIGKILL)
    card = maker.wait(taken.json()["id"], 180)
    assert card["state"] == "published", card
    for one in (url, media_of(card)):
        wait_for(lambda one=one: maker.http.get(one).status_code == 200, f"{one} did not come back", 60)  # type: ignore[misc]
