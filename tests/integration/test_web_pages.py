"""Shared links: what a page of a clip or a profile says of itself to those who are signed out."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest

from kurzum.core.clock import FixedClock
from kurzum.core.ids import Ids
from kurzum.custody import Keys
from kurzum.store.pool import Database
from kurzum.web import pages
from kurzum.web.rooms import Rooms
from kurzum.web.shell import Shell
from parts.rooms import ORIGIN, browser, build_rooms, join

SCRIPT = "<script>begin()</script>"
VIDEO, POSTER = "ab" * 32, "cd" * 32


@pytest.fixture
def rooms(
    database: Database,
    keys: Keys,
    clock: FixedClock,
    ids: Ids,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Rooms:
    index = tmp_path / "index.html"
    index.write_text("<!doctype html><head><title>Kurzum</title></head><body>the client</body>")
    link = tmp_path / "link.html"
    link.write_text(f"<!doctype html><head><title>Kurzum</title></head><body>the client{SCRIPT}</body>")
    monkeypatch.setattr(pages, "_shell", Shell(index))
    monkeypatch.setattr(pages, "_link", Shell(link))
    return build_rooms(database, keys, clock, ids, tmp_path)


CLIP = """
INSERT INTO clips.clip (person_id, clip_id, upload_id, state, state_at, visibility, market, language,
                        edition_version, caption, duration_ms, width, height, created_at, published_at)
VALUES (%(person_id)s, %(clip_id)s, %(clip_id)s, 'published', %(now)s, %(visibility)s, 'US', 'en',
        1, %(caption)s, 15000, 720, 1280, %(now)s, %(now)s)
"""
FILES = """
INSERT INTO clips.rendition (person_id, clip_id, kind, name, digest, sealed, bytes, width, height, bitrate,
                             codecs)
SELECT %(person_id)s, %(clip_id)s, kind, name, digest, false, 1, 720, 1280, 1, ''
FROM (VALUES ('mp4', '720', %(video)s), ('poster', 'poster', %(poster)s)) AS file (kind, name, digest)
"""


async def publish(rooms: Rooms, person_id: UUID, visibility: str, caption: str) -> UUID:
    """A clip with a rendition and a poster, as the worker leaves it."""
    clip_id = rooms.ids.new()
    shown = caption if visibility == "public" else None
    row = {"clip_id": clip_id, "person_id": person_id, "visibility": visibility, "caption": shown}
    async with rooms.database.write() as conn:
        for sql in (CLIP, FILES):
            await conn.execute(sql, row | {"now": rooms.clock.now(), "video": VIDEO, "poster": POSTER})
    return clip_id


def tags(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))


async def test_a_public_clips_page_says_what_it_is(rooms: Rooms) -> None:
    async with browser(rooms) as anna:
        me = await join(anna, "anna")
        clip_id = await publish(rooms, UUID(me["id"]), "public", 'Waves & "light" <3')
        page = await anna.get(f"/c/{clip_id}")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.text.endswith(f"the client{SCRIPT}</body>")
    found = tags(page.text)
    assert found["og:title"] == "Waves &amp; &quot;light&quot; &lt;3"
    assert found["og:type"] == "video.other"
    assert found["og:url"] == f"{ORIGIN}/c/{clip_id}"
    assert found["og:image"] == f"{ORIGIN}/media/{clip_id}/{POSTER}.webp"
    assert found["og:video"] == f"{ORIGIN}/media/{clip_id}/{VIDEO}.mp4"
    assert "@anna" in found["og:description"]


async def test_a_links_page_may_run_its_own_script_and_stands_alone_only_for_who_is_signed_in(
    rooms: Rooms,
) -> None:
    async with browser(rooms) as anna, browser(rooms) as nobody:
        me = await join(anna, "anna")
        clip_id = await publish(rooms, UUID(me["id"]), "public", "Waves")
        hers, anybodys = await anna.get(f"/c/{clip_id}"), await nobody.get(f"/c/{clip_id}")
        other = await nobody.get("/@anna")
    assert "<video" in anybodys.text
    assert hers.text == anybodys.text
    for page in (hers, anybodys):
        assert "script-src 'self' 'sha256-" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
    assert "sha256" not in other.headers["content-security-policy"]
    assert hers.headers["cross-origin-opener-policy"] == "same-origin"
    assert anybodys.headers["cross-origin-opener-policy"] == "unsafe-none"
    assert other.headers["cross-origin-opener-policy"] == "same-origin"


async def test_what_is_not_for_everybody_has_a_page_without_a_word_of_it(rooms: Rooms) -> None:
    async with browser(rooms) as anna:
        me = await join(anna, "anna")
        private = await publish(rooms, UUID(me["id"]), "private", "canary")
        for clip in (str(private), str(rooms.ids.new()), "no-id", "%00"):
            page = await anna.get(f"/c/{clip}")
            assert page.status_code == 200, clip
            assert tags(page.text) == {}
            assert "canary" not in page.text


async def test_a_profile_has_a_page_at_its_handle(rooms: Rooms) -> None:
    async with browser(rooms) as anna:
        await join(anna, "anna", name="Anna <Bell>")
        await anna.patch("/api/people/me", json={"bio": "Draws."})
        found = tags((await anna.get("/@Anna")).text)
        assert found["og:title"] == "Anna &lt;Bell&gt; (@anna)"
        assert found["og:description"] == "Draws."
        assert tags((await anna.get("/@nobody")).text) == {}
        assert (await anna.get("/anna")).status_code == 404
