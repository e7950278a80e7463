"""Files that point to other files and to addresses, in every way that a player follows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parts import hostile_tables as tables
from parts.hostile_boxes import box
from parts.hostile_seeds import Seed, named

SECRET, ADDRESS = "somebody-elses.mp4", "127.0.0.1:9"
"""What is pointed to: a good clip beside the hostile file, and an address of this machine."""

_M3U8 = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{to}\n#EXT-X-ENDLIST\n"
_MAP = '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI="{to}"\n#EXTINF:2,\n{to}\n#EXT-X-ENDLIST\n'
_MASTER = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{to}\n"
_KEY = '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI="{to}"\n#EXTINF:2,\n{to}\n'
_CONCAT = "ffconcat version 1.0\nfile '{to}'\nduration 2\n"
_MPD = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet>'
    '<Representation id="0" bandwidth="1"><BaseURL>{to}</BaseURL></Representation></AdaptationSet></Period>'
    "</MPD>"
)
_XXE = '<?xml version="1.0"?><!DOCTYPE MPD [<!ENTITY x SYSTEM "{to}">]><MPD>&x;</MPD>'
_SDP = (
    "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
)
_SVG = '<svg xmlns="http://www.w3.org/2000/svg"><image href="{to}"/></svg>'
_TEXTS = {
    "list.m3u8": _M3U8, "map.m3u8": _MAP, "master.m3u8": _MASTER, "key.m3u8": _KEY, "list.mp4": _M3U8,
    "list.ffconcat": _CONCAT, "concat.mp4": _CONCAT, "manifest.mpd": _MPD, "entity.mpd": _XXE,
    "session.sdp": _SDP, "picture.svg": _SVG,
}  # fmt: skip
_WAYS = {
    "file": "file://{secret}",
    "path": "{secret}",
    "up": "../../../../../../../../{secret}",
    "http": f"http://{ADDRESS}/a.mp4",
    "tcp": f"tcp://{ADDRESS}",
    "concat": "concat:{secret}|{secret}",
    "subfile": "subfile,,start,0,end,999,,:{secret}",
    "data": "data:video/mp4;base64,AAAAGGZ0eXBpc29tAAACAGlzb20=",
    "passwd": "/etc/passwd",
}
_REFERENCES = ("address-file", "address-http", "alias")
_DISGUISES = ("behind-ftyp", "behind-free", "behind-ebml")
_EVERY_WAY = ("list.m3u8", "concat.mp4")
POINTERS: tuple[str, ...] = (
    *(f"{way}-{text}" for text in _TEXTS for way in (_WAYS if text in _EVERY_WAY else ("path",))),
    *(f"{disguise}-{way}.mp4" for disguise in _DISGUISES for way in ("file", "http")),
    *(f"reference-{kind}.mov" for kind in _REFERENCES),
)  # fmt: skip
"""Every way by its name."""


def pointing(name: str, folder: Path, seeds: Sequence[Seed]) -> bytes:
    """The file of that name, which points to ``SECRET`` in ``folder``; that one is put there."""
    secret = folder / SECRET
    if not secret.exists():
        secret.write_bytes(named(seeds, "h264-aac.mp4"))
    way, _, rest = name.partition("-")
    if way == "reference":
        return _referring(rest.removesuffix(".mov"), str(secret), named(seeds, "h264-aac.mp4"))
    if way == "behind":
        disguise, _, how = rest.removesuffix(".mp4").partition("-")
        return _BEHIND[disguise] + _M3U8.format(to=_WAYS[how].format(secret=secret)).encode()
    return _TEXTS[rest].format(to=_WAYS[way].format(secret=secret)).encode()


_BEHIND = {
    "ftyp": box(b"ftyp", b"isom\0\0\2\0isom"),
    "free": box(b"free", b""),
    "ebml": b"\x1a\x45\xdf\xa3\x8bB\x82\x88matroska",
}


def _referring(kind: str, secret: str, good: bytes) -> bytes:
    reference = {
        "address-file": tables.address(f"file://{secret}"),
        "address-http": tables.address(f"http://{ADDRESS}/a.mp4"),
        "alias": tables.alias(secret),
    }[kind]
    return tables.referring(good, reference)
