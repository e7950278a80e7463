"""A kept process: when it counts as having worked, and what is said of one that ends over its start."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kurzum.app import keeper as keeper_module
from kurzum.app.becoming import until
from kurzum.app.keeper import Keeper, Part, Ready
from kurzum.app.launch import CannotStart, Identity, Started, Task
from kurzum.app.restarts import Restarts
from parts import waiting

PATIENCE_S = 60.0
SLEEPS = "import time; time.sleep(600)"
FAILS = "raise SystemExit(3)"


class Noted(Restarts):
    """Also keeps what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.delays: list[float] = []

    def ended(self, at: float, *, worked: bool) -> float:
        self.delays.append(super().ended(at, worked=worked))
        return self.delays[-1]


@asynccontextmanager
async def kept(folder: Path, program: Callable[[], str], ready: Ready | None) -> AsyncIterator[Keeper]:
    async def prepare() -> Task:
        return Task(argv=(sys.executable, "-c", program()), folder=folder)

    part = Part("us", "thing", "the thing", Identity(), prepare, ready)
    keeper = Keeper(part, folder / "thing.log", lambda _: None, lambda: None)
    keeper.restarts = Noted()
    await keeper.begin()
    try:
        yield keeper
    finally:
        await keeper.stop()


async def killed(keeper: Keeper) -> None:
    """Kill it, and return once another one runs."""
    before = keeper.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)

    async def again() -> bool:
        return keeper.state == "running" and keeper.pid not in (None, before)

    await waiting.until(again, PATIENCE_S)


async def at_once(_started: Started) -> None:
    return


def delays_of(keeper: Keeper) -> list[float]:
    assert isinstance(keeper.restarts, Noted)
    return keeper.restarts.delays


async def test_who_was_ready_for_a_moment_is_started_again_at_once_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "WORKED_S", 0.05)
    async with kept(tmp_path, lambda: SLEEPS, at_once) as keeper:
        for _ in range(6):
            await asyncio.sleep(keeper_module.WORKED_S)
            await killed(keeper)
        assert delays_of(keeper) == [0] * 6


async def test_who_never_gets_ready_waits_longer_each_time_and_then_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "WORKED_S", 0.0)
    turns, current = iter([SLEEPS, FAILS, FAILS, FAILS, SLEEPS, SLEEPS]), ""

    def program() -> str:
        nonlocal current
        current = next(turns)
        return current

    async def does_its_work(started: Started) -> None:
        async def sleeps() -> bool:
            return current == SLEEPS

        await until(started, sleeps)

    async with kept(tmp_path, program, does_its_work) as keeper:
        await killed(keeper)
        first, *later = delays_of(keeper)
        assert first == 0 and len(later) == 3 and 0 < later[0] < later[1] < later[2]
        await killed(keeper)
        assert delays_of(keeper)[-1] == 0


@pytest.mark.parametrize("asked", ["never", "no"])
async def test_a_process_that_ends_over_its_start_is_not_waited_for(tmp_path: Path, asked: str) -> None:
    async def holds() -> bool:
        if asked == "never":
            # As a question to a socket that the supervisor holds open stays without an answer.
            await asyncio.Event().wait()
        return False

    async def ready(started: Started) -> None:
        await until(started, holds)

    with pytest.raises(CannotStart, match="it ended with 3"):
        async with asyncio.timeout(PATIENCE_S / 2), kept(tmp_path, lambda: FAILS, ready):
            pass


@pytest.mark.parametrize(("name", "ready"), [("STEADY_S", None), ("WORKED_S", at_once)])
@pytest.mark.parametrize(("seconds", "soon"), [(600.0, False), (0.0, True)])
async def test_what_ends_a_moment_after_it_has_begun_is_not_started_at_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    ready: Ready | None,
    seconds: float,
    soon: bool,
) -> None:
    monkeypatch.setattr(keeper_module, name, seconds)
    async with kept(tmp_path, lambda: SLEEPS, ready) as keeper:
        await killed(keeper)
        assert (delays_of(keeper) == [0]) is soon
