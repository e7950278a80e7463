"""Frames and sound into an MP4 file, by the bundled encoder as a child process."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from kurzum.demo.beat import FPS
from kurzum.demo.instruments import RATE
from kurzum.demo.stage import H, Picture, W


class FilmError(Exception):
    """The encoder failed; holds its last words."""


def encode(frames: Iterable[Picture], sound: NDArray[np.float32], target: Path) -> None:
    """Write H.264 and AAC to ``target``, 360x640 at 30 frames/s. FilmError where the encoder fails."""
    with TemporaryDirectory(dir=target.parent) as folder:
        audio, words = Path(folder, "sound.s16"), Path(folder, "words")
        audio.write_bytes((sound * 32_767).astype("<i2").tobytes())
        with (
            words.open("wb") as stderr,
            subprocess.Popen(_command(audio, target), stdin=subprocess.PIPE, stderr=stderr) as child,
        ):
            pipe = child.stdin
            if pipe is None:  # asked for above; mypy does not know
                raise FilmError("the encoder has no input")
            try:
                for frame in frames:
                    pipe.write(np.ascontiguousarray(frame).data)
                pipe.close()
            except BrokenPipeError:
                child.kill()
            except BaseException:
                child.kill()
                raise
        if child.returncode != 0:
            raise FilmError(f"the encoder failed: {words.read_text(errors='replace')[-800:]}")


def _command(audio: Path, target: Path) -> list[str]:
    picture = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{W}x{H}", "-r", str(FPS), "-i", "pipe:0"]
    sound = ["-f", "s16le", "-ar", str(RATE), "-ac", "2", "-i", str(audio)]
    video = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "17", "-pix_fmt", "yuv420p", "-threads", "2"]
    colour = ["-vf", "scale=out_color_matrix=bt709:out_range=tv"]
    tags = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
    rest = ["-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", "-f", "mp4", str(target)]
    start = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-v", "error"]
    return [*start, *picture, *sound, *colour, *video, *tags, *rest]
