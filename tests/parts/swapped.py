"""Puts every sealed value in the place of every other, under one key, and counts what opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from uuid import UUID

from kurzum.app.machine import entropy
from kurzum.custody.categories import COLUMNS, SEALED
from kurzum.custody.sealing import Context, DataKey, SealBroken, open_sealed, seal

ZONES = ("us", "world")
VERSIONS = (1, 2)


def fields() -> list[str]:
    """Every sealed column."""
    return sorted(path for path, category in COLUMNS.items() if category in SEALED)


def places(names: Sequence[str], people: int) -> list[Context]:
    """All places that these fields of so many people could be in, in every zone, category and version."""
    owners = [UUID(int=1 + number) for number in range(people)]
    return [
        Context(zone, owner, category, name, version)
        for zone, owner, category, name, version in product(ZONES, owners, sorted(SEALED), names, VERSIONS)
    ]


def opened_elsewhere(where: Sequence[Context]) -> Iterator[tuple[Context, Context]]:
    """From, to: of each value that opens in a place that is not its own. Everybody has the same key here, so
    that the place alone can refuse. ValueError where one does not open in its own."""
    key = DataKey(entropy(16), bytearray(entropy(32)))
    values = [(place, seal(key, place, str(place).encode(), entropy)) for place in where]
    for home, value in values:
        for place in where:
            try:
                plain = open_sealed(key, place, value)
            except SealBroken:
                if place == home:
                    raise ValueError(f"{home} does not open in its own place") from None
                continue
            if place != home or plain != str(home).encode():
                yield home, place
