"""The epoch that a backup of the keys belongs to: what lies in the custodian's two places, or where it is
named."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kurzum.app.backup.restoring import NotEmpty
from kurzum.app.places import Places
from kurzum.core.errors import Conflict
from kurzum.core.settings import Settings
from kurzum.custody.custodian import safes
from kurzum.custody.custodian.epoch import Epoch, EpochFile, EpochLost
from kurzum.custody.custodian.safes import Safe
from kurzum.custody.custodian.shares import Share
from kurzum.custody.custodian.unsealing import opened_by


class EpochGone(Conflict):
    """A backup is sealed under an epoch whose key exists no more."""

    code = "epoch_gone"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """An epoch's file, and the shares beside it; ``opened``: None where these are not enough to open it."""

    file: EpochFile
    lying: tuple[Share, ...]
    opened: Epoch | None

    @property
    def key_id(self) -> str:
        return self.file.key_id

    @property
    def number(self) -> int:
        return self.file.number


def safes_of(settings: Settings, where: Places) -> tuple[Safe, Safe]:
    """The custodian's two places."""
    chosen = settings.zone(where.folder.name).custodian_standby
    return Safe(where.of("custodian")), Safe(where.standby(chosen))


def current(settings: Settings, where: Places) -> Known:
    """The epoch that is in use here. Raises EpochLost."""
    there = safes_of(settings, where)
    found = safes.epochs(there)
    if not found:
        raise EpochLost(
            f"{there[0].epoch} is not there yet; nothing was written; start Kurzum once with this version, "
            "which seals the epoch key, then take the backup"
        )
    return _known(where.folder.name, found[-1], there)


def for_store(
    settings: Settings, where: Places, sealed_under: set[str], number: int | None, named: Path | None
) -> Known:
    """The epoch of a restored store, from the places here or from ``named``: the file, or a folder with it.

    Raises EpochGone, EpochLost.
    """
    there = list(safes_of(settings, where))
    if named is not None:
        there.append(Safe(named if named.is_dir() else named.parent))
    found = safes.epochs(there)
    for file in found:
        if sealed_under == {file.key_id}:
            return _known(where.folder.name, file, there)
    of = "an epoch" if number is None else f"epoch {number}"
    if not found:
        raise EpochLost(
            f"this backup is sealed under {of}, whose file is in no backup, and neither {there[0].folder} "
            f"nor {there[1].folder} has it; nothing was changed; name the folder of the custodian's other "
            "place, best a copy of its standby, with --epoch"
        )
    raise EpochGone(
        f"this backup is sealed under {of}, and what is here is epoch {found[-1].number}: the key of {of} "
        "was overwritten when the custodian rotated, so nobody can open this backup any more; nothing was "
        "changed; use one taken since that rotation"
    )


def refuse_any(settings: Settings, where: Places) -> None:
    """A backup that brings its own epoch key fits nothing that has one. Raises NotEmpty."""
    for safe in safes_of(settings, where):
        if safes.epochs([safe]):
            raise NotEmpty(
                f"{safe.epoch} is there, and this backup of Kurzum 0.1 brings an epoch key of its own; "
                "nothing was changed; restore into a new --home"
            )


def put(safe: Safe, known: Known) -> None:
    """Have the epoch file, and the shares that lay beside it, in a place."""
    safe.make()
    safes.lay_shares([safe], known.lying)
    safes.settle([safe], known.file)


def _known(zone: str, file: EpochFile, there: list[Safe] | tuple[Safe, ...]) -> Known:
    lying = safes.shares_here(there, file.set_id)
    return Known(file=file, lying=tuple(lying), opened=opened_by(lying, file, zone))
