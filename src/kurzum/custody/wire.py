"""What passes between the custodian and its callers: MessagePack behind a length of 4 bytes, closed types.

Every call names its purpose and holds a batch. Calls are idempotent, so a caller that heard nothing
asks again: the ids of a new person are made by the caller, and destroying what is destroyed succeeds.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Literal, TypeVar
from uuid import UUID

import msgspec

from kurzum.core.errors import Refused
from kurzum.custody.purposes import Purpose

MOST_IDS = 1000
MOST_BYTES = 1 << 20

Side = Literal["person", "viewer"]
"""Which of a person's two ids, and with it which of their two keys."""

Ids = Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=MOST_IDS)]


class BadFrame(Refused):
    """What came over the socket is no message of this protocol."""

    code = "bad_frame"


class Pair(msgspec.Struct, frozen=True, array_like=True):
    """The two ids of a person."""

    person_id: UUID
    pid: UUID


Pairs = Annotated[list[Pair], msgspec.Meta(min_length=1, max_length=MOST_IDS)]


class NewKey(msgspec.Struct, frozen=True, tag="new_key", forbid_unknown_fields=True):
    """Make the keys of new people; those who have keys already keep them."""

    pairs: Pairs
    purpose: Purpose


class Unwrap(msgspec.Struct, frozen=True, tag="unwrap", forbid_unknown_fields=True):
    """Lend the keys of one side of these people."""

    side: Side
    ids: Ids
    purpose: Purpose


class Pids(msgspec.Struct, frozen=True, tag="pids", forbid_unknown_fields=True):
    """The pids of these person ids."""

    ids: Ids
    purpose: Purpose


class People(msgspec.Struct, frozen=True, tag="people", forbid_unknown_fields=True):
    """The person ids of these pids."""

    ids: Ids
    purpose: Purpose


class Destroy(msgspec.Struct, frozen=True, tag="destroy", forbid_unknown_fields=True):
    """Destroy the keys of these people, and the link of their ids, for ever."""

    ids: Ids
    purpose: Purpose


Stone = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
"""What stays of somebody destroyed: a hash under the custodian's own key, which tells others nothing."""

Stones = Annotated[list[Stone], msgspec.Meta(min_length=1, max_length=MOST_IDS)]


class DestroyAgain(msgspec.Struct, frozen=True, tag="destroy_again", forbid_unknown_fields=True):
    """Destroy those whose stones these are: the custodian's store may be older than their end."""

    stones: Stones
    purpose: Purpose


class Standing(msgspec.Struct, frozen=True, tag="standing", forbid_unknown_fields=True):
    """Which of these ids of one side are destroyed, and which are unknown. No key is lent."""

    side: Side
    ids: Ids
    purpose: Purpose


class Attest(msgspec.Struct, frozen=True, tag="attest", forbid_unknown_fields=True):
    """Say what you are and how you stand."""

    purpose: Purpose


class Unlock(msgspec.Struct, frozen=True, tag="unlock", forbid_unknown_fields=True):
    """A share of the sealing key, as its file holds it; kept in memory alone."""

    share: bytes
    purpose: Purpose


class Rotate(msgspec.Struct, frozen=True, tag="rotate", forbid_unknown_fields=True):
    """Seal everything under a new epoch; with ``finish`` forget the one of before, which must be asked for
    apart: in between, a backup can be taken that opens afterwards."""

    finish: bool
    purpose: Purpose


class Beat(msgspec.Struct, frozen=True, tag="beat", forbid_unknown_fields=True):
    """Renew the lease. ``boot`` and ``seen`` as in the last answer, empty and 0 at first."""

    boot: bytes
    seen: int


Request = (
    NewKey | Unwrap | Pids | People | Destroy | DestroyAgain | Standing | Attest | Unlock | Rotate | Beat
)


