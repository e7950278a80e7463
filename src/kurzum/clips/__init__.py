"""The catalogue: uploads, clips and their states, their files, likes and saves.

Promises: what an upload acknowledged survives a power cut; a clip changes its state only along the table in
``states.py``, with a row that says when and why; files of clips that are not for everybody lie sealed.
Never: a decision on who sees a clip (``safety`` decides, from the facts given here); a name of an uploaded
file; a row with both ids of a person; a call to a person's, market's or feed's room.
"""

from kurzum.clips.card import Card, Creator
from kurzum.clips.catalogue import Facts
from kurzum.clips.files import Made
from kurzum.clips.lifecycle import Change, Wish
from kurzum.clips.queue import Task
from kurzum.clips.room import Clips, build
from kurzum.clips.states import State

__all__ = ["Card", "Change", "Clips", "Creator", "Facts", "Made", "State", "Task", "Wish", "build"]
