"""Categories of all that is not a column, by kind; and what to say of a name that has none.

The tables are in files of their own, for ``custody`` knows no room above it. Who can see the real things
compares them with these: ``app.classified`` when a process starts, ``jobs`` when it makes its queue, and
``tests/unit/test_custody_listed.py`` and ``test_custody_noticed.py`` for what only the source says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kurzum.custody import (
    asked,
    device,
    documents_export,
    documents_feed,
    documents_zone,
    fields,
    files,
    held,
    held_feed,
    spoken_inside,
    spoken_web,
    writers,
)
from kurzum.custody.categories import EVENT_FIELDS, LOG_FIELDS, METRIC_LABELS, Category, merge


class Listed(NamedTuple):
    """What of one kind is known. ``called``: one of its kind; ``file``: where a new one is added."""

    called: str
    file: str
    names: Mapping[str, object]

    def faults(self, names: Iterable[str]) -> list[str]:
        """A sentence for each name that is not known; empty when all are."""
        return [
            f"{self.called} {name} has no category; add it to {self.file}"
            for name in dict.fromkeys(names)
            if name not in self.names
        ]


STORED = merge([documents_feed.FIELDS, documents_export.FIELDS, documents_zone.FIELDS])
SPOKEN = merge([spoken_web.FIELDS, spoken_inside.FIELDS])
METRICS = merge([fields.METRICS])
JOB_ARGUMENTS = merge([fields.JOB_ARGUMENTS])
ASKED = merge([asked.ASKED])
DEVICE = merge([device.DEVICE])
FILES = merge([files.FILES])
BY_HAND = merge([files.BY_HAND])
HELD: dict[str, tuple[Category, Category]] = {
    name: (Category(key), Category(value)) for name, (key, value) in (held.ROOMS | held_feed.FEED).items()
}

STORED_FIELDS = Listed(
    "the stored field",
    "custody/documents_feed.py, documents_export.py, or documents_zone.py for other rooms",
    STORED,
)
SPOKEN_FIELDS = Listed(
    "the sent field", "custody/spoken_web.py, or spoken_inside.py where no client hears it", SPOKEN | STORED
)
FEATURES = Listed("the feature", "custody/fields.py, EVENT_FIELDS", EVENT_FIELDS)
LOGGED_FIELDS = Listed("the log field", "custody/fields.py, LOG_FIELDS", LOG_FIELDS)
LOGGED_EVENTS = Listed("the log event", "custody/fields.py, LOG_EVENTS", fields.LOG_EVENTS)
COUNTED = Listed("the metric", "custody/fields.py, METRICS", METRICS)
LABELS = Listed("the label", "custody/fields.py, METRIC_LABELS", METRIC_LABELS)
ARGUMENTS = Listed("the job argument", "custody/fields.py, JOB_ARGUMENTS", JOB_ARGUMENTS)
CACHES = Listed("what is held as", "custody/held.py, or held_feed.py for the feed", HELD)
IN_REQUESTS = Listed("what requests say as", "custody/asked.py", ASKED)
ON_DEVICE = Listed("what browsers keep as", "custody/device.py", DEVICE)
WRITING = Listed("what is written by", "custody/writers.py", writers.WRITERS)
