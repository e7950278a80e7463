"""The file that a start writes is one that the next start can read."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kurzum.app import settings_file
from kurzum.core.settings import load


def test_what_a_start_writes_the_next_start_reads(tmp_path: Path) -> None:
    settings = msgspec.structs.replace(
        load(None, {}, home=tmp_path, port=9000, demo=False), limits={"reads": (5, 60.0), "acts": (9, 1.5)}
    )
    settings_file.write(settings)
    assert settings_file.read(tmp_path, {}) == (settings, settings)
    assert (tmp_path / "kurzum.toml").stat().st_mode & 0o777 == 0o600
