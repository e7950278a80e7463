"""Any two of three shares give the sealing key back; one tells nothing; what is no share is refused."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.custody.custodian.shares import HOLDERS, BadShare, Share, decode, encode, join, split, third
from parts.chance import seeded

KEYS = st.binary(min_size=32, max_size=32)


def _three(key: bytes, slopes: bytes = b"s" * 32) -> tuple[Share, ...]:
    return split(key, "us", "aa" * 16, lambda count: slopes[:count])


@given(KEYS, KEYS)
def test_any_two_give_the_key_and_the_third(key: bytes, slopes: bytes) -> None:
    made = _three(key, slopes)
    for two in combinations(made, 2):
        assert join(two) == join(two[::-1]) == key
        for share in made:
            assert third(two, share.holder) == share


@given(KEYS, KEYS, KEYS)
def test_one_share_goes_with_every_key(key: bytes, slopes: bytes, other: bytes) -> None:
    """Whatever one holder has, each other key is as possible: some slope gives that key the same share."""
    share = _three(key, slopes)[0]
    # The first holder's number is 1, where the value is key + slope.
    matching = bytes(a ^ b for a, b in zip(bytes.fromhex(share.value), other, strict=True))
    assert _three(other, matching)[0].value == share.value


def test_the_field_is_that_of_aes() -> None:
    """FIPS 197, section 4.2: {57} times {02} is {ae}; and {57} times {03} is {57} + {ae}."""
    made = _three(bytes(32), bytes([0x57]) * 32)
    assert [share.value[:2] for share in made] == ["57", "ae", "f9"]


@given(KEYS)
def test_a_share_reads_as_it_was_written(key: bytes) -> None:
    for share in _three(key):
        assert decode(encode(share), "it") == share


@pytest.mark.parametrize("field", ["zone", "holder", "set_id", "value", "check"])
def test_a_share_that_was_changed_is_refused(field: str) -> None:
    share = _three(b"k" * 32)[0]
    other = {"holder": "authority", "value": "ab" * 32}.get(field, "bb" * 8)
    changed = msgspec.structs.replace(share, **{field: other})
    with pytest.raises(BadShare, match="changed or damaged"):
        decode(encode(changed), "it")


@pytest.mark.parametrize("raw", [b"", b"{}", b"a letter", b"\xff" * 50, b'{"v":1}'])
def test_what_is_no_share_is_refused(raw: bytes) -> None:
    with pytest.raises(BadShare, match="no share"):
        decode(raw, "it")


def test_one_share_twice_and_shares_of_two_sets_are_refused() -> None:
    entropy = seeded()
    one, other = (split(b"k" * 32, "us", name * 16, entropy) for name in ("aa", "bb"))
    with pytest.raises(BadShare, match="2 shares"):
        join([one[0], one[0]])
    with pytest.raises(BadShare, match="another set"):
        join([one[0], other[1]])
    with pytest.raises(BadShare, match="another set"):
        join([one[0], split(b"k" * 32, "world", "aa" * 16, entropy)[1]])
    assert {share.holder for share in one} == set(HOLDERS)
