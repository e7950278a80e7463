"""What the room packs into sealed columns: their fields have categories in ``custody.documents_feed``."""

from __future__ import annotations

from kurzum.feed.choices import _Stored as Chosen
from kurzum.feed.events import Kept
from kurzum.feed.interests import _Stored as State
from kurzum.feed.model import _Kept as Model
from kurzum.feed.pages import Record
from kurzum.feed.persons import _Person as Person
from kurzum.feed.snapshots import _Shared as Learned

STORED: tuple[type, ...] = (Record, Kept, State, Person, Chosen, Model, Learned)
