"""Every real clip of ``../shared`` through a running zone: published or rightly refused, nothing dies."""

from __future__ import annotations

from pathlib import Path

import pytest

from parts.asked import Asked
from parts.caller import Caller
from parts.running import running

REFUSED = {"b.avi": "unsupported", "with-srt.mkv": "unsupported", "README.md": "not_a_video"}
SHORTER_IS_FINE = "[editions.default]\nclip_min_ms = 1000\n"


@pytest.fixture
def files(shared: Path) -> list[Path]:
    return sorted(path for path in (shared / "data" / "clips").iterdir() if path.is_file())


def test_all_real_clips_end_as_they_should(files: list[Path]) -> None:
    with running(unlimited=True, settings=SHORTER_IS_FINE) as kurzum:
        people = [Caller(kurzum.tool_origin("us"), "US").join(f"brings_{i}") for i in range(3)]
        waiting = []
        for place, path in enumerate(files):
            maker = people[place % len(people)]
            answer = maker.http.post("/api/clips", json={"upload": maker.upload(path), "caption": path.name})
            assert answer.status_code == 202, answer.text
            waiting.append((path, maker, answer.json()["id"]))
        ends = {path.name: maker.wait(clip, patience_s=500) for path, maker, clip in waiting}
        for name, card in ends.items():
            code = (card["rejection"] or {}).get("code")
            assert (card["state"], code) == (
                ("rejected", REFUSED[name]) if name in REFUSED else ("published", None)
            ), name
        asked = Asked(kurzum, "us")
        asked.until_ready()
        asked.http.close()
        assert not [line for line in kurzum.lines if "again" in line], "a process died"
        for maker in people:
            maker.close()
