"""How the custodian comes to its epoch key at a start: makes one, converts one of before, or waits for
shares.

Cut off at any step, the next start does the rest: shares are durable before the epoch file that they open,
both before the key of before is overwritten, and that before anything is answered.
"""

from __future__ import annotations

from collections.abc import Sequence

from kurzum.core.clock import Clock
from kurzum.core.ids import Entropy
from kurzum.custody.custodian import epoch, safes, shares
from kurzum.custody.custodian.durable import erase
from kurzum.custody.custodian.epoch import Epoch, EpochFile, EpochLost
from kurzum.custody.custodian.safes import Safe
from kurzum.custody.custodian.shares import NEEDED, BadShare, Holder, Share
from kurzum.custody.sealing import KEY_BYTES, KEY_ID_BYTES, DataKey

STAYING: tuple[Holder, ...] = ("operator", "custodian")
"""Whose shares lie here until a ceremony: enough to start by itself, which is what a demo needs. The third is
never written down here, as these two give it."""


class Unsealing:
    """Opens the epochs of two places as soon as it has two shares."""

    def __init__(self, places: Sequence[Safe], zone: str, clock: Clock, entropy: Entropy) -> None:
        self._places = places
        self._zone = zone
        self._clock = clock
        self._entropy = entropy
        self._handed: dict[Holder, Share] = {}
        self.sealing: DataKey | None = None

    def begin(self) -> None:
        """Make or convert what must be. Raises EpochLost; then nothing was changed."""
        for safe in self._places:
            safe.make()
            safe.tidy()
        for safe in self._places:
            if safe.plain.exists():
                self._convert(safe)
        if safes.epochs(self._places):
            return
        lone = [str(safe.store) for safe in self._places if safe.store.exists()]
        if lone:
            raise EpochLost(
                f"{lone[0]} is here and {self._places[0].epoch} is missing, so nobody's key can be opened; "
                f"nothing was changed; put the epoch file back, from {self._places[-1].folder} or from "
                "where the custodian has its standby"
            )
        sealing = self._new_shares()
        self._lay(epoch.make(self._zone, 1, self._clock.now(), sealing, self._entropy))

    def open(self) -> tuple[Epoch, ...]:
        """The epochs, oldest first (more than one: a rotation was cut off); empty where shares are wanting.

        Raises EpochLost, BadShare.
        """
        files = safes.epochs(self._places)
        held = self._held(files[-1])
        if len(held) < NEEDED:
            return ()
        sealing = _joined(held, files[-1])
        found = tuple(epoch.open_epoch(file, self._zone, sealing) for file in files)
        self.sealing = sealing
        self._handed.clear()
        self._level(files)
        return found

    def hand_over(self, raw: bytes, where: str) -> tuple[Epoch, ...]:
        """Take a share, kept in memory alone; then as ``open``. Raises BadShare, and forgets the share."""
        share = shares.decode(raw, where)
        newest = safes.epochs(self._places)[-1]
        if share.zone != self._zone:
            raise BadShare(
                f"this is a share of zone '{share.zone}', not of '{self._zone}'; use one of this zone"
            )
        if share.set_id != newest.set_id:
            raise BadShare(
                "this share is of another set than the epoch file here; use one of the last ceremony's"
            )
        self._handed[share.holder] = share
        try:
            return self.open()
        except EpochLost:
            self._handed.clear()
            raise BadShare(
                "the epoch does not open with this share: one of the two was made by hand or is another's; "
                "nothing was changed; use the share of another holder"
            ) from None

    @property
    def known(self) -> int:
        """How many shares are known, those handed over among them."""
        return len(self._held(safes.epochs(self._places)[-1]))

    @property
    def lie_here(self) -> int:
        """How many shares lie on this machine."""
        return len(safes.shares_here(self._places, safes.epochs(self._places)[-1].set_id))

    def _held(self, newest: EpochFile) -> list[Share]:
        lying = safes.shares_here(self._places, newest.set_id)
        return list({share.holder: share for share in (*lying, *self._handed.values())}.values())

    def _new_shares(self) -> DataKey:
        key, set_id = self._entropy(KEY_BYTES), self._entropy(KEY_ID_BYTES)
        made = shares.split(key, self._zone, set_id.hex(), self._entropy)
        safes.lay_shares(self._places, [share for share in made if share.holder in STAYING])
        return DataKey(set_id, key)

    def _lay(self, file: EpochFile) -> None:
        """Have the file in both places, and see that what lies there opens it."""
        safes.settle(self._places, file)
        for safe in self._places:
            lying = epoch.read(safe.epoch)
            if lying is None:
                raise EpochLost(
                    f"{safe.epoch} is not there after it was written; check that disk and start again"
                )
            epoch.open_epoch(lying, self._zone, _joined(safe.shares(), lying))

    def _convert(self, safe: Safe) -> None:
        known = self._open_already()
        plain = safe.plain.read_bytes()
        # Zeros: a start that got as far as overwriting it.
        if any(plain) or known is None:
            # Before anything is written: a key that is damaged converts to nothing.
            key_id = epoch.plain_key(safe.plain).id.hex()
            if known is not None and known.file.key_id != key_id:
                raise EpochLost(
                    f"{safe.plain} is of another epoch than {safe.epoch}; nothing was changed; find out "
                    "which of the two the store belongs to, and move the other away"
                )
        if known is None:
            sealing = self._new_shares()
            now = self._clock.now()
            self._lay(epoch.reform(plain, safe.plain, self._zone, now, sealing, self._entropy))
        erase(safe.plain)

    def _open_already(self) -> Epoch | None:
        """What opens by what lies here: an earlier start may have come so far."""
        try:
            files = safes.epochs(self._places)
            held = safes.shares_here(self._places, files[-1].set_id) if files else []
            return epoch.open_epoch(files[-1], self._zone, _joined(held, files[-1])) if held else None
        except (EpochLost, BadShare):
            return None

    def _level(self, files: Sequence[EpochFile]) -> None:
        """What one place lacks, the other gives it; a share that was handed over is written nowhere."""
        lying = safes.shares_here(self._places, files[-1].set_id)
        for safe in self._places:
            safes.lay_shares([safe], [share for share in lying if share not in safe.shares()])
            if len(files) == 1:
                safes.settle([safe], files[0])
                continue
            # Both are needed until the store is through: see ``rotating``.
            here = safes.epochs([safe])
            if not here:
                safes.settle([safe], files[-2])
            if files[-1] not in here:
                safes.announce([safe], files[-1])


def opened_by(held: Sequence[Share], file: EpochFile, zone: str) -> Epoch | None:
    """An epoch's key, by shares of its set; None where these are too few. Raises EpochLost, BadShare."""
    if len(held) < NEEDED:
        return None
    return epoch.open_epoch(file, zone, _joined(held, file))


def _joined(held: Sequence[Share], file: EpochFile) -> DataKey:
    return DataKey(bytes.fromhex(file.set_id), shares.join(held))
