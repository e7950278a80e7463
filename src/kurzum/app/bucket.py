"""A zone's bucket as its settings say: address, prefix, and the credentials from their own file.

Credentials stand in no settings and in no argument: a file that only whoever starts Kurzum can read, in the
form that Amazon's tools have (``aws_access_key_id = ...``), or ``AWS_ACCESS_KEY_ID`` and
``AWS_SECRET_ACCESS_KEY`` in the environment of ``kurzum up``. They are read anew at each start of a process
and told to server and worker alone, on their standard input.
"""

from __future__ import annotations

import configparser
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kurzum.core.errors import Refused
from kurzum.core.settings import ZoneSettings
from kurzum.store.s3 import Bucket

_FIELDS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")


_ADDRESS = re.compile(r"[0-9]+(\.[0-9]+){3}")


class NoCredentials(Refused):
    """The credentials of a bucket cannot be used; says why, and never what they are."""

    code = "no_credentials"


def endpoint_of(zone: ZoneSettings) -> str:
    """The S3 server of the zone: ``http(s)://host[:port]``."""
    return zone.blobs_endpoint or f"https://s3.{zone.blobs_region}.amazonaws.com"


def inside_of(zone: ZoneSettings) -> str:
    """The same for a process whose calls a pinhole takes up: it speaks TLS, they do not.

    Host and port as S3 is to see them stay the same: they are part of what is signed.
    """
    found = urlsplit(endpoint_of(zone))
    usual = {"https": 443, "http": 80}[found.scheme]
    port = "" if found.port in (None, usual) else f":{found.port}"
    return f"http://{found.hostname}{port}"


def bucket_of(zone: ZoneSettings, environ: Mapping[str, str] = os.environ) -> Bucket | None:
    """The bucket, or None where blobs are in a folder. Raises NoCredentials."""
    if zone.blobs_url is None:
        return None
    place = urlsplit(zone.blobs_url)
    found = _from_file(zone.blobs_credentials) if zone.blobs_credentials else _from_environment(environ, zone)
    return Bucket(
        endpoint=inside_of(zone),
        name=place.netloc,
        prefix=place.path.strip("/"),
        region=zone.blobs_region,
        key_id=found[_FIELDS[0]],
        secret=found[_FIELDS[1]],
        token=found.get(_FIELDS[2]) or None,
        roots=zone.blobs_ca.read_text("utf-8") if zone.blobs_ca else None,
    )


def listening_of(zone: ZoneSettings) -> tuple[str, int, str]:
    """Address and port at which server and worker find the pinhole in their own network, and the list of
    names that leads them there."""
    found = urlsplit(inside_of(zone))
    name = found.hostname or ""
    address = name if _ADDRESS.fullmatch(name) else "127.0.0.1"
    known = "" if address == name else f"{address} {name}\n"
    return address, found.port or 80, f"127.0.0.1 localhost\n{known}"


def _from_file(path: Path) -> dict[str, str]:
    try:
        if path.stat().st_mode & 0o077:
            raise NoCredentials(f"{path} can be read by others; make it yours alone with chmod 600 {path}")
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(path.read_text("utf-8"))
    except OSError as error:
        raise NoCredentials(f"{path} cannot be read: {error.strerror}; name another file") from None
    except (UnicodeDecodeError, configparser.Error):
        # What is wrong could quote a secret.
        raise NoCredentials(f"{path} is no file of credentials: {_FORM}") from None
    section = parser["default"] if parser.has_section("default") else {}
    found = {name: value for name in _FIELDS if (value := section.get(name, "").strip())}
    if not set(_FIELDS[:2]) <= set(found):
        raise NoCredentials(f"{path} lacks a key or its secret: {_FORM}")
    return found


def _from_environment(environ: Mapping[str, str], zone: ZoneSettings) -> dict[str, str]:
    found = {name: environ[name.upper()] for name in _FIELDS if environ.get(name.upper())}
    if not set(_FIELDS[:2]) <= set(found):
        raise NoCredentials(
            f"zone '{zone.name}' has its blobs at {zone.blobs_url} and no credentials: set blobs_credentials "
            "to a file with them, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"
        )
    return found


_FORM = "write [default], aws_access_key_id = ..., aws_secret_access_key = ..., a line each"
