"""The front door's part for blobs in S3: what the server allowed, it fetches through the pinhole.

The server answers with ``X-Accel-S3`` (path and signed query), ``X-Accel-Length`` and, for a part of a file,
``X-Accel-Range``. Nothing of the viewer's request reaches S3, and nothing of S3's answer reaches the viewer
but its bytes: type, length, ETag and caching are the server's word.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kurzum.app.bucket import inside_of
from kurzum.core.settings import ZoneSettings


@dataclass(frozen=True)
class Outside:
    """Where the front door finds S3. ``socket``: the pinhole's; ``host``: as it is signed."""

    socket: Path
    host: str


def outside(zone: ZoneSettings, socket: Path) -> Outside | None:
    """The same for a zone; None where its blobs are in a folder."""
    return None if zone.blobs_url is None else Outside(socket, urlsplit(inside_of(zone)).netloc)


def media_rules(s3: Outside | None) -> str:
    """Lines for the proxy of ``/media/*``: a part of a file first, then a whole one."""
    if s3 is None:
        return ""
    part = _ANSWER.format(
        name="part", also="\n\t\t\t\theader X-Accel-Range *",
        range="\n\t\t\t\t\theader_up Range {rp.header.X-Accel-Range}",
        socket=s3.socket, host=s3.host, refused=200,
    )  # fmt: skip
    whole = _ANSWER.format(name="whole", also="", range="", socket=s3.socket, host=s3.host, refused=206)
    return part + whole


_ANSWER = """
			@s3_{name} {{
				header X-Accel-S3 *{also}
			}}
			handle_response @s3_{name} {{
				copy_response_headers {{
					exclude X-Accel-S3 X-Accel-Length X-Accel-Range Content-Length
				}}
				vars length {{rp.header.X-Accel-Length}}
				rewrite * {{rp.header.X-Accel-S3}}
				reverse_proxy unix/{socket} {{
					header_up -*
					header_up Host {host}{range}
					header_down -*
					header_down Content-Length {{vars.length}}
					transport http {{
						dial_timeout 5s
						response_header_timeout 10s
						keepalive 30s
					}}
					@refused status {refused} 3xx 4xx 5xx
					handle_response @refused {{
						error 503
					}}
				}}
			}}
"""
