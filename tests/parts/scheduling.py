"""Which tests share a process, in their order: those that share a running Kurzum. Others go anywhere.

xdist's own groups (`--dist loadgroup`) rename tests in a way that pytest 9.2 no longer takes.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

SHARING = ("tests/journeys/", "tests/integration/test_api_")
ZONES = "tests/integration/test_zones"
"""Files that start a Kurzum of their own, and end parts of it."""


class OneRunning(LoadScopeScheduling):  # type: ignore[misc]
    """Tests that share a Kurzum are one piece of work, any other test is one of its own."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(SHARING):
            return "running"
        return "zones" if nodeid.startswith(ZONES) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneRunning:
    """Asked by xdist once, in the process that hands tests out."""
    return OneRunning(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses the running Kurzum from another place would start a second one."""
    for item in items:
        if "kurzum" in getattr(item, "fixturenames", ()) and not item.nodeid.startswith(SHARING):
            raise pytest.UsageError(f"{item.nodeid} uses the running Kurzum: its file belongs to {SHARING}")
