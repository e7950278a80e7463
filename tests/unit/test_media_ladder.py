"""Which renditions a picture gets, and which rate."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.media import ladder, rate
from kurzum.media.facts import Gaps

FPS = Fraction(30)


def names(width: int, height: int) -> tuple[list[str], list[str]]:
    first, further = ladder.first(width, height, FPS), ladder.further(width, height, FPS)
    return [r.name for r in first], [r.name for r in further]


@pytest.mark.parametrize(
    ("width", "height", "first", "further"),
    [
        (1080, 1920, ["720", "480"], ["1080", "360"]),
        (2160, 3840, ["720", "480"], ["1080", "360"]),
        (1920, 1080, ["720", "480"], ["1080", "360"]),
        (720, 1280, ["720", "480"], ["360"]),
        (540, 960, ["540", "480"], ["360"]),
        (480, 852, ["480"], ["360"]),
        (360, 640, ["360"], []),
        (180, 320, ["180"], []),
        (900, 1600, ["720", "480"], ["900", "360"]),
        (760, 1350, ["720", "480"], ["360"]),
    ],
)
def test_a_picture_gets_what_it_has_to_give(
    width: int, height: int, first: list[str], further: list[str]
) -> None:
    assert names(width, height) == (first, further)


@given(st.integers(96, 9000), st.integers(96, 9000))
def test_no_rendition_is_larger_than_its_source_or_odd_or_bent(width: int, height: int) -> None:
    first, further = ladder.first(width, height, FPS), ladder.further(width, height, FPS)
    rungs = first + further
    assert first
    assert len({r.name for r in rungs}) == len(rungs)
    for rung in rungs:
        assert rung.width % 2 == 0
        assert rung.height % 2 == 0
        assert rung.width <= width
        assert rung.height <= height
        assert max(rung.width, rung.height) <= 2.5 * 1080
        assert abs(rung.width * height - rung.height * width) <= 2 * (width + height)


def test_more_pictures_a_second_get_more_bits() -> None:
    calm, fast = ladder.first(720, 1280, Fraction(30)), ladder.first(720, 1280, Fraction(60))
    assert [f.max_kbits * 2 for f in fast] == [c.max_kbits * 3 for c in calm]


@pytest.mark.parametrize(
    ("gaps", "expected", "varies"),
    [
        (Gaps(1 / 30, 1 / 30, 1 / 30, 1 / 30), Fraction(30), False),
        (Gaps(0.033, 0.033, 0.034, 1001 / 30000), Fraction(30000, 1001), False),  # Matroska's rounded ms
        (Gaps(0.016, 1 / 30, 0.050, 0.0335), Fraction(30), True),  # a phone in poor light
        (Gaps(1 / 240, 1 / 240, 1 / 240, 1 / 240), Fraction(60), False),
        (Gaps(0.05, 0.05, 0.05, 0.05), Fraction(20), False),
        (Gaps(2.0, 2.0, 2.0, 2.0), Fraction(10), False),
        (Gaps(0.0, 0.0, 0.0, 0.0), Fraction(10), False),
        (None, Fraction(10), False),
    ],
)
def test_a_source_gets_a_constant_rate(gaps: Gaps | None, expected: Fraction, varies: bool) -> None:
    assert (rate.constant(gaps), rate.varies(gaps)) == (expected, varies)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_the_rate_is_always_possible(a: float, b: float, c: float, d: float) -> None:
    assert 10 <= rate.constant(Gaps(a, b, c, d)) <= 60
