"""Small films with known content, made by the encoder itself."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
H264 = ("-c:v", "libx264", "-preset", "ultrafast")


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run(
        [FFMPEG, "-hide_banner", "-loglevel", "error", "-y", *map(str, arguments)],
        check=True,
        capture_output=True,
    )


def pattern(size: str = "180x320", rate: int = 25, seconds: float = 1) -> tuple[str, ...]:
    """Input options for a moving test picture."""
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}")


def tone(seconds: float = 1, volume: float = 0.2) -> tuple[str, ...]:
    """Input options for a tone of 440 Hz."""
    return ("-f", "lavfi", "-i", f"aevalsrc={volume}*sin(2*PI*440*t):s=48000:d={seconds}")


def clip(path: Path, *options: str, seconds: float = 1, size: str = "180x320", rate: int = 25) -> Path:
    """A film with picture and tone; more output options may follow."""
    ffmpeg(*pattern(size, rate, seconds), *tone(seconds), *H264, "-c:a", "aac", *options, path)
    return path


class Seen:
    """What a player finds in a file."""

    def __init__(self, path: Path) -> None:
        with av.open(path) as file:
            video = file.streams.video[0]
            self.streams = [stream.type for stream in file.streams]
            self.tags: dict[str, str] = dict(file.metadata)
            self.rate: Fraction | None = video.average_rate
            self.codec = video.codec_context.name
            self.format = video.codec_context.pix_fmt
            self.shape = str(video.sample_aspect_ratio or "1")
            context = video.codec_context
            self.colours = [int(x) for x in (context.color_primaries, context.color_trc, context.colorspace)]
            frames = list(file.decode(video))
        self.pictures: list[NDArray[Any]] = [frame.to_ndarray(format="rgb24") for frame in frames]
        self.times = [float(frame.time or 0) for frame in frames]
        self.turned = frames[0].rotation
        self.keys_s = [float(frame.time or 0) for frame in frames if frame.key_frame]

    def colour_at(self, x: float, y: float, picture: int = 0) -> tuple[int, int, int]:
        """Red, green, blue at a place given as parts of width and height, averaged over a few px."""
        pixels = self.pictures[picture]
        row, column = int(y * pixels.shape[0]), int(x * pixels.shape[1])
        red, green, blue = pixels[row - 3 : row + 3, column - 3 : column + 3].reshape(-1, 3).mean(axis=0)
        return round(red), round(green), round(blue)


def samples(path: Path) -> NDArray[np.float32]:
    """The sound of a file as float32 [channels, n] at 48 kHz, as its edit list cuts it."""
    with av.open(path) as file:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48_000)
        parts = [part.to_ndarray() for frame in file.decode(audio=0) for part in resampler.resample(frame)]
    return np.concatenate(parts, axis=1).astype(np.float32)


def loudness(path: Path) -> float:
    """Integrated loudness in LUFS, by the encoder's own meter."""
    done = subprocess.run(
        [
            FFMPEG,
            "-hide_banner",
            "-nostats",
            "-i",
            str(path),
            "-map",
            "0:a",
            "-af",
            "ebur128",
            "-f",
            "null",
            "-",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    summary = done.stderr[done.stderr.rindex("Integrated loudness") :]
    return float(summary.split("I:")[1].split()[0])
