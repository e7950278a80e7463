"""The custodian's door for whoever operates the machine: what it says of itself, and what it can be asked
for."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TypeVar

from kurzum.app.places import Places
from kurzum.core.errors import Conflict, KurzumError
from kurzum.custody import wire
from kurzum.custody.custodian.safes import Safe
from kurzum.custody.custodian.shares import NEEDED
from kurzum.custody.line import CustodianUnavailable, Line
from kurzum.custody.purposes import Purpose

_Answer = TypeVar("_Answer", wire.Attested, wire.Rotated)
_SOON_S = 5.0
_AGAIN_S = 1.0
_AT_LENGTH_S = 3600.0


class CustodianRefuses(Conflict):
    """The custodian does not do what was asked for; says why."""

    code = "custodian_refuses"


async def attested(where: Places) -> wire.Attested | None:
    """What the custodian of a zone is, by its own word; None where it does not answer."""
    try:
        return await _asked(where, wire.Attest(Purpose.CUSTODY), wire.Attested, _SOON_S)
    except KurzumError:
        return None


async def until_open(where: Places) -> wire.Attested:
    """Return once the custodian of a zone has its epoch's key, which may take until somebody comes."""
    while not ((told := await attested(where)) and told.open):  # noqa: ASYNC110  (in another process)
        await asyncio.sleep(_AGAIN_S)
    return told


async def unlock(where: Places, share: bytes) -> wire.Attested:
    """Hand a share over. Raises CustodianUnavailable, CustodianRefuses."""
    return await _asked(where, wire.Unlock(share, Purpose.CUSTODY), wire.Attested, _AT_LENGTH_S)


async def rotate(where: Places, *, finish: bool) -> wire.Rotated:
    """Go on to the next epoch, or ``finish`` that. Raises CustodianUnavailable, CustodianRefuses."""
    return await _asked(where, wire.Rotate(finish, Purpose.CUSTODY), wire.Rotated, _AT_LENGTH_S)


def sentences(told: wire.Attested) -> list[str]:
    """How the epoch key is kept, for people."""
    needed, here = told.shares_needed, told.shares_here
    said = []
    if not told.open:
        said.append(
            f"the custodian waits for a share: {told.shares_known} of {needed} are known; hand one over with "
            f"kurzum custodian unlock --zone {told.zone} SHAREFILE; until then personal data stays closed"
        )
    if here >= needed:
        said.append(demo_sealing(here, needed))
    elif told.open:
        said.append(
            f"epoch {told.epoch}, opened by two of three shares, of which {here} lies on this machine"
        )
    if told.turning:
        said.append(f"a rotation to epoch {told.epoch} is under way: the epoch before can still be opened")
    if told.equal is False:
        said.append(
            "the custodian's two places differ by its last write: no write is taken until they are equal"
        )
    if told.made_anew is not None:
        said.append(
            f"the custodian had no store in {told.made_anew} at its start: it was made from its other place"
        )
    return said


def lying(where: Places) -> list[str]:
    """What is to be said of a custodian that does not answer: of the shares in its first place."""
    with suppress(OSError):
        here = len(Safe(where.of("custodian")).shares())
        return [demo_sealing(here, NEEDED)] if here >= NEEDED else []
    return []


def demo_sealing(here: int, needed: int) -> str:
    """Said as long as nobody else is needed."""
    return (
        f"demo sealing: {here} shares lie on this machine, where {needed} open everything; kurzum custodian "
        "ceremony moves one off"
    )


async def _asked(where: Places, request: wire.Request, kind: type[_Answer], patience_s: float) -> _Answer:
    line = Line(where.control, time.monotonic)
    try:
        answer = await line.ask(request, patience_s)
    finally:
        await line.close()
    if isinstance(answer, wire.Failure):
        raise CustodianRefuses(answer.message, code=answer.code)
    if not isinstance(answer, kind):
        raise CustodianUnavailable("the custodian answered what was not asked; is it of another version?")
    return answer
