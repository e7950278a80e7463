"""The main job: a phone's clip goes up, plays in somebody else's feed, is liked, and goes when told to."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import pytest
from playwright.sync_api import expect

from parts.caller import small_clip
from parts.steps import (
    join_by_keyboard,
    playing,
    swipe_until,
    upload,
    wait_for_playing,
    wait_until_published,
)
from parts.visitor import Visitor

Visit = Callable[..., Visitor]
NOTES_PROGRESS = """new MutationObserver(() => {
    window.progressed ||= document.querySelector('progress')?.checkVisibility() ?? false;
}).observe(document, {childList: true, subtree: true, attributes: true})"""


@pytest.fixture(scope="session")
def phone_clip(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A phone's rotated HLG clip in HEVC, looped to 15 s by copy: rotation and colours stay as they are."""
    path = tmp_path_factory.mktemp("phone") / "phone.mp4"
    source = shared / "data" / "clips" / "phone-hlg-hevc-rot90.mp4"
    subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-stream_loop", "-1", "-i", str(source),
            "-t", "15.5", "-map", "0:v:0", "-map", "0:a:0", "-c", "copy", str(path),
        ],
        check=True,
    )  # fmt: skip
    return path


@pytest.mark.parametrize("zone", ["us", "world"])
def test_a_phones_clip_plays_in_somebody_elses_feed(visit: Visit, phone_clip: Path, zone: str) -> None:
    the_whole_way(visit, zone, phone_clip, f"From my phone to {zone}", upright=True)


def test_the_whole_way_with_a_drawn_clip(visit: Visit, tmp_path: Path) -> None:
    the_whole_way(visit, "us", small_clip(tmp_path), "Drawn for the test", upright=True)


def the_whole_way(visit: Visit, zone: str, file: Path, caption: str, *, upright: bool) -> None:
    maker = visit(zone)
    name = "".join(letter for letter in caption.lower() if letter.isalpha())[:12]
    join_by_keyboard(maker, f"mk_{name}_{zone}")
    maker.page.add_init_script(NOTES_PROGRESS)
    upload(maker, file, caption)
    clip = wait_until_published(maker)
    assert maker.page.evaluate("() => window.progressed"), "nobody saw how far it was"

    viewer = visit(zone)
    join_by_keyboard(viewer, f"vw_{name}_{zone}")
    viewer.go("/")
    swipe_until(viewer.page, caption)
    now = wait_for_playing(viewer.page)
    assert now["light"] > 12, "the picture is black"
    assert now["light"] < 245, "the picture is white"
    assert now["sound"] > 0, "the clip has no sound"
    assert (now["height"] > now["width"]) == upright
    likes_through_a_reload(viewer, clip)

    maker.go("/clips")
    maker.page.get_by_role("button", name=maker.words["clips-delete"]).first.click()
    maker.page.get_by_role("button", name=maker.words["clips-delete-yes"]).click()
    maker.hears(maker.words["clips-deleted"])
    is_gone_for(viewer, clip)


def likes_through_a_reload(viewer: Visitor, clip: str) -> None:
    """Like by key; the count is there after a reload, with and without the person's own view."""
    with viewer.page.expect_response(lambda r: r.url.endswith(f"/{clip}/like") and r.ok):
        viewer.press("l")
    viewer.go(f"/c/{clip}")
    liked = viewer.page.get_by_role("button", name="Like 1")
    expect(liked).to_be_visible()
    expect(liked).to_have_attribute("aria-pressed", "true")


def is_gone_for(viewer: Visitor, clip: str) -> None:
    """Not in the feed, not on its page, not in the media."""
    page = viewer.page
    assert viewer.status(f"/api/clips/{clip}") == 404
    media = {r.url for r in viewer.sent if f"/media/{clip}/" in r.url}
    assert media
    for address in media:
        assert viewer.status(address) == 404, address
    feed = viewer.json("/api/feed?limit=20")
    assert clip not in [pick["clip"]["id"] for pick in feed["picks"]]
    viewer.go(f"/c/{clip}")
    expect(page.get_by_text(viewer.words["clip-gone-title"])).to_be_visible()
    assert playing(page)["time"] == -1
