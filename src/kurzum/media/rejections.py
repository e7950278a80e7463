"""Why a file is not accepted: one code and one sentence for each reason."""

from __future__ import annotations

from kurzum.core.errors import Refused, Unavailable

SENTENCES = {
    "not_a_video": "This file is not a video. Choose a clip that your phone or browser recorded.",
    "unsupported": "Kurzum cannot read this kind of video ({what}). Save it as MP4 (H.264) and try again.",
    "no_picture": "This file has sound but no moving picture. Choose a video.",
    "encrypted": "This video is copy-protected and cannot be opened. Choose one that you recorded yourself.",
    "damaged": "This video is damaged or incomplete. Save or record it again and try once more.",
    "too_short": "This clip lasts {have} s; it must last at least {bound} s.",
    "too_long": "This clip lasts {have} s; it may last at most {bound} s. Cut it and try again.",
    "too_large": "This file has {have} MB; at most {bound} MB are possible. Export it smaller and try again.",
    "too_many_pixels": "This picture is too large ({have} pixels). Export it smaller, 1080 x 1920 is plenty.",
    "too_small": "This picture is too small ({have} pixels); each side must have at least {bound}.",
    "timed_out": "This video takes too long to process. Save it as an ordinary MP4 and try again.",
    "too_demanding": "This video needs too much memory or space. Save it as an ordinary MP4 and try again.",
}
"""Every code there is, with its sentence."""


class Rejected(Refused):
    """The file itself is to blame, and will be each time: ``code`` is a key of :data:`SENTENCES`."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(SENTENCES[code].format(**words), code=code)


class MediaUnavailable(Unavailable):
    """The machine is to blame (no encoder, no space left), not the file; another try may succeed."""

    code = "media_unavailable"
