"""The sealed form of a field. It is final: every later version of Kurzum opens it.

    1 byte    version, 1
    16 bytes  id of the data key
    12 bytes  nonce, random
    rest      AES-256-GCM-SIV (RFC 8452) ciphertext and tag

The associated data binds a sealed value to its place: the zone, the owner's id, the category, the field
and the schema version, each preceded by its length, so that no two places share one encoding. Random
nonces, because counters break with several servers, forks and restored snapshots; GCM-SIV, because even
a repeated nonce then only shows that two values are equal.
"""

from __future__ import annotations

from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from kurzum.core.errors import Refused, Unavailable
from kurzum.core.ids import Entropy

VERSION = 1
KEY_ID_BYTES = 16
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES
_DOMAIN = b"kurzum sealed field v1"


class SealBroken(Refused):
    """A sealed value does not open: changed, cut, moved from another place, or sealed under another key."""

    code = "seal_broken"


class KeyWiped(Unavailable):
    """The key was dropped (lease lost, or the person erased) while somebody still held its handle.

    To whoever asked it is the custodian's silence in the middle of an answer, so it has that code.
    """

    code = "custodian_unavailable"


class DataKey:
    """A data key: 16 bytes of id, and the key itself, which cannot be read back and can be wiped."""

    __slots__ = ("__weakref__", "_cipher", "id")

    def __init__(self, key_id: bytes, key: bytes | bytearray) -> None:
        if len(key_id) != KEY_ID_BYTES or len(key) != KEY_BYTES:
            raise ValueError("a data key has an id of 16 bytes and 32 bytes of key")
        self.id = key_id
        self._cipher: AESGCMSIV | None = AESGCMSIV(key)

    def wipe(self) -> None:
        """Forget the key; using it from now on raises KeyWiped."""
        self._cipher = None

    @property
    def cipher(self) -> AESGCMSIV:
        """The cipher under this key. Raises KeyWiped."""
        if self._cipher is None:
            raise KeyWiped(
                "the keys on loan were given back just now, so personal data stays closed; what was saved is "
                "safe; try again in a few seconds"
            )
        return self._cipher


class Context(msgspec.Struct, frozen=True):
    """Where a sealed value belongs; it opens nowhere else."""

    zone: str
    owner: UUID
    category: str
    field: str
    schema_version: int = 1


def associated(context: Context) -> bytes:
    """The canonical encoding of a context: each part preceded by its length in 4 bytes."""
    return framed(
        _DOMAIN,
        context.zone.encode(),
        context.owner.bytes,
        context.category.encode(),
        context.field.encode(),
        context.schema_version.to_bytes(4, "big"),
    )


def framed(*parts: bytes) -> bytes:
    """Parts joined so that they can be told apart again: each preceded by its length in 4 bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def seal(key: DataKey, context: Context, plain: bytes, entropy: Entropy) -> bytes:
    """Seal a value for its place. Adds ``HEAD_BYTES + TAG_BYTES`` = 45 bytes."""
    nonce = entropy(NONCE_BYTES)
    return bytes([VERSION]) + key.id + nonce + key.cipher.encrypt(nonce, plain, associated(context))


def open_sealed(key: DataKey, context: Context, sealed: bytes) -> bytes:
    """Open a value in its place. Raises SealBroken unless it is unchanged and of this key and context."""
    if len(sealed) < HEAD_BYTES + TAG_BYTES or sealed[0] != VERSION:
        raise SealBroken(f"the {context.category} field '{context.field}' is not in a sealed form known here")
    if sealed[1 : 1 + KEY_ID_BYTES] != key.id:
        raise SealBroken(f"the {context.category} field '{context.field}' is sealed under another key")
    nonce = sealed[1 + KEY_ID_BYTES : HEAD_BYTES]
    try:
        return key.cipher.decrypt(nonce, sealed[HEAD_BYTES:], associated(context))
    except InvalidTag:
        raise SealBroken(
            f"the {context.category} field '{context.field}' was changed or moved from another place"
        ) from None


def key_id_of(sealed: bytes) -> bytes:
    """The id of the key that a value is sealed under. Raises SealBroken."""
    if len(sealed) < HEAD_BYTES or sealed[0] != VERSION:
        raise SealBroken("this is not in a sealed form known here")
    return bytes(sealed[1 : 1 + KEY_ID_BYTES])
