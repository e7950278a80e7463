"""A wheel holds the built client, so that who installs it needs no node."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("src", "client", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A wheel built from a copy, because building empties the folder that the running client comes from."""
    copy = tmp_path / "kurzum"
    copy.mkdir()
    left_out = shutil.ignore_patterns("node_modules", "static", "__pycache__")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy / part, ignore=left_out)
        else:
            shutil.copy(ROOT / part, copy / part)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=copy,
        check=True,
        capture_output=True,
        text=True,
    )
    (built,) = (tmp_path / "dist").glob("*.whl")
    return built


def test_a_wheel_runs_without_node(wheel: Path, tmp_path: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    static = [name for name in names if name.startswith("kurzum/web/static/")]
    assert "kurzum/web/static/index.html" in static
    assert any(name.endswith(".js") for name in static)
    assert any(name.endswith(".woff2") for name in static)
    assert not [name for name in names if "node_modules" in name or name.startswith("client/")]
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import kurzum, kurzum.cli; print(kurzum.__file__); kurzum.cli.main()",
            "--help",
        ],
        env={**os.environ, "PYTHONPATH": str(site)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(site) in done.stdout
    assert "Usage: kurzum" in done.stdout
