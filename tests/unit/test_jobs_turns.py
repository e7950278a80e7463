"""Runs beside each other, and the one that must be alone."""

from __future__ import annotations

import asyncio

from kurzum.jobs.turns import Turns


async def test_whoever_must_be_alone_waits_for_all_and_all_wait_for_them() -> None:
    turns, said, go = Turns(), list[str](), asyncio.Event()

    async def beside(name: str) -> None:
        async with turns.beside():
            said.append(f"{name} begins")
            await go.wait()
            said.append(f"{name} ends")

    async def alone() -> None:
        async with turns.alone():
            said.append("alone begins")
            await asyncio.sleep(0)
            said.append("alone ends")

    first = [asyncio.create_task(beside(name)) for name in "ab"]
    await asyncio.sleep(0)
    second = [asyncio.create_task(alone()), asyncio.create_task(alone())]
    await asyncio.sleep(0)
    third = asyncio.create_task(beside("c"))
    await asyncio.sleep(0.01)
    assert said == ["a begins", "b begins"]
    go.set()
    async with asyncio.timeout(10):
        await asyncio.gather(*first, *second, third)
    assert said[2:4] == ["a ends", "b ends"]
    assert said[4:8] == ["alone begins", "alone ends"] * 2
    assert said[8:] == ["c begins", "c ends"]


async def test_whoever_gives_up_waiting_to_be_alone_stops_nobody() -> None:
    turns = Turns()

    async def alone() -> None:
        async with turns.alone():
            raise AssertionError("somebody else runs")

    async with asyncio.timeout(10), turns.beside():
        waiting = asyncio.create_task(alone())
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        async with turns.beside():
            pass
