"""The headers of tus 1.0.0."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.web import tus

DATA = b"a clip, or a part of it"


def declared(algorithm: str, data: bytes) -> dict[str, str]:
    digest = hashlib.new(algorithm, data).digest()
    return {"upload-checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


@pytest.mark.parametrize("algorithm", tus.ALGORITHMS)
def test_a_checksum_holds_for_its_bytes_only(algorithm: str) -> None:
    for data, holds in ((DATA, True), (DATA + b"!", False)):
        checksum = tus.checksum(declared(algorithm, DATA))
        assert checksum is not None
        checksum.update(data[:3])
        checksum.update(data[3:])
        assert checksum.holds() is holds


def test_no_checksum_is_fine() -> None:
    assert tus.checksum({}) is None


def test_an_unknown_kind_of_checksum_is_named() -> None:
    with pytest.raises(tus.UnknownAlgorithm):
        tus.checksum({"upload-checksum": "crc32 AAAA"})


@pytest.mark.parametrize("value", ["sha1", "sha1 ", "sha1 !!!!", "sha1 AAAA", "sha256 " + "A" * 28])
def test_a_malformed_checksum_is_refused(value: str) -> None:
    with pytest.raises(tus.BadHeader):
        tus.checksum({"upload-checksum": value})


@pytest.mark.parametrize("value", ["", "-1", "1.5", "0x10", " 5", "٣", "1e3", "9" * 16])
def test_a_number_of_bytes_is_a_number(value: str) -> None:
    for read, name in ((tus.length, "upload-length"), (tus.offset, "upload-offset")):
        with pytest.raises(tus.BadHeader):
            read({name: value})


def test_a_length_is_needed_from_the_start() -> None:
    for headers in ({}, {"upload-defer-length": "1"}, {"upload-length": "0"}):
        with pytest.raises(tus.BadHeader):
            tus.length(headers)
    assert tus.length({"upload-length": "5"}) == 5
    assert tus.offset({"upload-offset": "0"}) == 0


def test_another_version_is_refused() -> None:
    tus.check_version({"tus-resumable": "1.0.0"})
    for headers in ({}, {"tus-resumable": "0.2.2"}):
        with pytest.raises(tus.UnknownVersion):
            tus.check_version(headers)


@pytest.mark.parametrize(
    "value", ["", "filename d29ybGQ=", "filename d29ybGQ=,is_confidential", "a YQ==, b YQ=="]
)
def test_metadata_is_let_pass(value: str) -> None:
    tus.check_metadata({"upload-metadata": value})


@pytest.mark.parametrize("value", [",", "a YQ==,a YQ==", "fünf YQ==", "a Y!", "k" * 5000, "a YQ==,"])
def test_malformed_metadata_is_refused(value: str) -> None:
    with pytest.raises(tus.BadHeader):
        tus.check_metadata({"upload-metadata": value})


@given(st.text(max_size=300))
def test_no_header_is_a_fault(value: str) -> None:
    for read, name in (
        (tus.checksum, "upload-checksum"),
        (tus.check_metadata, "upload-metadata"),
        (tus.length, "upload-length"),
        (tus.offset, "upload-offset"),
        (tus.content_length, "content-length"),
        (tus.check_version, "tus-resumable"),
    ):
        try:
            read({name: value})
        except (tus.BadHeader, tus.UnknownAlgorithm, tus.UnknownVersion):
            continue


def test_where_an_upload_stands_is_said_in_headers() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    assert tus.head(10, 4, at) == {
        "upload-length": "10",
        "upload-offset": "4",
        "upload-expires": "Fri, 02 Jan 2026 03:04:05 GMT",
    }
    assert tus.abilities(99)["tus-max-size"] == "99"
