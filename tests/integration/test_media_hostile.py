"""Hostile files of every kind: each is refused with a code or becomes a clip, soon, at little cost, alone.

The short form of `make prove PART=hostile-...`, which shares every maker and every check with it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp

import pytest

from parts import hostile_run, hostile_trace
from parts.hostile import kinds
from parts.hostile_mutations import mutant
from parts.hostile_run import PUBLISHED, Outcome, Put, meet_all, of_bytes, of_file
from parts.hostile_seeds import Seed, named, seeds

SLOW = {"edits.mp4", "zlib-bomb.mkv", "zlib-bombs.mkv", "samples-20000000.mp4", "pixels-h264.mp4",
        "pixels-mjpeg.mov", "pixels-png.mov", "pixels-later.mkv"}  # fmt: skip
"""Made to run into a limit, or seconds to make: left to `make prove PART=hostile-files`."""
TRACED = ("text.mp4", "behind-ftyp-file.mp4", "reference-alias.mov", "reference-address-file.mov")
WATCHED = pytest.mark.skipif(hostile_trace.STRACE is None, reason="strace is not installed")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> list[Seed]:
    """All good clips there are, little over a second long."""
    return seeds(tmp_path_factory.mktemp("seeds"), seconds=1.1)


@pytest.fixture(scope="module")
def hands() -> Iterator[ProcessPoolExecutor]:
    """A process that does nothing but meet files, so that all it leaves behind is theirs."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder where workers have theirs."""
    folder = Path(mkdtemp(prefix="hostile-test-", dir=hostile_run.shelf()))
    yield folder
    shutil.rmtree(folder)


def met(hands: ProcessPoolExecutor, place: Path, files: Sequence[tuple[str, Put]]) -> list[Outcome]:
    outcomes = hands.submit(meet_all, files, place / "work").result()
    assert not [one for one in outcomes if not one.held]
    assert not list((place / "work").iterdir()), "the worker's own folder stayed"
    return outcomes


def test_each_kind_by_its_name_ends_as_it_should(
    good: list[Seed], hands: ProcessPoolExecutor, place: Path
) -> None:
    quick = [kind for kind in kinds() if kind.name not in SLOW]
    for kind in quick:
        kind.write(place / kind.name, good)
    outcomes = met(hands, place, [(kind.name, of_file(place / kind.name)) for kind in quick])
    ends = {kind.name: kind.ends for kind in quick}
    assert not {one.name: one.code for one in outcomes if one.code not in ends[one.name]}


def test_clips_cut_off_anywhere_end_with_a_code_or_play(
    good: list[Seed], hands: ProcessPoolExecutor, place: Path
) -> None:
    cuts = [(good[2 * n], 5 * n + 4) for n in range(10)]
    files = [(f"{s.name} {n}/50", of_bytes(s.data[: len(s.data) * n // 50])) for s, n in cuts]
    assert {one.code for one in met(hands, place, files)} >= {"damaged"}


def test_mutations_end_with_a_code_or_play(good: list[Seed], hands: ProcessPoolExecutor, place: Path) -> None:
    mutants = [mutant(good, number) for number in range(30)]
    codes = {one.code for one in met(hands, place, [(m.name, of_bytes(m.data)) for m in mutants])}
    assert codes >= {"damaged", PUBLISHED}, "mutations that all end alike show little"


def test_the_same_number_is_the_same_mutation(good: list[Seed]) -> None:
    assert [mutant(good, n) for n in range(200, 240)] == [mutant(good, n) for n in range(200, 240)]
    changed = [n for n in range(200, 240) if mutant(good, n).data != good[n % len(good)].data]
    assert len(changed) > 35, "what is hardly ever changed is hardly ever hostile"


@WATCHED
def test_a_hostile_file_reaches_nothing_outside(good: list[Seed], place: Path) -> None:
    for kind in kinds():
        if kind.name in TRACED:
            kind.write(place / kind.name, good)
    (place / "good.mp4").write_bytes(named(good, "h264-silent.mp4"))
    sources = [str(place / name) for name in (*TRACED, "good.mp4")]
    command = hostile_run.command(place / "work", sources)
    assert hostile_trace.seen_reaching(command, place / "strace.log", place) == []


@WATCHED
def test_what_does_reach_outside_is_seen(place: Path) -> None:
    program = "import os, socket\nopen('/etc/passwd')"
    caller = (
        "import asyncio, pathlib\n"
        "from kurzum.media import Sandbox\n"
        f"box = Sandbox.here(pathlib.Path({str(place)!r}))\n"
        f"asyncio.run(box.run([str(box.python), '-I', '-S', '-c', {program!r}]))"
    )
    seen = hostile_trace.seen_reaching([sys.executable, "-c", caller], place / "strace.log", place)
    assert any("/etc/passwd" in call for call in seen)
