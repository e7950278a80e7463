"""A person who uses a running zone by its HTTP interface, as a tool would."""

from __future__ import annotations

import subprocess
import time
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import imageio_ffmpeg

PASSWORD = "many plain words"
FINAL = {"published", "rejected", "withdrawn", "removed", "erased"}
TUS = {"Tus-Resumable": "1.0.0"}
_WHOLE_S = 240


class Caller:
    """Somebody at one zone's address; signed in once ``join`` was called, by a bearer token."""

    def __init__(self, origin: str, market: str) -> None:
        self.origin = origin
        self.market = market
        self.handle = ""
        self.http = httpx.Client(base_url=origin, timeout=60)

    def close(self) -> None:
        self.http.close()

    def join(self, handle: str, language: str = "en") -> Caller:
        """Sign up and hold a token."""
        wish = {"handle": handle, "password": PASSWORD, "language": language, "birth_date": "1990-05-17"}
        answer = self.http.post("/api/people", params={"market": self.market}, json=wish)
        assert answer.status_code == 201, answer.text
        self.handle = handle
        answer = self.http.post("/api/tokens", json={"handle": handle, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        self.http.cookies.clear()
        self.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return self

    def upload(self, path: Path, piece: int = 4 << 20) -> str:
        """Send a file by tus; the upload's id."""
        size = path.stat().st_size
        answer = self.http.post("/api/uploads", headers={**TUS, "Upload-Length": str(size)})
        assert answer.status_code == 201, answer.text
        place, offset = answer.headers["Location"], 0
        with path.open("rb") as file:
            while data := file.read(piece):
                answer = self.http.patch(
                    place,
                    content=data,
                    headers={
                        **TUS,
                        "Upload-Offset": str(offset),
                        "Content-Type": "application/offset+octet-stream",
                    },
                )
                assert answer.status_code == 204, answer.text
                offset = int(answer.headers["Upload-Offset"])
        return place.rstrip("/").rsplit("/", 1)[1]

    def clip(self, path: Path, caption: str = "", **more: Any) -> dict[str, Any]:
        """Upload a file, make a clip of it and wait until it is rejected, or published with all its files."""
        answer = self.http.post(
            "/api/clips", json={"upload": self.upload(path), "caption": caption, **more},
            headers={"Idempotency-Key": uuid4().hex},
        )  # fmt: skip
        assert answer.status_code == 202, answer.text
        card = self.wait(answer.json()["id"])
        end = time.monotonic() + _WHOLE_S
        while card["state"] == "published" and card["progress"] < 1:
            assert time.monotonic() < end, f"the clip stays at {card['progress']}"
            time.sleep(0.1)
            card = self.get(f"/api/clips/{card['id']}")
        return card

    def wait(self, clip: str, patience_s: float = 240, states: set[str] | None = None) -> dict[str, Any]:
        """The clip once it has reached one of the states (default: a final one)."""
        end = time.monotonic() + patience_s
        while True:
            card: dict[str, Any] = self.get(f"/api/clips/{clip}")
            if card["state"] in (states or FINAL):
                return card
            assert time.monotonic() < end, f"the clip stays {card['state']} ({card['progress']})"
            time.sleep(0.2)

    def get(self, path: str, **params: Any) -> Any:
        answer = self.http.get(path, params=params)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()


@cache
def small_clip(folder: Path, *, seconds: int = 15, colour: str = "teal", size: str = "180x320") -> Path:
    """A real clip that costs little to encode: a moving pattern and a tone."""
    path = folder / f"{colour}-{seconds}-{size}.mp4"
    picture = f"color=c={colour}:s={size}:r=10:d={seconds},drawgrid=w=20:h=20:t=2:c=white@0.5"
    subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y",
            "-f", "lavfi", "-i", f"{picture},hue=H=2*PI*t/5",
            "-f", "lavfi", "-i", f"sine=frequency=330:duration={seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest",
            str(path),
        ],
        check=True,
    )  # fmt: skip
    return path
