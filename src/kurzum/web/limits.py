"""How often somebody may ask: token buckets in memory, under a hash keyed for this process alone.

A client's address is protected. It is used here, hashed with a key that dies with the process, and neither
logged nor stored.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from kurzum.core.errors import Refused, TooMany
from kurzum.core.ids import Entropy

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_BUCKETS = 100_000


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``burst`` calls at once, and ``per_minute`` in the long run."""

    burst: int
    per_minute: float


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every rate of the web. Reads and writes count by address, ``acts`` by person, sign-in by both."""

    reads: Rate = Rate(1200, 6000)
    writes: Rate = Rate(300, 1200)
    acts: Rate = Rate(200, 600)
    sign_ups: Rate = Rate(60, 30)
    sign_ins_of_address: Rate = Rate(60, 30)
    sign_ins_of_handle: Rate = Rate(100, 12)
    sign_ins_of_both: Rate = Rate(10, 4)


def limits_from(given: Mapping[str, tuple[int, float]]) -> Limits:
    """The limits with some rates replaced by (burst, per minute). Raises Refused for an unknown one."""
    unknown = sorted(set(given) - set(Limits.__struct_fields__))
    if unknown:
        known = ", ".join(Limits.__struct_fields__)
        raise Refused(f"there is no limit '{unknown[0]}'; name one of {known}", code="bad_settings")
    return Limits(**{name: Rate(*rate) for name, rate in given.items()})


class Buckets:
    """Token buckets by kind and key; the least used fall out first, so that memory stays bounded."""

    def __init__(self, entropy: Entropy) -> None:
        self._secret = entropy(32)
        self._levels: OrderedDict[bytes, tuple[float, int]] = OrderedDict()

    def take(self, kind: str, key: str, rate: Rate, now_ms: int) -> None:
        """Take one token. Raises TooMany, with the seconds to wait, when there is none."""
        place = self._place(kind, key)
        level = self._level(place, rate, now_ms)
        if level < 1:
            wait_s = max(1, math.ceil((1 - level) * 60 / rate.per_minute))
            raise TooMany(
                f"That was too often in a short time. Nothing was changed; try again in {wait_s} s.",
                retry_after_s=wait_s,
            )
        self._keep(place, level - 1, now_ms)

    def give_back(self, kind: str, key: str, rate: Rate, now_ms: int) -> None:
        """Undo one ``take``: what succeeded need not count as a try."""
        place = self._place(kind, key)
        self._keep(place, min(rate.burst, self._level(place, rate, now_ms) + 1), now_ms)

    def _place(self, kind: str, key: str) -> bytes:
        return blake2b(f"{kind}\0{key}".encode("utf-8", "replace"), key=self._secret, digest_size=16).digest()

    def _level(self, place: bytes, rate: Rate, now_ms: int) -> float:
        level, at_ms = self._levels.get(place, (float(rate.burst), now_ms))
        return min(float(rate.burst), level + max(0, now_ms - at_ms) * rate.per_minute / 60_000)

    def _keep(self, place: bytes, level: float, now_ms: int) -> None:
        self._levels[place] = (level, now_ms)
        self._levels.move_to_end(place)
        if len(self._levels) > _MOST_BUCKETS:
            self._levels.popitem(last=False)


def address_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The client's address. Over a unix socket only the front door speaks, and it names the client last."""
    if connection.client is not None and connection.client.host:
        return connection.client.host
    return connection.headers.get("x-forwarded-for", "").rsplit(",", 1)[-1].strip()


async def not_too_often(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard of every route: reads and writes of one address. Raises TooMany.

    Guards are coroutines although they wait for nothing: a plain function is called in a thread each time.
    """
    count_once(connection)


def count_once(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Count a request by its address, the first time that it is given. Raises TooMany."""
    of_request: dict[str, Any] = connection.scope["state"]
    if "counted" in of_request:
        return
    state = connection.app.state
    limits: Limits = state.rooms.limits
    safe = connection.scope.get("method", "GET") in _SAFE
    kind, rate = ("read", limits.reads) if safe else ("write", limits.writes)
    state.buckets.take(kind, address_of(connection), rate, state.rooms.clock.ms())
    of_request["counted"] = True
