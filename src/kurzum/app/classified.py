"""Compares what this process stores, sends, ranks and counts with the tables of categories, before it works.

What only the source says (log lines, caches, the browser's storage) is compared by the tests; columns by
``migrate``; arguments of jobs by ``jobs`` when it makes its queue.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

import msgspec
from prometheus_client import REGISTRY

from kurzum.app import admin_clips, admin_feed, backed_up, restored, sheets, state, told
from kurzum.app.backup import folder, manifest
from kurzum.app.charge import Charge
from kurzum.app.enter import Granted, Order
from kurzum.clips import face, progress
from kurzum.core.settings import Settings
from kurzum.custody import listed, wire
from kurzum.custody.categories import refuse
from kurzum.custody.custodian.epoch import EpochFile
from kurzum.custody.custodian.records import Record as KeyRecord
from kurzum.custody.custodian.shares import Share
from kurzum.export import documents
from kurzum.feed import audiences, batches, events, rank, stored, your_feed
from kurzum.media.facts import Facts
from kurzum.media.poster import Drawn
from kurzum.people.returning import Returned

STORED: tuple[type, ...] = (
    *stored.STORED, *documents.FILES.values(), *documents.LINES.values(),
    face.Face, KeyRecord, state.State, backed_up.BackedUp, restored.Restored,
    manifest.Manifest, folder.Purpose, Settings, EpochFile, Share,
)  # fmt: skip
"""What is put into sealed columns and files."""

SPOKEN: tuple[type, ...] = (
    events.Batch, batches.Accepted, audiences.FirstAudience, your_feed.YourFeed, progress.Standing,
    wire.Call, wire.Reply, admin_clips.Adding, admin_clips.Progress, admin_clips.Removed,
    admin_clips.Removing, admin_feed.PageAgain, told.Standing, Charge, Order, Granted, Returned,
    sheets.Family, Facts, Drawn,
)  # fmt: skip
"""What processes of a zone say to each other, and to clients where ``web`` has it from a room below."""


def check() -> None:
    """Raise Unclassified unless everything that this process can see has a category."""
    refuse(
        [
            *listed.STORED_FIELDS.faults(fields_of(STORED)),
            *listed.SPOKEN_FIELDS.faults(fields_of((*SPOKEN, *bodies()))),
            *listed.FEATURES.faults(f"feature.{name}" for name in rank.FEATURES),
            *metric_faults(),
        ]
    )


def fields_of(roots: Iterable[type]) -> Iterator[str]:
    """``room.module.Struct.field`` of structs and dataclasses, and of every struct inside them."""
    left, met = list(roots), set[type]()
    while left:
        kind = left.pop()
        if kind in met:
            continue
        met.add(kind)
        for name, inside in _parts(kind):
            yield f"{name_of(kind)}.{name}"
            left += _structs(inside)


def name_of(kind: type) -> str:
    """``room.module.Struct``."""
    return f"{kind.__module__.removeprefix('kurzum.')}.{kind.__qualname__}"


def bodies() -> Sequence[type]:
    """What routes take and give; none in a process without routes."""
    modules = [(name, module) for name, module in sys.modules.items() if name.startswith("kurzum.web.")]
    return [
        kind
        for name, module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__module__ == name
    ]


def metric_faults() -> list[str]:
    """What is wrong with the metrics that are registered in this process."""
    found = [
        (names[0], _labels(collector))
        for collector, names in REGISTRY._collector_to_names.items()  # noqa: SLF001  (there is no public way)
        if names and names[0].startswith("kurzum_")
    ]
    labels = [label for _, labels in found for label in labels]
    return [*listed.COUNTED.faults(name for name, _ in found), *listed.LABELS.faults(labels)]


def _labels(collector: object) -> Sequence[str]:
    own: Sequence[str] = getattr(collector, "labels", ())
    return getattr(collector, "_labelnames", own if isinstance(own, tuple) else ())


def _parts(kind: type) -> Iterator[tuple[str, Any]]:
    if dataclasses.is_dataclass(kind):
        yield from ((one.name, one.type) for one in dataclasses.fields(kind))
    else:
        yield from ((one.name, one.type) for one in msgspec.structs.fields(kind))


def _structs(inside: Any) -> Iterator[type]:
    if isinstance(inside, type) and issubclass(inside, msgspec.Struct):
        yield inside
    for part in get_args(inside):
        yield from _structs(part)
