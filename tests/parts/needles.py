"""Finds very many byte strings, or long enough pieces of them, in very much data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_WORD = 8
_BITS = 26
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_CHUNK = 32 << 20
Words = NDArray[np.uint64]


class Needle(NamedTuple):
    """What to find. ``half``: any half of it is enough, for it is long and odd."""

    name: str
    form: bytes
    half: bool = False

    @property
    def enough(self) -> int:
        """So many bytes of it in a row."""
        return max(_WORD, -(-len(self.form) // 2)) if self.half else len(self.form)


class Needles:
    """``wanted``: of the same bytes the first name counts.

    What is shorter than a word of eight bytes cannot be found; ValueError.
    """

    def __init__(self, wanted: Iterable[Needle]) -> None:
        self._needles = list({one.form: one for one in reversed(list(wanted))}.values())
        words: list[int] = []
        whose: list[tuple[int, int]] = []
        for number, one in enumerate(self._needles):
            if len(one.form) < _WORD:
                raise ValueError(f"{one.name} is too short to be found: {one.form!r}")
            for at in range(len(one.form) - _WORD + 1 if one.half else 1):
                words.append(int.from_bytes(one.form[at : at + _WORD], "little"))
                whose.append((number, at))
        found = np.array(words, np.uint64)
        order = np.argsort(found, kind="stable")
        self._words: Words = found[order]
        self._whose = np.array(whose, np.int64).reshape(-1, 2)[order]
        self._marks = np.zeros(1 << _BITS, bool)
        self._marks[_places(self._words)] = True

    def __len__(self) -> int:
        return len(self._needles)

    def found_in(self, data: bytes | memoryview) -> set[str]:
        """The names of all that are in the data."""
        view = memoryview(data)
        found: set[str] = set()
        for begin in range(0, max(1, len(view)), _CHUNK):
            self._look(view, begin, min(len(view), begin + _CHUNK + _WORD - 1), found)
        return found

    def _look(self, view: memoryview, begin: int, end: int, found: set[str]) -> None:
        raw = np.frombuffer(view[begin:end], np.uint8)
        for shift in range(min(_WORD, max(0, len(raw) - _WORD + 1))):
            many = (len(raw) - shift) // _WORD
            words = np.frombuffer(raw, "<u8", many, shift)
            likely = np.flatnonzero(self._marks[_places(words)])
            for place, at in self._known(words[likely]):
                number, offset = self._whose[at].tolist()
                one = self._needles[number]
                stands = begin + shift + _WORD * int(likely[place])
                if one.name not in found and _run(view, stands, one.form, offset) >= one.enough:
                    found.add(one.name)

    def _known(self, words: Words) -> Iterator[tuple[int, int]]:
        """Places in ``words``, and in all words, of those that are the same."""
        first = np.searchsorted(self._words, words, "left")
        last = np.searchsorted(self._words, words, "right")
        for place in np.flatnonzero(last > first).tolist():
            for at in range(first[place], last[place]):
                yield place, at


def _run(view: memoryview, place: int, form: bytes, offset: int) -> int:
    """How many bytes of the form stand around a word of it, in a row."""
    before, after = 0, _WORD
    while before < min(offset, place) and view[place - before - 1] == form[offset - before - 1]:
        before += 1
    room = min(len(form) - offset, len(view) - place)
    while after < room and view[place + after] == form[offset + after]:
        after += 1
    return before + after


def _places(words: Words) -> NDArray[np.intp]:
    return ((words * _SPREAD) >> np.uint64(64 - _BITS)).astype(np.intp)
