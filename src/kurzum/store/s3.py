"""A bucket of an S3 server, as blobs are kept in it, and addresses that it takes without credentials."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import msgspec
import obstore
from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config

ADDRESS_S = 120
"""How long a signed address is good: for as long as one request may take to begin."""

PART_BYTES = 16 << 20
"""A file above this goes up in parts of this size, so that what fails is sent again, not all of it."""


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """Where and who we are there. ``endpoint``: ``http(s)://host[:port]``; ``prefix``: no slashes around it.

    Addresses are path-style: ``endpoint/name/prefix/key``. ``roots``: certificates in PEM that may vouch for
    the endpoint besides the machine's.
    """

    endpoint: str
    name: str
    prefix: str
    region: str
    key_id: str
    secret: str
    token: str | None = None
    roots: str | None = None

    def __repr__(self) -> str:
        # What an error or a log line may show of it.
        return f"Bucket({self.endpoint}, {self.name}/{self.prefix})"


class S3:
    """A bucket, opened. Every request is signed here; none is sent before it is needed."""

    def __init__(self, bucket: Bucket) -> None:
        config: S3Config = {
            "endpoint": bucket.endpoint,
            "region": bucket.region,
            "access_key_id": bucket.key_id,
            "secret_access_key": bucket.secret,
            "virtual_hosted_style_request": False,
        }
        if bucket.token:
            config["session_token"] = bucket.token
        options: ClientConfig = {
            "allow_http": True,
            "connect_timeout": timedelta(seconds=3),
            "timeout": timedelta(seconds=30),
        }
        if bucket.roots:
            options["root_certificate"] = bucket.roots
        self.store = S3Store(
            bucket.name,
            prefix=bucket.prefix or None,
            config=config,
            client_options=options,
            # Whoever waits is told soon; what must happen is tried again by the queue.
            retry_config={
                "max_retries": 3,
                "retry_timeout": timedelta(seconds=10),
                "backoff": {
                    "init_backoff": timedelta(milliseconds=100),
                    "max_backoff": timedelta(seconds=2),
                    "base": 2,
                },
            },
        )

    async def address(self, method: Literal["GET", "HEAD"], key: str) -> str:
        """Path and query under which the server gives that blob for the next minutes. Sends nothing."""
        url = await obstore.sign_async(self.store, method, key, timedelta(seconds=ADDRESS_S))
        return "/" + url.split("/", 3)[3]
