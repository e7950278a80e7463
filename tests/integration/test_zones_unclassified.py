"""A whole Kurzum whose code has one field more than the tables of categories does not start (invariant 1)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import kurzum
from kurzum.custody.listed import FILES
from parts.processes import processes_of
from parts.running import free_ports
from parts.servers import put_on_servers
from parts.standing import standing
from parts.waiting import wait_for

PATIENCE_S = 400


def a_column(package: Path) -> None:
    """A migration that nobody told the tables about."""
    migrations = package / "safety" / "migrations"
    number = 1 + max(int(path.name[:4]) for path in migrations.glob("*.sql"))
    (migrations / f"{number:04}_moods.sql").write_text("ALTER TABLE safety.report ADD COLUMN mood text;\n")


def a_stored_field(package: Path) -> None:
    """A field more of what is sealed of a page."""
    path = package / "feed" / "pages.py"
    text = path.read_text()
    assert text.count("    seed: int = 0\n") == 1
    path.write_text(text.replace("    seed: int = 0\n", '    seed: int = 0\n    mood: str = ""\n'))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (a_column, "safety.report.mood has no category; add it to custody/columns_safety.py"),
        (
            a_stored_field,
            "the stored field feed.pages.Record.mood has no category; add it to custody/documents_feed.py",
        ),
    ],
)
def test_a_kurzum_with_an_unclassified_field_does_not_start(
    tmp_path: Path, change: Callable[[Path], None], fault: str
) -> None:
    package = tmp_path / "code" / "kurzum"
    whole = Path(kurzum.__file__).parent
    shutil.copytree(whole, package, ignore=shutil.ignore_patterns("__pycache__"))
    change(package)
    home = tmp_path / "h"
    put_on_servers(home)
    begin = f"import sys; sys.path.insert(0, {str(package.parent)!r}); from kurzum.cli import main; main()"
    words = ["up", "--home", str(home), "--port", str(free_ports(1)), "--zones", "us", "--no-demo"]
    done = subprocess.run(
        [sys.executable, "-c", begin, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert fault in done.stderr
    assert "ready" not in done.stdout
    wait_for(lambda: not processes_of(home), f"left behind: {processes_of(home)}", 60)


def test_every_file_of_a_running_home_has_a_category() -> None:
    with standing() as zone:
        zone.wait_until_well()
        there = [str(path.relative_to(zone.home)) for path in zone.home.rglob("*") if not path.is_dir()]
    assert len(there) > 10
    assert [path for path in there if not any(fits(path, place) for place in FILES)] == []


def fits(path: str, place: str) -> bool:
    """Whether a path is of that place: ``*`` is one name, ``**`` all that is below."""
    names, patterns = path.split("/"), place.split("/")
    if patterns[-1] == "**":
        patterns = patterns[:-1] + ["*"] * max(1, len(names) - len(patterns) + 1)
    return len(names) == len(patterns) and all(map(fnmatchcase, names, patterns))


def test_a_file_that_nobody_listed_is_seen() -> None:
    assert any(fits("zones/us/blobs/ab/cd", place) for place in FILES)
    assert not any(fits("zones/us/custodian/diary.txt", place) for place in FILES)
    assert not any(fits("moods.json", place) for place in FILES)
