"""A crowd at a running zone: people who swipe, watch, like, follow, sign up and upload, as real ones would.

    python -m bench.viewers http://localhost:8000 --viewers 300 --seconds 120 --films DIR

A viewer spends about 8 s on a clip, so 300 of them make some 40 swipes a second. All that went wrong is told.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import uvloop
from rich.console import Console

from bench.viewing.person import Crowd, Habits, Person
from bench.viewing.tally import Tally

_COMING_S = 0.4
"""Between two arrivals: 300 people are there after two minutes. Checking a password costs a quarter CPU s."""


@dataclass(frozen=True)
class Shown:
    """What a crowd did. ``cpu_s``: of the crowd itself; ``published``: clips it uploaded that play."""

    tally: Tally
    people: int
    published: int
    cpu_s: float
    seconds: float


async def crowd(
    origin: str,
    *,
    viewers: int,
    seconds: float,
    seed: int = 0,
    market: str = "US",
    films: Sequence[Path] = (),
    habits: Habits | None = None,
    tally: Tally | None = None,
) -> Shown:
    """Let so many watch at once for so long; who leaves is followed by another. ``films``: to upload."""
    where = urlsplit(origin)
    loop = asyncio.get_running_loop()
    began, used = loop.time(), _cpu_s()
    together = Crowd(
        host=where.hostname or "localhost",
        port=where.port or 80,
        name=where.netloc,
        market=market,
        films=films,
        habits=habits or Habits(),
        chance=random.Random(seed),  # noqa: S311  (behaviour that can be repeated)
        tally=tally or Tally(),
    )
    people = 0

    async def place(number: int) -> None:
        nonlocal people
        await asyncio.sleep(number * _COMING_S)
        while loop.time() < began + seconds:
            people += 1
            await Person(together).live(began + seconds)

    async with asyncio.TaskGroup() as places:
        for number in range(viewers):
            places.create_task(place(number))
    # Those who uploaded still want to see their clips play.
    while together.uploads:
        await asyncio.wait(set(together.uploads))
    return Shown(together.tally, people, together.published, _cpu_s() - used, loop.time() - began)


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """The command. Exit code 1 when anything went wrong."""
    asked = argparse.ArgumentParser(prog="python -m bench.viewers", description=__doc__)
    asked.add_argument("origin", help="the zone's address for tools, as http://localhost:8000")
    asked.add_argument("--viewers", type=int, default=100)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--market", default="US")
    asked.add_argument("--films", type=Path, help="a folder of files to upload; none: nobody uploads")
    given = asked.parse_args()
    films = sorted(given.films.glob("*.mp4")) if given.films else []
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        shown = runner.run(
            crowd(
                given.origin, viewers=given.viewers, seconds=given.seconds, seed=given.seed,
                market=given.market, films=films,
            )
        )  # fmt: skip
    console = Console()
    console.print(shown.tally.table())
    for words, count in shown.tally.words.most_common():
        console.print(f"{count} x {words}", highlight=False, markup=False)
    share = shown.cpu_s / shown.seconds
    print(f"{shown.people} people, {shown.published} clips uploaded and published; "
          f"the crowd itself took {shown.cpu_s:.1f} CPU s, {share:.2f} of a core")  # fmt: skip
    return 1 if shown.tally.errors else 0


if __name__ == "__main__":
    sys.exit(main())