class Lent(msgspec.Struct, frozen=True, array_like=True):
    """One key. ``owner`` is the id it was asked by."""

    owner: UUID
    key_id: bytes
    key: bytearray  # overwritten by its receiver after use


class Keys(msgspec.Struct, frozen=True, tag="keys"):
    """The keys asked for. ``destroyed``: those that are gone for ever; others not named are unknown."""

    lent: list[Lent]
    destroyed: list[UUID]


class Links(msgspec.Struct, frozen=True, tag="links"):
    """The pairs asked for; unknown and destroyed people are not among them."""

    pairs: list[Pair]


class Destroyed(msgspec.Struct, frozen=True, tag="destroyed"):
    """It is done, durably. ``stones``: in the order of the ids, to be shown to an older store one day."""

    stones: list[bytes]


class Stood(msgspec.Struct, frozen=True, tag="stood"):
    """How these people stand; those not named have their keys."""

    destroyed: list[UUID]
    unknown: list[UUID]


class Done(msgspec.Struct, frozen=True, tag="done"):
    """It is done, durably."""


class Attested(msgspec.Struct, frozen=True, kw_only=True, tag="attested"):
    """What the custodian is. ``open``: whether it has its epoch's key; ``turning``: whether a rotation is
    under way; ``people``, ``destroyed``: None while closed; ``shares_here``: lie on this machine;
    ``shares_known``: with those handed over; ``equal``: whether both places hold the same; ``made_anew``:
    the place that had no store at its start, and got the other's; ``code``: a digest of its code."""

    zone: str
    epoch: int
    since: datetime
    open: bool
    turning: bool
    people: int | None
    destroyed: int | None
    shares_here: int
    shares_known: int
    shares_needed: int
    equal: bool | None
    made_anew: str | None
    code: str


class Rotated(msgspec.Struct, frozen=True, tag="rotated"):
    """How far a rotation is: the newest epoch, and how many records were sealed anew for it."""

    epoch: int
    records: int
    finished: bool


class Pulse(msgspec.Struct, frozen=True, tag="pulse"):
    """The lease is renewed. ``gone``: ids destroyed since ``seen``, or None: drop everything."""

    boot: bytes
    seen: int
    gone: list[UUID] | None


class Failure(msgspec.Struct, frozen=True, tag="failure"):
    """It was refused; nothing changed."""

    code: str
    message: str


Answer = Keys | Links | Destroyed | Stood | Attested | Rotated | Done | Pulse | Failure


class Call(msgspec.Struct, frozen=True, array_like=True):
    """A request under a number that its answer repeats."""

    number: int
    request: Request


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """The answer to the call of that number."""

    number: int
    answer: Answer


_Message = TypeVar("_Message", Call, Reply)

_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")
_CALLS = msgspec.msgpack.Decoder(Call)
_REPLIES = msgspec.msgpack.Decoder(Reply)


def frame(message: Call | Reply) -> bytes:
    """The bytes of a message with its length before it."""
    body = _ENCODER.encode(message)
    return len(body).to_bytes(4, "big") + body


async def read_call(reader: asyncio.StreamReader) -> Call | None:
    """The next call, or None at the end. Raises BadFrame."""
    body = await _body(reader)
    return None if body is None else _decoded(_CALLS, body)


async def read_reply(reader: asyncio.StreamReader) -> Reply | None:
    """The next reply, or None at the end. Raises BadFrame."""
    body = await _body(reader)
    return None if body is None else _decoded(_REPLIES, body)


def _decoded(decoder: msgspec.msgpack.Decoder[_Message], body: bytes) -> _Message:
    try:
        return decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise BadFrame(f"no message of this protocol: {error}") from None


async def _body(reader: asyncio.StreamReader) -> bytes | None:
    try:
        length = int.from_bytes(await reader.readexactly(4), "big")
        if length > MOST_BYTES:
            raise BadFrame(f"a message of {length} bytes is too long; send smaller batches")
        return await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
