"""A sealed value opens in its own place, unchanged, or not at all."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kurzum.custody.sealing import (
    Context,
    DataKey,
    KeyWiped,
    SealBroken,
    associated,
    key_id_of,
    open_sealed,
    seal,
)
from parts.chance import seeded

KEY = DataKey(b"i" * 16, b"k" * 32)
FINAL = (
    "0169696969696969696969696969696969000102030405060708090a0b"
    "87c24e098e86b65ce33a2dfe83bbbdf4a86a048cce14057b790d0042ab6228df"
)
_TEXT = st.text(max_size=12)
_CONTEXTS = st.builds(
    Context,
    zone=_TEXT,
    owner=st.uuids(),
    category=_TEXT,
    field=_TEXT,
    schema_version=st.integers(0, 2**32 - 1),
)


@given(_CONTEXTS, st.binary(max_size=300))
def test_what_was_sealed_opens_in_its_place(context: Context, plain: bytes) -> None:
    sealed = seal(KEY, context, plain, seeded())
    assert open_sealed(KEY, context, sealed) == plain
    assert (sealed[0], sealed[1:17], len(sealed)) == (1, KEY.id, len(plain) + 45)
    assert key_id_of(sealed) == KEY.id


@given(_CONTEXTS, _CONTEXTS, st.binary(max_size=50))
def test_in_another_place_it_does_not_open(one: Context, other: Context, plain: bytes) -> None:
    assume(one != other)
    with pytest.raises(SealBroken):
        open_sealed(KEY, other, seal(KEY, one, plain, seeded()))


@given(_CONTEXTS, st.data())
def test_changing_any_part_of_the_place_is_enough(context: Context, data: st.DataObject) -> None:
    sealed = seal(KEY, context, b"+1 202 555 0143", seeded())
    changed = data.draw(
        st.sampled_from(
            [
                Context(context.zone + "x", context.owner, context.category, context.field),
                Context(context.zone, UUID(int=context.owner.int ^ 1), context.category, context.field),
                Context(context.zone, context.owner, context.category + "x", context.field),
                Context(context.zone, context.owner, context.category, context.field + "x"),
                Context(
                    context.zone,
                    context.owner,
                    context.category,
                    context.field,
                    context.schema_version ^ 1,
                ),
                # The same letters, divided otherwise.
                Context(context.zone, context.owner, context.category + context.field, ""),
            ]
        )
    )
    assume(changed != context)
    with pytest.raises(SealBroken):
        open_sealed(KEY, changed, sealed)


@given(_CONTEXTS, _CONTEXTS)
def test_no_two_places_have_one_encoding(one: Context, other: Context) -> None:
    assert (associated(one) == associated(other)) == (one == other)


@given(st.binary(max_size=40), st.data())
def test_any_flipped_bit_is_refused(plain: bytes, data: st.DataObject) -> None:
    context = Context("us", UUID(int=7), "contact", "email")
    sealed = bytearray(seal(KEY, context, plain, seeded()))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        open_sealed(KEY, context, bytes(sealed))


@given(st.binary(max_size=40), st.data())
def test_any_cut_or_addition_is_refused(plain: bytes, data: st.DataObject) -> None:
    context = Context("us", UUID(int=7), "contact", "email")
    sealed = seal(KEY, context, plain, seeded())
    length = data.draw(st.integers(0, len(sealed) - 1))
    for changed in (sealed[:length], sealed + sealed[:1], sealed + b"\0"):
        with pytest.raises(SealBroken):
            open_sealed(KEY, context, changed)


def test_another_key_opens_nothing_even_under_the_same_id() -> None:
    context = Context("us", UUID(int=7), "contact", "email")
    sealed = seal(KEY, context, b"x", seeded())
    for other in (DataKey(b"j" * 16, b"k" * 32), DataKey(KEY.id, b"l" * 32)):
        with pytest.raises(SealBroken):
            open_sealed(other, context, sealed)


def test_a_wiped_key_neither_seals_nor_opens() -> None:
    context = Context("us", UUID(int=7), "contact", "email")
    key = DataKey(b"i" * 16, b"k" * 32)
    sealed = seal(key, context, b"x", seeded())
    key.wipe()
    with pytest.raises(KeyWiped):
        open_sealed(key, context, sealed)
    with pytest.raises(KeyWiped) as caught:
        seal(key, context, b"x", seeded())
    assert caught.value.code == "custodian_unavailable", "what clients know"


def test_the_form_is_final() -> None:
    """Bytes of 2026: if this fails, old data no longer opens."""
    context = Context("us", UUID("018f0000-0000-7000-8000-000000000001"), "contact", "email", 1)
    sealed = seal(KEY, context, b"anna@example.org", lambda size: bytes(range(size)))
    assert sealed.hex() == FINAL
    assert open_sealed(KEY, context, bytes.fromhex(FINAL)) == b"anna@example.org"
