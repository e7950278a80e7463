"""What a watch is worth: long or not, beside others of clips of its length."""

from __future__ import annotations

from kurzum.feed.watches import UNKNOWN, Depths, Watch, WatchConfig, is_long

CONFIG = WatchConfig()


def watch(watched_ms: int, duration_ms: int = 15_000) -> Watch:
    return Watch(person=0, clip=0, at_ms=0, watched_ms=watched_ms, duration_ms=duration_ms)


def test_a_watch_to_the_end_is_long_however_many_come_to_the_end() -> None:
    depths = Depths()
    for _ in range(500):
        depths.learn(15_000, 15_000)
    assert is_long(watch(15_000), depths, CONFIG)
    assert is_long(watch(14_500), depths, CONFIG)
    assert not is_long(watch(9_000), depths, CONFIG)
    assert not is_long(watch(UNKNOWN), depths, CONFIG)


def test_in_a_long_clip_less_is_long_where_others_watch_less() -> None:
    depths = Depths()
    for _ in range(500):
        depths.learn(5_000, 60_000)
        depths.learn(15_000, 15_000)
    assert is_long(watch(20_000, 60_000), depths, CONFIG)
    assert not is_long(watch(5_000, 15_000), depths, CONFIG)
