"""The custodian's two places, primary and standby: each holds the store, the epoch file, and the shares that
lie on this machine, so that either is enough.

    keys.sqlite      the store
    epoch            the current epoch's file
    epoch.next       while a rotation is under way: the next one's
    shares/HOLDER    a share of the sealing key; none once a ceremony has moved them off
    epoch.key        in a folder of before: the epoch key as it is
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kurzum.custody.custodian import epoch, shares
from kurzum.custody.custodian.durable import erase, overwrite, sync_folder, write_durably
from kurzum.custody.custodian.epoch import EpochExposed, EpochFile, EpochLost
from kurzum.custody.custodian.shares import HOLDERS, BadShare, Holder, Share


@dataclass(frozen=True)
class Safe:
    """One of the two places."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "keys.sqlite"

    @property
    def epoch(self) -> Path:
        return self.folder / "epoch"

    @property
    def next_epoch(self) -> Path:
        return self.folder / "epoch.next"

    @property
    def plain(self) -> Path:
        return self.folder / "epoch.key"

    @property
    def passing(self) -> Path:
        """Where a backup's copy lies for a moment."""
        return self.folder / "copy.sqlite"

    def share(self, holder: Holder) -> Path:
        return self.folder / "shares" / holder

    def make(self) -> None:
        """Make the folder, its owner's alone."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        (self.folder / "shares").mkdir(mode=0o700, exist_ok=True)

    def tidy(self) -> None:
        """Take away what a copy left that was cut off: it would keep the keys of who is destroyed later."""
        for path in (self.passing, self.store):
            path.with_name(f"{path.name}.new").unlink(missing_ok=True)
        self.passing.unlink(missing_ok=True)

    def shares(self) -> list[Share]:
        """The shares that are here; one that is damaged is none."""
        found = []
        for path in (self.share(holder) for holder in HOLDERS):
            with suppress(BadShare, FileNotFoundError):
                found.append(shares.decode(path.read_bytes(), str(path)))
        return found


def epochs(safes: Sequence[Safe]) -> list[EpochFile]:
    """The epochs of which there is a file in either place, oldest first. A damaged file does no harm as long
    as the other place has the same. Raises EpochLost."""
    found: dict[str, EpochFile] = {}
    lost: EpochLost | None = None
    for path in (path for safe in safes for path in (safe.epoch, safe.next_epoch)):
        try:
            file = epoch.read(path)
        except EpochExposed:
            raise
        except EpochLost as error:
            lost = error
        else:
            if file is not None:
                found[file.key_id] = file
    if lost is not None and not found:
        raise lost
    return sorted(found.values(), key=lambda file: file.number)


def shares_here(safes: Sequence[Safe], set_id: str | None = None) -> list[Share]:
    """The shares that lie in either place, one a holder; of that set alone, where one is named."""
    held: dict[Holder, Share] = {}
    for safe in safes:
        for share in safe.shares():
            if set_id is None or share.set_id == set_id:
                held.setdefault(share.holder, share)
    return list(held.values())


def lay_shares(safes: Sequence[Safe], given: Sequence[Share]) -> None:
    """Put shares into both places."""
    for safe in safes:
        for share in given:
            write_durably(safe.share(share.holder), shares.encode(share))


def take_share(safes: Sequence[Safe], holder: Holder) -> None:
    """Overwrite a holder's share in both places. Again is fine."""
    for safe in safes:
        erase(safe.share(holder))
        # What a start left that was cut off while it wrote it.
        erase(safe.share(holder).with_name(f"{holder}.new"))


def announce(safes: Sequence[Safe], file: EpochFile) -> None:
    """Put the next epoch's file beside the current one in both places; before anything is sealed under it."""
    for safe in safes:
        write_durably(safe.next_epoch, epoch.encode(file))


def settle(safes: Sequence[Safe], file: EpochFile) -> None:
    """Have this epoch's file alone in both places; what was there before is overwritten. Again is fine.

    Where it is cut off, the new epoch's file is in each place under one name or the other.
    """
    for safe in safes:
        if _is(safe.epoch, file):
            erase(safe.next_epoch)
            continue
        if not _is(safe.next_epoch, file):
            write_durably(safe.next_epoch, epoch.encode(file))
        if safe.epoch.exists():
            overwrite(safe.epoch)
        safe.next_epoch.rename(safe.epoch)
        sync_folder(safe.folder)


def _is(path: Path, file: EpochFile) -> bool:
    try:
        return epoch.read(path) == file
    except EpochLost:
        return False
