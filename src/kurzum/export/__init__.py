"""A person's own data: what is stored of them by category, and all of it as one ZIP that they may take along.

Promises: every table that holds an id of the person is counted and told of, or a test fails; the ZIP holds
what is stored of them and of nobody else, described by a schema that is inside; it is sealed under their own
key as it is written, and served whole or not at all. Never: an unwrap for another purpose than ``export``, a
row or job with both ids.

It stands above the rooms and reads their tables by their own queries (``stored.sql`` of each). Beside the
names below: ``documents`` (the files of the ZIP).
"""

from kurzum.export.making import Making
from kurzum.export.privacy import Inventory, Keeping, Privacy
from kurzum.export.serving import Door

__all__ = ["Door", "Inventory", "Keeping", "Making", "Privacy"]
