"""Handles: which names a person may have in a zone. Rules only; who has which is in ``accounts.py``."""

from __future__ import annotations

import re
from importlib.resources import files

from kurzum.people.errors import BadHandle

SHORTEST, LONGEST = 3, 24
_FORM = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)*")

# What an address, a role or the service itself is called: nobody may pass for it.
_RESERVED = frozenset((files("kurzum.people") / "data/reserved_handles.txt").read_text("utf-8").split())
_NEVER_INSIDE = ("kurzum",)
_ALIKE = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "j": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"}
)
_ALIKE_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("q", "k"), ("v", "u"), ("z", "s"), ("2", "s"))


def normalise(text: str) -> str:
    """The form in which a handle is kept and compared: lower case, no leading ``@``. Raises BadHandle."""
    handle = text.strip().removeprefix("@")
    if not handle.isascii():
        raise BadHandle("Use the letters a to z, digits, underscores and full stops.")
    handle = handle.lower()
    if not SHORTEST <= len(handle) <= LONGEST:
        raise BadHandle(f"Use {SHORTEST} to {LONGEST} characters.")
    if not _FORM.fullmatch(handle):
        raise BadHandle("Use the letters a to z, digits, underscores, and full stops between them.")
    return handle


def acceptable(text: str) -> str:
    """Normalise a handle that somebody wants to have. Raises BadHandle where nobody may have it."""
    handle = normalise(text)
    if not any(c.isalpha() for c in handle):
        raise BadHandle("Use at least one letter.")
    if skeleton(handle) in _RESERVED_SKELETONS or any(n in skeleton(handle) for n in _NEVER_SKELETONS):
        raise BadHandle(
            "This one, or one that looks like it, is kept for the service itself. Choose another."
        )
    return handle


def skeleton(handle: str) -> str:
    """What a handle looks like at a glance: signs that are mistaken for each other become one."""
    seen = handle.replace("_", "").replace(".", "").translate(_ALIKE)
    for pair, one in _ALIKE_PAIRS:
        seen = seen.replace(pair, one)
    return re.sub(r"(.)\1+", r"\1", seen)


_RESERVED_SKELETONS = frozenset(skeleton(word) for word in _RESERVED)
_NEVER_SKELETONS = tuple(skeleton(word) for word in _NEVER_INSIDE)
