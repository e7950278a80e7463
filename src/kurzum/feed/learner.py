"""The learner: everything that is learned live, and how clips are scored for a person from it. Pure.

The same watches in the same order, with one configuration and seed, give the same answers; asking changes
nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import msgspec
import numpy as np

from kurzum.clips.numbers import Int32, Rows
from kurzum.feed import persons
from kurzum.feed.affinities import Affinities, AffinityConfig
from kurzum.feed.blend import ACTS, FEATURES, OF_WORTH, Blend, BlendConfig, Weights
from kurzum.feed.covisits import SHOWN, WATCHED, CovisitConfig, Covisits
from kurzum.feed.growing import Floats, grown
from kurzum.feed.heads import CHANCES, Heads, HeadsConfig
from kurzum.feed.heat import Heat, HeatConfig
from kurzum.feed.histories import HIDDEN, LONG, SHORT, Histories, History, HistoryConfig
from kurzum.feed.pairs import DensePairs
from kurzum.feed.rates import RateConfig, Rates
from kurzum.feed.screens import Screens, ScreensConfig
from kurzum.feed.traits import Traits
from kurzum.feed.watches import MOST_ACTS, UNKNOWN, Depths, Watch, WatchConfig, is_long, worth

_NONE: Rows = np.zeros(0, np.intp)


class LearnerConfig(msgspec.Struct, frozen=True, kw_only=True):
    """One configuration object a stage. ``newest``: so many new clips are ranked in a big catalogue."""

    watches: WatchConfig = WatchConfig()
    histories: HistoryConfig = HistoryConfig()
    rates: RateConfig = RateConfig()
    heads: HeadsConfig = HeadsConfig()
    covisits: CovisitConfig = CovisitConfig()
    heat: HeatConfig = HeatConfig()
    affinities: AffinityConfig = AffinityConfig()
    screens: ScreensConfig = ScreensConfig()
    blend: BlendConfig = BlendConfig()
    newest: int = 500


class Learner:
    """Learns watches in order of time. People and clips are numbers; ``traits`` is told what clips are."""

    def __init__(self, config: LearnerConfig, seed: int) -> None:
        self.config = config
        self.traits = Traits()
        self.depths = Depths()
        self.histories = Histories(config.histories)
        self.rates = Rates(config.rates)
        self.heads = Heads(config.heads)
        self.covisits = Covisits(config.covisits)
        self.heat = Heat(config.heat)
        self.affinities = Affinities(config.affinities)
        self.screens = Screens(config.screens, seed)
        self.blend = Blend(config.blend)
        self.followed: dict[int, set[int]] = {}
        self._marks: Floats = np.zeros(0, np.float32)

    def learn(self, watch: Watch) -> None:
        """Take in one watch; the next answer knows of it."""
        config, clip, person, at_ms = self.config, watch.clip, watch.person, watch.at_ms
        long = is_long(watch, self.depths, config.watches)
        if watch.watched_ms != UNKNOWN:
            self._learn_blend(person, clip, long, at_ms)
            if watch.duration_ms:
                self.depths.learn(watch.watched_ms, watch.duration_ms)
        value = worth(watch, long, config.watches)
        self.covisits.room(self.traits.size)
        others, worths = self.histories.latest(person, config.covisits.window)
        if len(others):
            self.covisits.learn(clip, value, others, worths, at_ms)
        odds = self.rates.learn(person, clip, self.traits, long, at_ms)
        self.heads.learn(watch, long, odds)
        if long:
            self.heat.learn(clip, at_ms)
            self.affinities.learn(clip, self.traits)
        if watch.follow:
            self._follow(person, clip)
        fate = HIDDEN if watch.hidden else LONG if long else SHORT
        self.histories.add(person, clip, value, fate)
        self.screens.add(clip)

    def act(
        self, person: int, clip: int, *, like: bool = False, save: bool = False, share: bool = False,
        comment: bool = False, follow: bool = False,
    ) -> None:  # fmt: skip
        """A person did something about a clip, told apart from a watch of it: no view is counted.

        Where the clip is not in their history, it comes in as one that was watched long.
        """
        config, history = self.config.watches, self.histories.of(person)
        acts = like + save + share + comment + follow
        if not acts:
            return
        self.heads.act(person, clip, like, share, follow)
        if follow:
            self._follow(person, clip)
        more = config.worth_act * min(acts, MOST_ACTS)
        at = np.flatnonzero(history.clips == clip)
        if not len(at):
            self.histories.add(person, clip, config.worth_long + more, LONG)
        elif history.fate[at[-1]] != HIDDEN:
            most = config.worth_long + config.worth_act * MOST_ACTS
            history.worth[at[-1]] = min(float(history.worth[at[-1]]) + more, most)

    def hide(self, person: int, clip: int) -> None:
        """A person said that a clip is of no interest, told apart from a watch of it: no view is counted."""
        history = self.histories.of(person)
        at = np.flatnonzero(history.clips == clip)
        if not len(at):
            self.histories.add(person, clip, 0.0, HIDDEN)
        history.worth[at], history.fate[at] = 0, HIDDEN

    def score(self, person: int, clips: Rows, at_ms: int, weights: Weights | None = None) -> Floats:
        """How much each clip is worth to the person now, float32 [n]: higher is better."""
        table = self.features(person, clips, at_ms, OF_WORTH)
        chosen = weights or self.blend.published
        scores: Floats = np.array(chosen.worth, np.float32) @ table
        return scores

    def chances(self, person: int, clips: Rows) -> dict[str, Floats]:
        """How likely the person, shown one of these clips, watches it long, likes, shares it, follows, skips.

        Each float32 [n], 0 to 1. Taste is left out: on a page it tells little of these (docs/feed.md).
        """
        self.rates.room(person, self.traits)
        odds = self.rates.merits(clips, self.traits) + self.rates.ready[person]
        return dict(zip(CHANCES, self.heads.chances(person, clips, odds), strict=True))

    def rank(
        self, person: int, at_ms: int, limit: int, exclude: Collection[int], weights: Weights | None = None
    ) -> Rows:
        """The ``limit`` clips of the catalogue that the person likeliest comes to and watches, best first."""
        chosen = weights or self.blend.published
        clips = self._reachable(person)
        scores = np.array(chosen.reach, np.float32) @ self.features(person, clips, at_ms, len(FEATURES))
        scores[self.traits.published_ms[clips] > at_ms] = -np.inf
        out = np.fromiter(exclude, np.intp, len(exclude))
        scores[out if isinstance(clips, slice) else np.isin(clips, out)] = -np.inf
        limit = min(limit, len(scores))
        best: Rows = np.argpartition(-scores, limit - 1)[:limit] if limit else _NONE
        best = best[np.lexsort((best, -scores[best]))]
        best = best[np.isfinite(scores[best])]
        return best if isinstance(clips, slice) else clips[best]

    def _reachable(self, person: int) -> Rows | slice:
        """Clips to rank: all of a small catalogue; of a big one what was met with the person's, what is hot,
        what is new."""
        size = self.traits.size
        if isinstance(self.covisits.pairs, DensePairs):
            return slice(0, size)
        history = self.histories.of(person, self.config.covisits.history)
        newest = np.arange(max(0, size - self.config.newest), size)
        return np.unique(
            np.concatenate((self.covisits.pairs.others(history.clips), self.heat.hottest, newest))
        )

    def features(self, person: int, clips: Rows | slice, at_ms: int, rows: int) -> Floats:
        """The first ``rows`` of FEATURES for these clips, float32 [rows, n]."""
        traits, size = self.traits, self.traits.size
        self.rates.room(-1, traits)
        self.covisits.room(size)
        count = len(range(size)[clips]) if isinstance(clips, slice) else len(clips)
        table = np.zeros((rows, count), np.float32)
        history = self.histories.of(person)
        table[0] = self.rates.merits(clips, traits)
        table[1] = self.rates.logits(clips)
        if len(history.clips):
            self._add_personal(table, person, history, clips)
        elif person in self.followed:
            self._add_kinds(table, person, history, clips)
        if rows > ACTS:
            table[ACTS:OF_WORTH] = self.heads.lifts(clips, size)
        if rows > OF_WORTH:
            table[OF_WORTH:] = self.heat.logs(clips, size, at_ms)
        return table

    def forget(self, person: int) -> None:
        """Drop all that is held of a person, so that their slot is as new.

        Sums over everybody stay: nobody can be read from them.
        """
        self.histories.forget(person)
        self.rates.forget(person)
        self.heads.forget(person)
        self.screens.forget(person)
        self.followed.pop(person, None)

    def person_state(self, person: int, ids_of: persons.IdsOf) -> bytes:
        """What is held of a person, with ids of clips. Whom they follow is not in it: relations tell that."""
        return persons.encode(self.histories, self.rates, self.heads, person, ids_of)

    def restore(self, person: int, plain: bytes, numbers_of: persons.NumbersOf) -> None:
        """Make a slot that of a person again, of their ``person_state``. Raises msgspec.DecodeError.

        Clips of which ``traits`` knows nothing are left out, so it is to be told of them first.
        """
        self.forget(person)
        size = self.traits.size
        persons.decode(self.histories, self.rates, self.heads, person, plain, numbers_of, size)

    def _follow(self, person: int, clip: int) -> None:
        self.followed.setdefault(person, set()).add(int(self.traits.creators[clip]))

    def _add_personal(self, table: Floats, person: int, history: History, clips: Rows | slice) -> None:
        traits, config = self.traits, self.config.covisits
        watched = history.clips[-config.history :]
        recency = recency_of(config.recency, len(watched))
        table[2] = self.covisits.lift(WATCHED, watched, history.worth[-config.history :] * recency, clips)
        table[3] = self.covisits.lift(SHOWN, watched, recency, clips)
        table[4] = self.affinities.topic_lifts(history, traits)[traits.topics[clips]].sum(axis=1)
        self._add_kinds(table, person, history, clips)
        self._marks = marks = grown(self._marks, traits.size)
        for row, fate in ((7, SHORT), (8, LONG)):
            marks[history.clips[history.fate == fate]] = 1
            table[row] = marks[clips]
            marks[history.clips] = 0
        if (history.fate == HIDDEN).any():
            topics = self.affinities.unwanted_topics(history, traits)[traits.topics[clips]].max(axis=1)
            for kinds, size in self._kinds():
                topics = np.maximum(topics, self.affinities.unwanted(kinds, size, history, clips))
            table[9] = topics

    def _add_kinds(self, table: Floats, person: int, history: History, clips: Rows | slice) -> None:
        followed = np.array(sorted(self.followed.get(person, ())), np.intp)
        for row, (kinds, size), liked in zip((5, 6), self._kinds(), (followed, _NONE), strict=True):
            table[row] = self.affinities.pulls(kinds, size, history, liked, clips)

    def _kinds(self) -> tuple[tuple[Int32, int], tuple[Int32, int]]:
        traits = self.traits
        return (traits.creators, traits.most_creators), (traits.sounds, traits.most_sounds)

    def _learn_blend(self, person: int, clip: int, long: bool, at_ms: int) -> None:
        """Learn to weigh features from this watch, as they were before it; of some persons each day."""
        screens, blend = self.screens, self.blend
        if not screens.chosen(person, at_ms, self.config.blend.one_in) or not self.traits.size:
            return
        others = screens.draw(self.config.blend.others)
        anything = screens.draw_any(self.config.blend.others, self.traits.size)
        chosen = long and len(others) > 0
        clips = np.concatenate(([clip], others, anything)) if chosen else np.array([clip])
        table = self.features(person, clips, at_ms, len(FEATURES))
        page = screens.opposed(person, long, at_ms)
        if page:
            mine, theirs = table[:, :1], np.stack(page, axis=1)
            blend.learn_page(*((mine, theirs) if long else (theirs, mine)))
        screens.remember(person, table[:, 0], long, at_ms)
        if chosen and page and not table[8, 0]:
            fresh = (table[8] == 0) & (clips != clip)
            fresh[0] = True
            near, far = fresh.copy(), fresh
            near[1 + len(others) :], far[1 : 1 + len(others)] = False, False
            blend.learn_choice(table[:, near])
            blend.learn_reach(table[:, far])
        blend.publish(at_ms)


@cache
def recency_of(recency: float, many: int) -> Floats:
    """What each of so many watches counts, the oldest first."""
    weights: Floats = (recency ** np.arange(many - 1, -1, -1)).astype(np.float32)
    return weights
