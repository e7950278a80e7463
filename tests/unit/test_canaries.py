"""The search for canaries finds them in every form that it claims to know."""

from __future__ import annotations

import base64
import hashlib
import json
from urllib.parse import quote
from uuid import UUID

import pytest

from parts.canaries import Canaries

VALUE = "kanarie+7@zq.example"
ID = "0199c0de-1234-7abc-8def-0123456789ab"


@pytest.mark.parametrize(
    "said",
    [
        VALUE.encode(),
        VALUE.upper().encode(),
        quote(VALUE).encode(),
        json.dumps({"a": VALUE}).encode(),
        VALUE.encode().hex().encode(),
        VALUE.encode("utf-16-le"),
        VALUE[::-1].encode(),
        hashlib.sha256(VALUE.encode()).hexdigest().encode(),
        base64.b64encode(hashlib.sha256(VALUE.encode()).digest()),
        *(base64.b64encode(b"x" * before + VALUE.encode() + b"tail") for before in range(5)),
        *(base64.urlsafe_b64encode(b"\xff" * before + VALUE.encode()) for before in range(3)),
    ],
)
def test_a_value_is_found(said: bytes) -> None:
    canaries = Canaries({"mail": VALUE})
    assert canaries.found_in(b"before " + said + b" behind")
    assert not canaries.found_in(b"nothing of anybody " * 100)


@pytest.mark.parametrize("said", [ID.encode(), ID.upper().encode(), UUID(ID).hex.encode(), UUID(ID).bytes])
def test_an_id_is_found(said: bytes) -> None:
    assert Canaries({"person_id": ID}).found_in(b"... " + said)
