"""``kurzum clip ...``."""

from __future__ import annotations

from cyclopts import App

clip = App(name="clip", help="Add clips from files, and remove clips.")
