"""Which zone is home to which market."""

from __future__ import annotations

import pytest

from kurzum.core.settings import ZoneSettings
from kurzum.custody.zones import Directory, NoSuchZone

US = ZoneSettings(name="us", markets=("US",), port=8000)
WORLD = ZoneSettings(name="world", markets=("*",), port=8100)


def test_a_market_has_one_home() -> None:
    directory = Directory([US, WORLD])
    assert directory.home_of("US") == US
    assert directory.home_of("DE") == WORLD
    assert directory.named("world") == WORLD


def test_a_market_that_nobody_serves_has_none() -> None:
    directory = Directory([US])
    with pytest.raises(NoSuchZone):
        directory.home_of("DE")
    with pytest.raises(NoSuchZone):
        directory.named("world")
