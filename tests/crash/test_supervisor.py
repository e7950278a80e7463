"""The supervisor's own ends: asked to, killed, and half-way through its first start."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kurzum.app.places import places
from parts.asked import Asked
from parts.processes import processes_of
from parts.running import Running, free_ports, kurzum, running, stop
from parts.waiting import wait_for

PERSON = {"handle": "stays", "password": "correct horse battery staple", "language": "en"}
SIGN_UP = PERSON | {"birth_date": "1990-05-17"}


@pytest.fixture
def home() -> Iterator[Path]:
    # mkdtemp's folder is 0700: started by root, nobody else may pass through it.
    with tempfile.TemporaryDirectory(prefix="kz") as folder:
        yield Path(folder) / "home"


def test_a_killed_supervisor_leaves_nobody_and_loses_nothing(home: Path) -> None:
    with running(home=home) as first:
        made = httpx.post(f"{first.tool_origin('us')}/api/people?market=US", json=SIGN_UP, timeout=60)
        assert made.status_code == 201, made.text
        first.process.kill()
        first.process.wait()
        wait_for(lambda: not processes_of(home), f"left behind: {processes_of(home)}")
    with running(home=home) as second:
        who = {key: PERSON[key] for key in ("handle", "password")}
        known = httpx.post(f"{second.tool_origin('us')}/api/sessions?zone=us", json=who, timeout=60)
        assert known.status_code == 201, known.text
        stop(second.process)
        assert second.process.returncode == 0
        assert not processes_of(home)
    assert second.lines[-1] == "stopped; everything is saved"


@pytest.mark.parametrize("after", ["making the database", "migrating"])
def test_a_first_start_that_was_cut_off_is_made_up_for(home: Path, after: str) -> None:
    cut_off_after(home, after)
    wait_for(lambda: not processes_of(home), f"left behind: {processes_of(home)}")
    with running(home=home) as started:
        asked = Asked(started, "world")
        asked.until_ready()
        asked.http.close()
        assert_no_leftovers(started)


def cut_off_after(home: Path, words: str) -> None:
    """Start and kill the supervisor as soon as it has said these words."""
    port = str(free_ports(2))
    process = subprocess.Popen(
        [*kurzum(), "up", "--home", str(home), "--port", port, "--no-demo"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    heard = any(words in line for line in process.stdout)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert heard, f"it ended before it had said '{words}'"


def assert_no_leftovers(started: Running) -> None:
    for zone in ("us", "world"):
        assert not (places(started.home, zone).of("postgres") / "data.new").exists()
