"""The room's errors.

BadBatch       a batch of events cannot be taken as it is
BadAsking      a page was asked for in a way that cannot be answered
NoSuchPage     there is no such page of this viewer
BadTopic       this cannot be a topic
NoSuchSound    there is no such sound
TooManyHidden  more than one viewer may hide
NothingToUndo  no change is left to take back
EngineLate     the engine needed too long for a page; it never leaves the room
"""

from __future__ import annotations

from kurzum.core.errors import Conflict, KurzumError, NotFound, Refused


class BadBatch(Refused):
    """A batch of events cannot be taken; nothing of it was kept."""

    code = "bad_batch"


class BadAsking(Refused):
    """A page was asked for in a way that cannot be answered."""

    code = "bad_input"


class NoSuchPage(NotFound):
    """There is no such page of this viewer, or it is older than pages are kept."""

    code = "no_such_page"


class BadTopic(Refused):
    """No word that a clip could have as its topic."""

    code = "bad_input"


class NoSuchSound(NotFound):
    """There is no such sound in this zone."""

    code = "no_such_sound"


class TooManyHidden(Refused):
    """More creators, sounds and topics than one viewer may hide."""

    code = "too_many"


class NothingToUndo(Conflict):
    """The last change is taken back already, or there was none."""

    code = "nothing_to_undo"


class EngineLate(KurzumError):
    """The engine needed too long for a page: the plain list is served."""

    code = "engine_late"
