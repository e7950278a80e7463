"""Where a zone's bucket is, and its credentials: from a file that is nobody else's, or the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from kurzum.app.bucket import NoCredentials, bucket_of, endpoint_of, inside_of, listening_of
from kurzum.core.settings import BadSettings, ZoneSettings, load

SECRET = "not/for+anybody"
FILE = f"[default]\naws_access_key_id = AKID\naws_secret_access_key = {SECRET}\n"


def zone(endpoint: str | None = None, credentials: Path | None = None) -> ZoneSettings:
    return ZoneSettings(
        name="us", markets=("US",), port=8000, blobs_url="s3://clips/us/", blobs_endpoint=endpoint,
        blobs_region="eu-west-1", blobs_credentials=credentials,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("endpoint", "inside", "listening", "names"),
    [
        (None, "http://s3.eu-west-1.amazonaws.com", ("127.0.0.1", 80), "s3.eu-west-1.amazonaws.com"),
        ("https://s3.example", "http://s3.example", ("127.0.0.1", 80), "s3.example"),
        ("https://s3.example:8443", "http://s3.example:8443", ("127.0.0.1", 8443), "s3.example"),
        ("http://s3.example:80", "http://s3.example", ("127.0.0.1", 80), "s3.example"),
        ("http://10.0.0.5:9000", "http://10.0.0.5:9000", ("10.0.0.5", 9000), ""),
    ],
)
def test_inside_the_endpoint_has_its_own_name_and_port(
    endpoint: str | None, inside: str, listening: tuple[str, int], names: str
) -> None:
    assert inside_of(zone(endpoint)) == inside
    address, port, known = listening_of(zone(endpoint))
    assert (address, port) == listening
    assert known == "127.0.0.1 localhost\n" + (f"127.0.0.1 {names}\n" if names else "")
    assert endpoint_of(zone(endpoint)) == (endpoint or "https://s3.eu-west-1.amazonaws.com")


def test_credentials_come_from_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "credentials"
    path.touch(mode=0o600)
    path.write_text(FILE)
    found = bucket_of(zone(credentials=path), {})
    assert found is not None
    assert (found.key_id, found.secret, found.token) == ("AKID", SECRET, None)
    assert (found.name, found.prefix, found.region) == ("clips", "us", "eu-west-1")
    assert SECRET not in repr(found) and "AKID" not in repr(found)
    path.chmod(0o640)
    with pytest.raises(NoCredentials, match="can be read by others"):
        bucket_of(zone(credentials=path), {})


@pytest.mark.parametrize(
    "text", [FILE.replace("aws_secret_access_key", "x"), SECRET, f"[other]\n{FILE[10:]}", ""]
)
def test_a_file_that_is_none_is_refused_without_its_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "credentials"
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(NoCredentials) as told:
        bucket_of(zone(credentials=path), {})
    assert SECRET not in told.value.message and str(path) in told.value.message


def test_credentials_may_stand_in_the_environment() -> None:
    known = {"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": "t"}
    found = bucket_of(zone(), known)
    assert found is not None and (found.secret, found.token) == (SECRET, "t")
    with pytest.raises(NoCredentials, match="blobs_credentials"):
        bucket_of(zone(), {})
    with pytest.raises(NoCredentials, match="cannot be read"):
        bucket_of(zone(credentials=Path("/nonexistent/file")), known)
    folder = ZoneSettings(name="us", markets=("US",), port=8000)
    assert bucket_of(folder, known) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("blobs_url", "gs://clips/us"),
        ("blobs_url", "s3://B"),
        ("blobs_url", "s3://clips/a b"),
        ("blobs_endpoint", "s3.example"),
        ("blobs_endpoint", "https://s3.example/path"),
        ("blobs_endpoint", "https://key:secret@s3.example"),
        ("blobs_region", "EU west"),
    ],
)
def test_addresses_that_are_none_are_named(tmp_path: Path, key: str, value: str) -> None:
    path = tmp_path / "kurzum.toml"
    lines = {"blobs_url": "s3://clips/us", key: value}
    path.write_text("[zones.us]\nmarkets = ['US']\n" + "".join(f'{k} = "{v}"\n' for k, v in lines.items()))
    with pytest.raises(BadSettings, match=f"zones.us.{key}"):
        load(path, {})
