"""How many people's keys and links may be asked for, for each purpose: what no honest caller reaches.

A bucket a role and purpose: ``burst`` ids at once, ``per_minute`` more each minute. Who takes more, a stolen
server that reads everybody say, is refused and stands in the log of purposes.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kurzum.core.errors import Refused, Unavailable
from kurzum.custody.purposes import Purpose, Role


class TooMuch(Unavailable):
    """More people were asked for than this purpose needs. Nothing was lent."""

    code = "too_many"


class Bound(msgspec.Struct, frozen=True):
    """``burst``: ids at once; ``per_minute``: and so many each minute."""

    burst: float
    per_minute: float


_OF_MANY = Bound(500_000, 2_000_000)
_OF_FEW = Bound(50_000, 100_000)
_FEW = frozenset(
    {
        *(Purpose.SIGN_UP, Purpose.SIGN_IN, Purpose.ACCOUNT, Purpose.UPLOAD, Purpose.PROCESS),
        *(Purpose.REPORT, Purpose.LIMIT, Purpose.EXPORT, Purpose.ERASE, Purpose.REPLAY),
    }
)
"""Purposes that concern one person at a time."""


def bounds_from(given: Mapping[str, tuple[float, float]]) -> dict[Purpose, Bound]:
    """The bound of each purpose, where ``given`` ones overrule by name. Raises Refused."""
    found = {purpose: _OF_FEW if purpose in _FEW else _OF_MANY for purpose in Purpose}
    for name, (burst, per_minute) in given.items():
        if name not in set(Purpose) or burst < 1 or per_minute < 1:
            raise Refused(
                f"'{name} = [{burst:g}, {per_minute:g}]' bounds nothing: write a purpose, of "
                f"{', '.join(Purpose)}, and two numbers from 1 on: at once, and each minute"
            )
        found[Purpose(name)] = Bound(burst, per_minute)
    return found


class Bounds:
    """The buckets. Time in ms."""

    def __init__(self, bounds: Mapping[Purpose, Bound]) -> None:
        self._bounds = bounds
        self._left: dict[tuple[Role, Purpose], tuple[float, int]] = {}

    def take(self, role: Role, purpose: Purpose, count: int, now_ms: int) -> None:
        """Take so many. Raises TooMuch; then nothing was taken."""
        bound = self._bounds[purpose]
        left, at = self._left.get((role, purpose), (bound.burst, now_ms))
        # A clock that was set back gives nothing, and takes nothing.
        left = min(bound.burst, left + max(0, now_ms - at) * bound.per_minute / 60_000)
        if count > left:
            raise TooMuch(
                f"a {role} has asked for more people for {purpose} than custodian_limits allow: "
                f"{bound.burst:g} at once and {bound.per_minute:g} a minute; find out why, or allow more"
            )
        self._left[role, purpose] = (left - count, now_ms)
