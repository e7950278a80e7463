"""For You, Following and Friends: events in, pages out.

Promises: an acknowledged event is durable, counted once, sealed under its viewer's key; a signed-in page is
kept with all that made it and comes out the same again; each pick carries its reasons and its propensity;
nothing seen is shown again while there is something new; For You fails soft.
Never: a decision on what a clip may be (it is told what is visible), a row with both ids of a person.
"""

from kurzum.feed.batches import Accepted
from kurzum.feed.build import build
from kurzum.feed.engine import Engine, FeedKind, Pick
from kurzum.feed.events import Batch, Event
from kurzum.feed.explain import Reason
from kurzum.feed.rank import Config
from kurzum.feed.room import Feed

__all__ = ["Accepted", "Batch", "Config", "Engine", "Event", "Feed", "FeedKind", "Pick", "Reason", "build"]
