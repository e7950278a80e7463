"""Readiness: bounded in time, and a part that hangs is asked once, not once for each who wants to know."""

from __future__ import annotations

import asyncio
import time

import pytest

from kurzum.web import readiness
from kurzum.web.readiness import Parts, Readiness


async def yes() -> bool:
    return True


async def test_a_part_that_hangs_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE_S", 0.05)
    asked, answer = 0, asyncio.Event()

    async def hangs() -> bool:
        nonlocal asked
        asked += 1
        return await answer.wait()

    found = Readiness(hangs, lambda: True, yes)
    began = time.monotonic()
    told = await asyncio.gather(*(found.parts() for _ in range(50)))
    assert set(told) == {Parts(database="no", custodian="yes", worker="no")}
    assert asked == 1 and time.monotonic() - began < 30
    # Who stands still for a moment here is no part that hangs.
    monkeypatch.setattr(readiness, "PATIENCE_S", 60.0)
    answer.set()
    assert await found.parts() == Parts(database="yes", custodian="yes", worker="yes")
    assert asked <= 2


async def test_what_raises_does_not_answer() -> None:
    async def raises() -> bool:
        raise RuntimeError

    assert await Readiness(yes, lambda: False, raises).parts() == Parts(
        database="yes", custodian="no", worker="no"
    )


async def test_who_goes_away_does_not_end_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE_S", 20.0)
    answer = asyncio.Event()

    async def hangs() -> bool:
        return await answer.wait()

    found = Readiness(hangs, lambda: True, yes)
    gone = asyncio.create_task(found.parts())
    await asyncio.sleep(0)
    stays = asyncio.create_task(found.parts())
    await asyncio.sleep(0)
    gone.cancel()
    answer.set()
    assert (await stays).database == "yes"
