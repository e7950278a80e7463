"""The simulated zone: the same for everybody who runs it, and what is measured in it is what it says."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import msgspec
import numpy as np
import pytest

from bench.simulation.tradeoff import Point, fairest_at, picture
from parts.simulation import probes
from parts.simulation.baselines import Loops, Popular, Random
from parts.simulation.policy import Policy, best
from parts.simulation.reckoning import Reckoning, gini, reckon
from parts.simulation.served import Served
from parts.simulation.stage import Stage
from parts.simulation.timeline import sessions
from parts.simulation.watching import Watching
from parts.simulation.world import DAY_MS, START_MS, Parameters, World, make

SMALL = Parameters(
    days=4, settled_days=1, clips=500, clips_a_day=6, viewers=150, watches_a_day=16, topics=8, creators=60
)
POLICIES: dict[str, Callable[[], Policy]] = {
    "random": Random, "popular": Popular, "loops": Loops, "served": Served,
}  # fmt: skip


@pytest.fixture(scope="module")
def ran() -> dict[str, tuple[Stage, Reckoning]]:
    """Each policy after four days of the same small world."""
    found = {}
    for name, policy in POLICIES.items():
        stage = Stage(make(SMALL), policy())
        stage.run(SMALL.days)
        found[name] = (stage, reckon(stage.world, stage.shown(), SMALL.days))
    return found


def test_a_world_is_the_same_each_time() -> None:
    first, second = make(SMALL), make(SMALL)
    assert (first.clips.styles == second.clips.styles).all()
    assert first.clips.tags == second.clips.tags
    assert sessions(first, 2) == sessions(second, 2)
    watching, again = Watching(first), Watching(second)
    told = [watching.watch(3, clip, 0, 0, 0) for clip in range(50)]
    assert told == [again.watch(3, clip, 0, 0, 0) for clip in range(50)]


def test_people_watch_what_they_love_and_tire_of_it() -> None:
    world = make(SMALL)
    person = world.viewers.join(world.one_taste(2))
    watching = Watching(world)
    loved = np.flatnonzero(world.clips.topics[:, 0] == 2)
    other = np.flatnonzero((world.clips.topics != 2).all(axis=1))

    def whole(clips: np.ndarray[tuple[int], np.dtype[np.intp]], before: int = 0, tired: int = 0) -> float:
        watches = [watching.watch(person, clip, 0, before, tired) for clip in clips.tolist()]
        return float(np.mean([one.watched_ms >= one.duration_ms for one in watches]))

    assert whole(loved) > 0.55
    assert whole(other) < 0.2
    assert whole(loved, tired=5) < whole(loved)
    assert whole(loved, before=1) < whole(loved)
    watching.turn(person, world.one_taste(5))
    assert whole(loved) < 0.3


@pytest.mark.parametrize("name", POLICIES)
def test_a_run_comes_out_again_and_repeats_nothing(
    name: str, ran: dict[str, tuple[Stage, Reckoning]]
) -> None:
    stage, came = ran[name]
    again = Stage(make(SMALL), POLICIES[name]())
    again.run(SMALL.days)
    assert (again.shown().clips == stage.shown().clips).all()
    assert came.repeats == 0
    assert (np.diff(stage.shown().at_ms) >= 0).all()


def test_the_feed_that_learns_is_watched_more(ran: dict[str, tuple[Stage, Reckoning]]) -> None:
    whole = {name: came.whole for name, (_, came) in ran.items()}
    assert whole["served"] > 1.1 * whole["random"]
    assert whole["popular"] > whole["random"]
    assert ran["random"][1].gini < ran["popular"][1].gini


def test_repeats_are_noticed() -> None:
    class Same(Random):
        def page(self, person: int, at_ms: int, limit: int) -> list[tuple[int, float]]:
            return [(clip, 1.0) for clip in range(limit)]

    stage = Stage(make(SMALL), Same())
    stage.run(1)
    shown = stage.shown()
    first = np.unique(np.stack((shown.persons, shown.clips)), axis=1).shape[1]
    assert int(shown.repeat.sum()) == len(shown.clips) - first


def test_a_first_audience_is_of_a_hundred_people_within_a_day() -> None:
    class NewestFirst(Random):
        def page(self, person: int, at_ms: int, limit: int) -> list[tuple[int, float]]:
            return [(clip, 1.0) for clip in self.shelf.unseen(person)[::-1][:limit].tolist()]

    stage = Stage(make(SMALL), NewestFirst())
    stage.run(SMALL.days)
    newest = reckon(stage.world, stage.shown(), SMALL.days)
    assert newest.first > 0.9
    lots = Stage(make(SMALL), Random())
    lots.run(SMALL.days)
    assert reckon(lots.world, lots.shown(), SMALL.days).first == 0


def test_a_no_is_heeded(ran: dict[str, tuple[Stage, Reckoning]]) -> None:
    stage, _ = ran["served"]
    named, _ = probes.heeded_no(stage, SMALL.days + 1, 60)
    assert len(named) > 30
    assert np.mean(named) < 0.05


def test_probes_ask_after_as_many_watches_as_they_say() -> None:
    stage = Stage(make(SMALL), Random())
    stage.publish_until(START_MS)
    assert len(probes.found_taste(stage, 1, 5)) == 5
    assert len(stage.shown().clips) == 5 * probes.FOUND_AFTER
    new, old = probes.followed_turn(stage, 2, 3)
    assert len(new) == len(old) == 3
    watched = 5 * probes.FOUND_AFTER + 3 * (probes.SETTLED_AFTER + probes.FOLLOWED_AFTER)
    assert len(stage.shown().clips) == watched


def test_loops_weighs_as_it_says() -> None:
    """Interest goes before freshness, and one in three slots is by lot among clips with two likes."""
    world: World = make(SMALL)
    stage = Stage(world, Loops())
    stage.publish_until(START_MS + DAY_MS)
    liked = [clip for clip in range(40) if world.clips.tags[clip] == world.clips.tags[0]]
    for person in (1, 2):
        for clip in liked[:3]:
            watch = stage.watching.watch(person, clip, START_MS, 0, 0)
            stage.policy.learn(msgspec.structs.replace(watch, like=True))
    page = stage.policy.page(1, START_MS + DAY_MS, 9)
    assert len(page) == 9
    assert all(chance == 1 for _, chance in page)  # they saw all that has two likes: nothing is by lot
    tags = [set(world.clips.tags[clip]) & set(world.clips.tags[0]) for clip, _ in page]
    assert sum(map(bool, tags)) >= 6


def test_the_highest_are_found_of_equals_the_earlier() -> None:
    scores = np.array([0.0, 3.0, 1.0, 3.0, 1.0, 1.0])
    assert best(scores, 4).tolist() == [1, 3, 2, 4]
    assert best(scores, 9).tolist() == [1, 3, 2, 4, 5, 0]


def test_gini_is_nought_for_equals_and_nearly_one_for_a_single_owner() -> None:
    assert gini(np.full(10, 3.0)) == 0
    assert gini(np.array([0.0] * 99 + [5.0])) == pytest.approx(0.99)
    assert gini(np.array([1.0, 3.0])) == pytest.approx(0.25)
    assert gini(np.zeros(4)) == 0


def came(watch_s: float, of_gini: float) -> Reckoning:
    return Reckoning(watch_s=watch_s, whole=0, gini=of_gini, first=0, new_slots=0, repeats=0, impressions=1)


def test_fairness_is_compared_at_equal_watch_time() -> None:
    points = [Point(0.0, came(20, 0.8)), Point(0.5, came(16, 0.6)), Point(1.0, came(10, 0.3))]
    assert fairest_at(points, 16) == 0.6
    assert fairest_at(points, 13) == pytest.approx(0.45)
    assert fairest_at(points, 18) == pytest.approx(0.7)
    assert fairest_at(points, 21) is None


def test_the_trade_off_is_drawn() -> None:
    ours = [Point(0.0, came(20, 0.8)), Point(0.5, came(16, 0.6))]
    drawn = picture(ours, [Point(0.3, came(15, 0.7))], [("popularity", came(14.2, 0.9))])
    tree = ElementTree.fromstring(drawn)  # noqa: S314  (our own words)
    names = [one.tag.rsplit("}", 1)[-1] for one in tree.iter()]
    assert names.count("polyline") == 3
    assert names.count("circle") == 4 + 3  # points, and the legend
    assert "50%" in drawn
