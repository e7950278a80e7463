"""Shares of the sealing key: any two of three give it back, one alone tells nothing (Shamir, "How to share a
secret", 1979, with threshold 2).

Each byte of the key is the value at 0 of a line of its own over GF(256), the field of AES; a share is the
line's value at the number of its holder. So two shares give the third as well as the key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from kurzum.core.errors import Refused
from kurzum.core.ids import Entropy
from kurzum.custody.sealing import KEY_BYTES, framed

Holder = Literal["operator", "custodian", "authority"]
HOLDERS: tuple[Holder, ...] = get_args(Holder)
"""Who holds a share. The number of a holder is the place in this list, from 1: append only."""
NEEDED = 2
_VERSION = 1
_MODULUS = 0x11B


class BadShare(Refused):
    """What was handed over is no share that can be used here; says why. Nothing was changed."""

    code = "bad_share"


class Share(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One holder's share. ``set_id``: of the three that belong together; ``value``: in hex, as secret as half
    of the key; ``check``: of all the rest, so that a slip is noticed where it happened."""

    v: int = _VERSION
    zone: str
    holder: Holder
    set_id: str
    value: str
    check: str

    @property
    def file_name(self) -> str:
        """What the share's file is called where it is handed out."""
        return f"kurzum-{self.zone}-{self.holder}.share"


def split(key: bytes, zone: str, set_id: str, entropy: Entropy) -> tuple[Share, ...]:
    """The shares of a key of 32 bytes, one a holder."""
    slopes = entropy(KEY_BYTES)
    return tuple(_share(zone, holder, set_id, _on_line(key, slopes, _number(holder))) for holder in HOLDERS)


def join(shares: Sequence[Share]) -> bytes:
    """The key, from two shares. Raises BadShare; shares that were changed by design give another key."""
    key, _ = _line(shares)
    return key


def third(shares: Sequence[Share], holder: Holder) -> Share:
    """Any holder's share, from two. Raises BadShare."""
    key, slopes = _line(shares)
    return _share(shares[0].zone, holder, shares[0].set_id, _on_line(key, slopes, _number(holder)))


def encode(share: Share) -> bytes:
    """A share as it lies in its file."""
    return msgspec.json.format(msgspec.json.encode(share)) + b"\n"


def decode(raw: bytes, where: str) -> Share:
    """The share of a file. ``where``: how to name it. Raises BadShare."""
    try:
        share = msgspec.json.decode(raw, type=Share)
        value = bytes.fromhex(share.value)
    except (msgspec.DecodeError, ValueError):
        raise BadShare(
            f"{where} is no share, or a damaged one; hand over a file as the ceremony wrote it"
        ) from None
    if share.v != _VERSION:
        raise BadShare(f"{where} is a share of form {share.v}, this Kurzum knows {_VERSION}; use a newer one")
    if len(value) != KEY_BYTES or share != _share(share.zone, share.holder, share.set_id, value):
        raise BadShare(
            f"{where} was changed or damaged; use the copy that its holder has elsewhere, or two others"
        )
    return share


def _line(shares: Sequence[Share]) -> tuple[bytes, bytes]:
    held = {share.holder: share for share in shares}
    if len(held) < NEEDED:
        raise BadShare(f"{NEEDED} shares of different holders are needed, and these are {len(held)}")
    one, other = list(held.values())[:NEEDED]
    if (one.set_id, one.zone) != (other.set_id, other.zone):
        raise BadShare("these shares do not belong together: each is of another set; use two of one set")
    at, along = _number(one.holder), _number(other.holder)
    run = _inverse(at ^ along)
    first, second = bytes.fromhex(one.value), bytes.fromhex(other.value)
    slopes = bytes(_times(a ^ b, run) for a, b in zip(first, second, strict=True))
    return _on_line(first, slopes, at), slopes


def _share(zone: str, holder: Holder, set_id: str, value: bytes) -> Share:
    said = framed(b"kurzum share v1", zone.encode(), holder.encode(), set_id.encode(), value)
    check = hashlib.sha256(said).hexdigest()[:16]
    return Share(zone=zone, holder=holder, set_id=set_id, value=value.hex(), check=check)


def _number(holder: Holder) -> int:
    return HOLDERS.index(holder) + 1


def _on_line(start: bytes, slopes: bytes, number: int) -> bytes:
    """start + slope * number, each byte for itself."""
    return bytes(a ^ _times(b, number) for a, b in zip(start, slopes, strict=True))


def _times(a: int, b: int) -> int:
    """The product in GF(256), always by the same eight steps."""
    product = 0
    for bit in range(8):
        product ^= -(b >> bit & 1) & a
        a = a << 1 ^ -(a >> 7) & _MODULUS
    return product


def _inverse(a: int) -> int:
    """1 / a, as a to the power of 254."""
    power = a
    for _ in range(253):
        power = _times(power, a)
    return power
