"""Clips drawn by code, so that a new installation is not empty: pictures from numpy, music from sines.

Promises: the same clip each time for the same seed, nothing of anybody's, makers that say they are bots.
Never: a way into a zone of its own. ``bring`` hands files to a door that ``app`` opens.
"""

from kurzum.demo.bringing import Door, bring, drawn
from kurzum.demo.clips import CLIPS, Clip, shares
from kurzum.demo.creators import CREATORS, Creator
from kurzum.demo.drawing import draw
from kurzum.demo.film import FilmError

__all__ = ["CLIPS", "CREATORS", "Clip", "Creator", "Door", "FilmError", "bring", "draw", "drawn", "shares"]
