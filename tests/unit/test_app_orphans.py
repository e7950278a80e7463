"""Processes that lost their parent are collected by the supervisor."""

from __future__ import annotations

import subprocess
import sys

import pytest

_SUPERVISOR = """
import asyncio, subprocess
from kurzum.app.orphans import collect, ended_children

async def until(holds):
    while not holds():
        await asyncio.sleep(0.02)

async def main():
    collecting = asyncio.create_task(collect(lambda: ()))
    await asyncio.sleep(0)
    await asyncio.sleep(0.1)
    subprocess.run(["sh", "-c", "sleep 0.2 & exit 0"], check=True)
    await until(ended_children)
    await until(lambda: not ended_children())
    collecting.cancel()

asyncio.run(asyncio.wait_for(main(), 60))
print("collected")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt orphans")
def test_an_orphan_that_ended_is_collected() -> None:
    told = subprocess.run([sys.executable, "-c", _SUPERVISOR], capture_output=True, text=True, check=False)
    assert told.stdout == "collected\n", told.stderr
