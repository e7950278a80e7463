"""The custodian's own affairs: closed until two shares are known, then open; and what it says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from kurzum.core.clock import Clock
from kurzum.core.errors import Unavailable
from kurzum.core.ids import Entropy
from kurzum.custody import wire
from kurzum.custody.custodian import safes
from kurzum.custody.custodian.epoch import Epoch
from kurzum.custody.custodian.records import Records
from kurzum.custody.custodian.safes import Safe
from kurzum.custody.custodian.shares import NEEDED
from kurzum.custody.custodian.unsealing import Unsealing
from kurzum.custody.custodian.vault import Vault


class Closed(Unavailable):
    """The custodian waits for a share; nothing can be opened until then."""

    code = "waiting_for_share"


class Affairs:
    """Of two places. One thread at a time."""

    def __init__(self, places: Sequence[Safe], zone: str, clock: Clock, entropy: Entropy) -> None:
        self._places = places
        self._zone = zone
        self._clock = clock
        self._entropy = entropy
        self._unsealing = Unsealing(places, zone, clock, entropy)
        self._unsealing.begin()
        self._vault: Vault | None = None

    @property
    def is_open(self) -> bool:
        return self._vault is not None

    @property
    def turning(self) -> bool:
        """Whether a rotation is under way."""
        return self._vault is not None and self._vault.turning

    @property
    def vault(self) -> Vault:
        """What is open. Raises Closed."""
        if self._vault is None:
            raise Closed(self.waits().message)
        return self._vault

    @property
    def records(self) -> Records:
        """The store. Raises Closed."""
        return self.vault.records

    def open(self) -> None:
        """Open, where the shares that lie here are enough. Raises EpochLost, SealBroken, StoresDiffer."""
        self._enter(self._unsealing.open())

    def close(self) -> None:
        if self._vault is not None:
            self._vault.records.close()

    def unlock(self, share: bytes) -> wire.Attested:
        """Take a share that was handed over. Again is fine. Raises BadShare."""
        if self._vault is None:
            self._enter(self._unsealing.hand_over(share, "what was handed over"))
        return self.attest()

    def waits(self) -> wire.Failure:
        """What is answered to whoever asks while it is closed."""
        return wire.Failure(
            Closed.code,
            f"the custodian waits for a share: {self._unsealing.known} of {NEEDED} are known; hand one over "
            f"with kurzum custodian unlock --zone {self._zone} SHAREFILE",
        )

    def attest(self) -> wire.Attested:
        """What it is and how it stands."""
        newest = safes.epochs(self._places)[-1]
        return wire.Attested(
            zone=self._zone,
            epoch=newest.number,
            since=newest.since,
            open=self._vault is not None,
            turning=self.turning,
            people=self._vault.records.people if self._vault else None,
            destroyed=self._vault.records.destroyed if self._vault else None,
            shares_here=self._unsealing.lie_here,
            shares_known=self._unsealing.known,
            shares_needed=NEEDED,
            equal=self._vault.records.equal if self._vault else None,
            made_anew=str(self._vault.records.made_anew or "") or None if self._vault else None,
            code=code_digest(),
        )

    def _enter(self, epochs: Sequence[Epoch]) -> None:
        sealing = self._unsealing.sealing
        if epochs and sealing is not None:
            self._vault = Vault(self._places, self._zone, epochs, sealing, self._clock, self._entropy)


@cache
def code_digest() -> str:
    """SHA-256 over the code of this room as it lies here: paths and contents, in order. It says what lies on
    the disk, and nothing that this process could not also say falsely."""
    seen = hashlib.sha256()
    for name, file in sorted(_sources(files("kurzum.custody"), "")):
        content = file.read_bytes()
        seen.update(f"{name}\n{len(content)}\n".encode() + content)
    return seen.hexdigest()


def _sources(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for one in folder.iterdir():
        name = f"{path}/{one.name}"
        if one.is_dir():
            found += _sources(one, name)
        elif one.name.endswith((".py", ".sql")):
            found.append((name, one))
    return found
