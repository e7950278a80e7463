"""What is open once two shares are known: the store and its epoch, which can be changed for the next one.

A rotation: the next epoch's file is durable in both places, then every record is sealed under it, a few at a
time between other calls, then the file of before is overwritten in both. Cut off anywhere, both files are
there for as long as anything is sealed under the older one, and the next start goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from kurzum.core.clock import Clock
from kurzum.core.ids import Entropy
from kurzum.custody.custodian import epoch, safes
from kurzum.custody.custodian.epoch import Epoch, EpochFile
from kurzum.custody.custodian.keyring import Keyring
from kurzum.custody.custodian.records import Records
from kurzum.custody.custodian.safes import Safe
from kurzum.custody.sealing import DataKey

A_TIME = 200
"""Records that are sealed anew before other calls get their turn: 10 ms or so, and a write."""


class Vault:
    """``epochs``: oldest first, as ``unsealing`` opened them with ``sealing``. One thread at a time."""

    def __init__(
        self,
        places: Sequence[Safe],
        zone: str,
        epochs: Sequence[Epoch],
        sealing: DataKey,
        clock: Clock,
        entropy: Entropy,
    ) -> None:
        self._places = places
        self._zone = zone
        self._sealing = sealing
        self._clock = clock
        self._entropy = entropy
        self._keyring = Keyring([one.key for one in epochs])
        self.turned = 0
        self.epoch: EpochFile = epochs[-1].file
        self.records = Records([safe.store for safe in places], self._keyring, zone, entropy)

    @property
    def turning(self) -> bool:
        """Whether a rotation is under way."""
        return self._keyring.turning

    def begin_turn(self) -> None:
        """Begin the next epoch, unless one was begun already."""
        if self.turning:
            return
        number, now = self.epoch.number + 1, self._clock.now()
        made = epoch.make(self._zone, number, now, self._sealing, self._entropy)
        safes.announce(self._places, made)
        self._keyring.add(epoch.open_epoch(made, self._zone, self._sealing).key)
        self.epoch = made

    def turn_some(self, after: bytes) -> bytes | None:
        """Seal the next records anew; the place to go on from, or None when all are. Raises StoreFails."""
        done = self.records.reseal(after, A_TIME)
        if done is not None:
            self.turned += done[1]
            return done[0]
        self.records.end_turn()
        return None

    def end_turn(self) -> int:
        """Overwrite the epoch of before in both places; how many records were sealed anew. Only once
        ``turn_some`` has come to its end: what was sealed under that epoch opens never again."""
        safes.settle(self._places, self.epoch)
        self._keyring.drop_older()
        done, self.turned = self.turned, 0
        return done
