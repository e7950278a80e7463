"""The learner examined on a log, as ``docs/feed.md`` tells: page, taste, find, each asked before it learns.

- *page*: at a person's first watch of a day, all that they were shown that day is scored; how well long views
  come before others (area under the ROC curve, by person and day, weighed by watches).
- *taste*: at a long view of a clip that is new to the person, it is scored among 99 others that were on other
  people's screens of late: is it of the best five, how far up the best ten.
- *find*: at the same moments the whole catalogue is ranked: is it of the first twenty.

Asking teaches nothing. The first part of the log, ``warm``, is learned without being asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Rows
from kurzum.feed.learner import Learner, LearnerConfig
from kurzum.feed.watch_log import Id, Log, LoggedWatch
from kurzum.feed.watches import UNKNOWN, Depths, Watch, WatchConfig, is_long

DAY_MS = 86_400_000
_AMONG = 100
_PAGE = 20
_TASTE_HITS, _TASTE_GAINS = 5, 10
_LATELY = 50_000


class ExamConfig(msgspec.Struct, frozen=True, kw_only=True):
    """``warm``: share of the watches that are learned first; ``seed``: of the learner and of all lots."""

    warm: float = 0.25
    seed: int = 1
    learner: LearnerConfig = LearnerConfig()


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """What came out; None where the log has nothing to ask. ``cold``: people without a long view in the
    warm part; ``days``: of persons, with both long views and others."""

    watches: int
    long_share: float
    days: int
    page_gauc: float | None
    asked: int
    taste_hr_5: float | None
    taste_ndcg_10: float | None
    find_hr_20: float | None
    find_ndcg_20: float | None
    cold: int
    find_cold_hr_20: float | None
    coverage_20: float | None


class Pupil:
    """The learner, asked and taught in the numbers of a log. ``watches``: with ``long`` decided."""

    def __init__(self, log: Log, config: ExamConfig) -> None:
        self.learner = Learner(config.learner, config.seed)
        self.number: dict[Id, int] = {one.clip: n for n, one in enumerate(log.clips)}
        people: dict[Id, int] = {}
        creators: dict[Id, int] = {}
        sounds: dict[Id, int] = {}
        topics: dict[str, int] = {}
        for n, one in enumerate(log.clips):
            self.learner.traits.put(
                n,
                creators.setdefault(one.creator, len(creators)),
                sounds.setdefault(one.sound, len(sounds)) if one.sound != "" else -1,
                [topics.setdefault(topic, len(topics)) for topic in one.topics],
                one.duration_ms,
                one.published_ms,
            )
        self.watches = _judged([self._numbered(one, people) for one in log.watches], config.learner.watches)
        self.people = len(people)

    def _numbered(self, one: LoggedWatch, people: dict[Id, int]) -> Watch:
        return Watch(
            person=people.setdefault(one.person, len(people)), clip=self.number[one.clip], at_ms=one.at_ms,
            watched_ms=one.watched_ms, duration_ms=one.duration_ms, long=one.long, like=one.like,
            save=one.save, share=one.share, comment=one.comment, follow=one.follow, hidden=one.hidden,
        )  # fmt: skip


def examine(
    pupil: Pupil,
    config: ExamConfig,
    told: Callable[[int], None] | None = None,
    each: Callable[[int], None] | None = None,
) -> Examined:
    """Ask and teach, watch by watch. ``told``: is called with how many more are done; ``each``: with the
    place of a watch that is asked about, before it is learned."""
    exam = _Exam(pupil, config)
    warm = int(config.warm * len(pupil.watches))
    for n, watch in enumerate(pupil.watches):
        if n >= warm:
            exam.ask(watch)
            if each is not None:
                each(n)
        exam.teach(watch, warm=n < warm)
        if told is not None and n % 1_000 == 999:
            told(1_000)
    return exam.marks()


def gauc(groups: Sequence[tuple[NDArray[np.bool_], NDArray[np.floating]]]) -> float | None:
    """Area under the ROC curve within each group of labels and scores, of those with both outcomes, weighed
    by size."""
    total = weight = 0.0
    for labels, scores in groups:
        yes, no = scores[labels], scores[~labels]
        if not len(yes) or not len(no):
            continue
        before = (yes[:, None] > no).sum() + 0.5 * (yes[:, None] == no).sum()
        total += len(labels) * float(before) / (len(yes) * len(no))
        weight += len(labels)
    return total / weight if weight else None


class _Exam:
    def __init__(self, pupil: Pupil, config: ExamConfig) -> None:
        self._pupil = pupil
        self._learner = pupil.learner
        self._rng = np.random.default_rng(config.seed)
        self._screens: list[int] = []
        self._liked: dict[int, set[int]] = {}
        self._known: set[int] = set()  # people with a long view in the warm part
        warm = int(config.warm * len(pupil.watches))
        self._days = _by_day(pupil.watches[warm:])
        self._pages: list[tuple[NDArray[np.bool_], NDArray[np.floating]]] = []
        self._tastes: list[float] = []
        self._finds: list[tuple[int, bool]] = []
        self._shown: set[int] = set()

    def ask(self, watch: Watch) -> None:
        """Everything that is asked before this watch is learned."""
        page = self._days.pop((watch.person, watch.at_ms // DAY_MS), None)
        if page is not None:
            clips = np.array([one.clip for one in page], np.intp)
            labels = np.array([bool(one.long) for one in page])
            self._pages.append((labels, self._learner.score(watch.person, clips, watch.at_ms)))
        liked = self._liked.get(watch.person, set())
        if watch.long and watch.clip not in liked:
            self._ask_find(watch, liked)
            self._ask_taste(watch, liked)

    def teach(self, watch: Watch, warm: bool) -> None:
        """Learn it."""
        self._learner.learn(watch)
        if watch.long:
            self._liked.setdefault(watch.person, set()).add(watch.clip)
            if warm:
                self._known.add(watch.person)
        self._screens.append(watch.clip)
        if len(self._screens) > 2 * _LATELY:
            del self._screens[:_LATELY]

    def marks(self) -> Examined:
        """What came out."""
        watches = self._pupil.watches
        tastes = np.array(self._tastes)
        places = np.array([place for place, _ in self._finds])
        cold = np.array([cold for _, cold in self._finds], bool)
        days = sum(1 for labels, _ in self._pages if labels.any() and not labels.all())
        return Examined(
            watches=len(watches),
            long_share=sum(bool(one.long) for one in watches) / max(1, len(watches)),
            days=days,
            page_gauc=gauc(self._pages),
            asked=len(self._finds),
            taste_hr_5=_mean(tastes < _TASTE_HITS),
            taste_ndcg_10=_mean(_gains(tastes, _TASTE_GAINS)),
            find_hr_20=_mean(places < _PAGE),
            find_ndcg_20=_mean(_gains(places, _PAGE)),
            cold=int(cold.sum()),
            find_cold_hr_20=_mean(places[cold] < _PAGE),
            coverage_20=len(self._shown) / len(self._pupil.number) if self._finds else None,
        )

    def _ask_find(self, watch: Watch, liked: set[int]) -> None:
        best = self._learner.rank(watch.person, watch.at_ms, _PAGE, liked).tolist()
        self._shown.update(best)
        place = best.index(watch.clip) if watch.clip in best else _PAGE
        self._finds.append((place, watch.person not in self._known))

    def _ask_taste(self, watch: Watch, liked: set[int]) -> None:
        others = self._others(watch.clip, liked)
        if others is None:
            return
        clips = np.append(others, watch.clip)
        scores = self._learner.score(watch.person, clips, watch.at_ms)
        higher, equal = (scores[:-1] > scores[-1]).sum(), (scores[:-1] == scores[-1]).sum()
        self._tastes.append(float(higher + equal / 2))

    def _others(self, clip: int, liked: set[int]) -> Rows | None:
        """99 clips of other people's screens, as often as they were shown; None before there are enough."""
        lately = np.array(self._screens[-_LATELY:], np.intp)
        if len(lately) < _AMONG:
            return None
        drawn = lately[self._rng.integers(len(lately), size=8 * _AMONG)].tolist()
        others = [one for one in dict.fromkeys(drawn) if one != clip and one not in liked]
        return np.array(others[: _AMONG - 1], np.intp) if len(others) >= _AMONG - 1 else None


def _judged(watches: list[Watch], config: WatchConfig) -> list[Watch]:
    """Each with ``long`` decided, as the learner would when it learned them in this order."""
    depths = Depths()
    judged = []
    for one in watches:
        judged.append(msgspec.structs.replace(one, long=is_long(one, depths, config)))
        if one.watched_ms != UNKNOWN and one.duration_ms:
            depths.learn(one.watched_ms, one.duration_ms)
    return judged


def _by_day(watches: list[Watch]) -> dict[tuple[int, int], list[Watch]]:
    def day(one: Watch) -> tuple[int, int]:
        return one.person, one.at_ms // DAY_MS

    return {key: list(page) for key, page in groupby(sorted(watches, key=day), day)}


def _gains(places: NDArray[np.floating] | NDArray[np.integer], until: int) -> NDArray[np.float64]:
    gains: NDArray[np.float64] = np.where(places < until, 1 / np.log2(places + 2), 0)
    return gains


def _mean(values: NDArray[np.bool_] | NDArray[np.float64]) -> float | None:
    return float(values.mean()) if len(values) else None
