"""The open epoch keys: one, or two while a rotation is under way. What is sealed is sealed under the
newest."""

from __future__ import annotations

from collections.abc import Sequence

from kurzum.core.ids import Entropy
from kurzum.custody.sealing import Context, DataKey, SealBroken, key_id_of, open_sealed, seal


class Keyring:
    """``keys``: oldest first, at least one."""

    def __init__(self, keys: Sequence[DataKey]) -> None:
        self._keys = {key.id: key for key in keys}
        self.newest = keys[-1]

    def seal(self, context: Context, plain: bytes, entropy: Entropy) -> bytes:
        """Seal under the newest key."""
        return seal(self.newest, context, plain, entropy)

    def open(self, context: Context, sealed: bytes) -> bytes:
        """Open what is sealed under any of them. Raises SealBroken."""
        key = self._keys.get(key_id_of(sealed))
        if key is None:
            raise SealBroken(
                "a record of the custodian's store is sealed under an epoch that is not open here"
            )
        return open_sealed(key, context, sealed)

    def reseal(self, context: Context, sealed: bytes, entropy: Entropy) -> bytes | None:
        """The same under the newest key; None where it is so already. Raises SealBroken."""
        if key_id_of(sealed) == self.newest.id:
            return None
        return self.seal(context, self.open(context, sealed), entropy)

    def add(self, key: DataKey) -> None:
        """From here on everything is sealed under this one."""
        self._keys[key.id] = key
        self.newest = key

    def drop_older(self) -> None:
        """Forget all but the newest."""
        for key in self._keys.values():
            if key is not self.newest:
                key.wipe()
        self._keys = {self.newest.id: self.newest}

    @property
    def turning(self) -> bool:
        """Whether there is an older one."""
        return len(self._keys) > 1
