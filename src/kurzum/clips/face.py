"""Caption, mean colour and placeholder of a clip: open if it is public, else sealed under its owner's key."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

import msgspec

from kurzum.custody import Handle, Keys, Purpose

PURPOSE = Purpose.CLIPS
_FIELD = "clips.clip.face"
_REJECTION_FIELD = "clips.clip.rejection_message"
PUBLIC = "public"


class Face(msgspec.Struct, frozen=True):
    """What a clip shows before it plays. ``v`` is the version of this form."""

    caption: str = ""
    colour: str | None = None
    placeholder: str | None = None
    v: int = 1


class Columns(TypedDict):
    """A face as the columns of ``clips.clip``."""

    caption: str | None
    colour: str | None
    placeholder: str | None
    face: bytes | None


async def columns(keys: Keys, person_id: UUID, visibility: str, face: Face) -> Columns:
    """How a face is stored for this visibility. Raises CustodianUnavailable where it must be sealed."""
    if visibility == PUBLIC:
        return Columns(caption=face.caption, colour=face.colour, placeholder=face.placeholder, face=None)
    owner = await keys.person(person_id, PURPOSE)
    sealed = owner.seal("private", _FIELD, msgspec.json.encode(face))
    return Columns(caption=None, colour=None, placeholder=None, face=sealed)


def open_face(owner: Handle, sealed: bytes) -> Face:
    """A sealed face. Raises SealBroken."""
    return msgspec.json.decode(owner.open("private", _FIELD, sealed), type=Face)


async def read(keys: Keys, person_id: UUID, row: Columns) -> Face:
    """The face of a row, opened if need be. Raises CustodianUnavailable."""
    if row["face"] is None:
        return Face(row["caption"] or "", row["colour"], row["placeholder"])
    return open_face(await keys.person(person_id, PURPOSE), row["face"])


def seal_rejection(owner: Handle, message: str) -> bytes:
    """The sentence about a refused clip, for its owner alone."""
    return owner.seal("private", _REJECTION_FIELD, message.encode())


def open_rejection(owner: Handle, sealed: bytes) -> str:
    """The sentence again. Raises SealBroken."""
    return owner.open("private", _REJECTION_FIELD, sealed).decode()
