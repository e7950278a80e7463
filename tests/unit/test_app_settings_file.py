"""The file that a start writes is one that the next start can read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kurzum.app import settings_file
from kurzum.core.settings import BadSettings, load

TWO_IN_ONE = """
[zones.us]
markets = ["US"]
custodian_standby = "/a"
[zones.world]
markets = ["*"]
custodian_standby = "/a"
"""


def test_what_a_start_writes_the_next_start_reads(tmp_path: Path) -> None:
    settings = msgspec.structs.replace(
        load(None, {}, home=tmp_path, port=9000, demo=False), limits={"reads": (5, 60.0), "acts": (9, 1.5)}
    )
    us = msgspec.structs.replace(
        settings.zones[0],
        custodian_standby=Path("/mnt/other/us"),
        custodian_limits={"feed": (10, 20.5), "sign_in": (3, 4)},
    )
    settings = msgspec.structs.replace(settings, zones=(us, *settings.zones[1:]))
    settings_file.write(settings)
    assert settings_file.read(tmp_path, {}) == (settings, settings)
    assert (tmp_path / "kurzum.toml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("[zones.us]\nmarkets = ['US']\ncustodian_limits.nosuch = [1, 2]", "custodian_limits.*nosuch"),
        ("[zones.us]\nmarkets = ['US']\ncustodian_limits.feed = [0, 2]", "from 1 on"),
        ("[zones.us]\nmarkets = ['US']\ncustodian_standby = 'beside'", "no whole path"),
        (TWO_IN_ONE, "is also that of 'us'"),
    ],
)
def test_what_the_custodian_cannot_use_is_refused(tmp_path: Path, lines: str, why: str) -> None:
    (tmp_path / "kurzum.toml").write_text(lines)
    with pytest.raises(BadSettings, match=why):
        settings_file.read(tmp_path, {})
