"""Security headers on every answer, and ``no-store`` where a route says nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

SECURITY_HEADERS = (
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
)
"""Names and values. The front door sets the same ones on the client's files."""


def policy_for(parts: Iterable[tuple[str, str]]) -> str:
    """The policy for a page with parts of its own: ``style`` or ``script``, and the text within the tags."""
    policy = CONTENT_SECURITY_POLICY
    for tag, text in parts:
        digest = b64encode(sha256(text.encode()).digest()).decode()
        policy = policy.replace(f"{tag}-src 'self'", f"{tag}-src 'self' 'sha256-{digest}'")
    return policy


def with_headers(app: ASGIApp, *, https: bool) -> ASGIApp:
    """Wrap an ASGI app so that every answer carries the headers. ``https``: ask browsers to stay on it."""
    fixed = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS]
    if https:
        fixed.append((b"strict-transport-security", b"max-age=31536000"))

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message["headers"])
                names = {name.lower() for name, _ in own}
                own += [(name, value) for name, value in fixed if name not in names]
                if b"cache-control" not in names:
                    own.append((b"cache-control", b"no-store"))
                message["headers"] = own
            await send(message)

        await app(scope, receive, send_with)

    return wrapped
