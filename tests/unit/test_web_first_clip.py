"""The clip that a shared link's page brings along."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from uuid import UUID

from kurzum.clips import Card
from kurzum.clips.card import Counts, Creator, Mine, Rendition
from kurzum.clips.states import State
from kurzum.web.first_clip import first_clip

CLIP = UUID("0190a000-0000-7000-8000-000000000001")


def card(*heights: int, caption: str = "", width: int = 720, height: int = 1280) -> Card:
    made = [Rendition(str(h), "mp4", f"/media/c/{h}.mp4", h * 9 // 16, h, h, "") for h in heights]
    return Card(
        id=CLIP, zone="us", state=State.PUBLISHED, progress=1, caption=caption, language="en",
        visibility="public", duration_ms=15000, width=width, height=height,
        created_at=datetime(2026, 11, 22, tzinfo=UTC), published_at=None, colour=None,
        placeholder="data:image/webp;base64,AA", rejection=None, creator=Creator("anna", "Anna", False, "us"),
        renditions=(*made, Rendition("auto", "hls", "/media/c/a.m3u8", 1, 1, 1, "")), poster=None,
        counts=Counts(), mine=Mine(),
    )  # fmt: skip


def sources(html: str) -> list[tuple[str, str | None]]:
    found = re.findall(r'<source src="([^"]+)" type="video/mp4"(?: media="([^"]+)")?>', html)
    return [(src, media or None) for src, media in found]


def test_the_smallest_sharp_file_comes_first_and_the_largest_is_for_everybody() -> None:
    found = sources(first_clip(card(1280, 854, 640)))
    assert [src for src, _ in found] == ["/media/c/640.mp4", "/media/c/854.mp4", "/media/c/1280.mp4"]
    assert found[0][1] is not None
    assert "(max-resolution: 1dppx) and (max-height: 853px)" in found[0][1]
    assert "(max-resolution: 2dppx) and (max-height: 426px)" in found[0][1]
    assert found[-1][1] is None


def test_the_card_is_data_that_cannot_end_its_element() -> None:
    words = '</script><script>alert("&")</script><!--'
    html = first_clip(card(640, caption=words))
    data = html.partition('id="card">')[2].removesuffix("</script>")
    assert "<" not in data
    assert json.loads(data)["caption"] == words
    assert html.count("<script") == 1


def test_a_clip_that_lies_stands_whole() -> None:
    assert 'class="whole"' in first_clip(card(480, width=1280, height=720))
    assert 'class="whole"' not in first_clip(card(480))


def test_a_clip_without_files_brings_nothing() -> None:
    assert first_clip(card()) == ""
