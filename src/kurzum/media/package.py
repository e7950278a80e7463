"""HLS (RFC 8216) for poor networks: the renditions' own bytes in fragments, never encoded again.

Each rendition becomes one file that its playlist cuts into byte ranges, so that a clip stays a handful of
blobs. Files are named when they are stored, by their digest; playlists are therefore written in two steps:
this module makes the files, and :class:`Variant` and :class:`Hls` write playlists for the names they are
given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kurzum.media.rejections import MediaUnavailable
from kurzum.media.rendition import Rendition
from kurzum.media.sandbox import Sandbox
from kurzum.media.sound import PLAIN_OUTPUT

SEGMENT = re.compile(r"#EXTINF:([\d.]+),\s+#EXT-X-BYTERANGE:(\d+)@")


@dataclass(frozen=True, slots=True)
class Variant:
    """One rendition's fragments. ``path``: the file; ``bandwidth``: its dearest segment's bits per second."""

    rendition: Rendition
    path: Path
    text: str
    bandwidth: int

    @property
    def name(self) -> str:
        return self.rendition.name

    def playlist(self, uri: str) -> str:
        """The media playlist, with this address for the file of fragments, relative to the playlist's own."""
        return self.text.replace(f'"{self.path.name}"', f'"{uri}"').replace(
            f"\n{self.path.name}\n", f"\n{uri}\n"
        )


@dataclass(frozen=True, slots=True)
class Hls:
    """All variants of a clip, cheapest first: players without a better guess begin with the first."""

    variants: tuple[Variant, ...]

    def master(self, uris: Mapping[str, str]) -> str:
        """The master playlist. ``uris``: address of each variant's media playlist by its name."""
        lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
        for v in self.variants:
            r = v.rendition
            traits = f"BANDWIDTH={v.bandwidth},AVERAGE-BANDWIDTH={r.bitrate},RESOLUTION={r.width}x{r.height}"
            lines.append(f'#EXT-X-STREAM-INF:{traits},FRAME-RATE={r.fps:.3f},CODECS="{r.codecs}"')
            lines.append(uris[v.name])
        return "\n".join(lines) + "\n"


async def package_hls(renditions: Sequence[Rendition], out: Path, box: Sandbox) -> Hls:
    """Write ``NAME.m4s`` for each rendition into ``out``, a folder the sandbox may write to."""
    cheapest_first = sorted(renditions, key=lambda r: r.bitrate)
    finished = await box.encode(_command(cheapest_first, out), reads=[r.path for r in renditions])
    if finished.status != 0:
        raise MediaUnavailable(
            f"A clip's own renditions could not be packaged: {finished.complaints.strip()[-300:]}"
        )
    return Hls(tuple(_variant(r, out) for r in cheapest_first))


def _command(renditions: Sequence[Rendition], out: Path) -> list[str]:
    arguments: list[str] = []
    for r in renditions:
        arguments += ["-f", "mov", "-i", f"file:{r.path}"]
    streams = []
    for n, r in enumerate(renditions):
        sounding = r.audio_codec is not None
        arguments += ["-map", f"{n}:v", *(("-map", f"{n}:a") if sounding else ())]
        streams.append(f"v:{n},a:{n},name:{r.name}" if sounding else f"v:{n},name:{r.name}")
    return [
        *arguments,
        *("-c", "copy", *PLAIN_OUTPUT, "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments"),
        *("-hls_segment_filename", f"{out}/%v.m4s", "-var_stream_map", " ".join(streams), f"{out}/%v.m3u8"),
    ]


def _variant(rendition: Rendition, out: Path) -> Variant:
    listed = out / f"{rendition.name}.m3u8"
    text = listed.read_text(encoding="utf-8")
    listed.unlink()
    dearest = max((int(size) * 8 / float(s) for s, size in SEGMENT.findall(text)), default=rendition.bitrate)
    return Variant(rendition, out / f"{rendition.name}.m4s", text, round(dearest))
