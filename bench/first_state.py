"""Makes ``tests/data/first_state``: what a zone of the first released version leaves for later code to start.

    PYTHONPATH=tests python -m bench.first_state --of v0.1.0

The code of that tag (or commit) is taken out of git, started as it is with the libraries at hand, lived
in by two made-up people, and backed up by its own commands. Nothing else is kept of it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

import msgspec

from parts.backups import lived, run
from parts.standing import ZONE, standing

ROOT = Path(__file__).parent.parent
STATE = ROOT / "tests" / "data" / "first_state"
_README = """# The state of the first version

What a zone made by the code of `{of}` ({commit}) leaves behind: a backup of it and one of its keys, taken by
that code. `tests/integration/test_zones_first_state.py` starts today's code on it. The two people in it are
made up, which is why, here alone, both backups lie side by side. Made by

    PYTHONPATH=tests python -m bench.first_state --of {of}
"""


def main() -> None:
    """Make it anew."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--of", default="v0.1.0", help="tag or commit whose code makes the state")
    of = asked.parse_args().of
    commit = _git("rev-parse", "--short", f"{of}^{{commit}}").decode().strip()
    with tempfile.TemporaryDirectory(prefix="kz-first-") as name:
        folder = Path(name)
        source = _git("archive", "--format=tar", of, "src")
        with tarfile.open(fileobj=BytesIO(source)) as archive:
            archive.extractall(folder, filter="data")
        # Every process that is started from here on runs that code: it comes before what is installed.
        os.environ["PYTHONPATH"] = str(folder / "src")
        _make(folder)
        fresh = folder / "state"
        (fresh / ".gitattributes").write_text("* -text\n", "utf-8")
        (fresh / "README.md").write_text(_README.format(of=of, commit=commit), "utf-8")
        shutil.rmtree(STATE, ignore_errors=True)
        shutil.copytree(fresh, STATE)
    size = sum(path.stat().st_size for path in STATE.rglob("*") if path.is_file())
    print(f"{STATE}: {size / 1000:.0f} kB, made by the code of {of} ({commit})")


def _make(folder: Path) -> None:
    state = folder / "state"
    with standing() as zone:
        life = lived(zone.origin, folder)
        run("zone", "backup", state / "zone", "--home", zone.home, "--zone", ZONE)
        run("custodian", "backup", state / "keys", "--home", zone.home, "--zone", ZONE)
    # Tokens run out with time; whoever starts this signs in.
    known = {"public": life.public, "private": life.private}
    (state / "life.json").write_bytes(msgspec.json.format(msgspec.json.encode(known)))
    for left in ("zone/lock", "keys/lock"):
        (state / left).unlink()


def _git(*words: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True).stdout


if __name__ == "__main__":
    main()
