"""A page made: what is known of the viewer and of the clips, gathered, ranked and laid out."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kurzum.clips.columns import Columns
from kurzum.clips.numbers import Rows
from kurzum.core.clock import unix_ms
from kurzum.feed.because import Because
from kurzum.feed.candidates import Bools, Gatherer, Visible, Wanted
from kurzum.feed.circles import Circle
from kurzum.feed.engine import Engine, Page, Request
from kurzum.feed.growing import Floats
from kurzum.feed.interests import Interests
from kurzum.feed.nearby import Nearby
from kurzum.feed.rank import Taste, weighing
from kurzum.feed.shared import Shared
from kurzum.feed.stages import UNTIMED, Lap


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """For whom a page is made, and when. ``own``: their number as a creator, or -1; ``seed``: of its lots."""

    state: Interests
    circle: Circle
    market: str | None
    language: str
    own: int
    limit: int
    seed: int
    now: datetime


class Maker:
    """Makes pages of the clips of ``columns``, which must be up to date."""

    def __init__(self, columns: Columns, shared: Shared, gatherer: Gatherer) -> None:
        self._columns = columns
        self._shared = shared
        self._gatherer = gatherer
        self._nearby = Nearby(columns)

    async def page(
        self, engine: Engine, asking: Asking, visible: Visible, lap: Lap | None = None
    ) -> tuple[Page, Taste]:
        """A page, and what it was made for. ``visible``: which clips the viewer may see in a feed."""
        lap = lap or UNTIMED.begin("candidates")
        self._shared.cover()
        columns, state, now_ms = self._columns, asking.state, unix_ms(asking.now)
        learner, person = self._shared.learner, state.person
        leanings = self._shared.leanings(person)

        def learned(clips: Rows) -> Floats:
            lap.to("rank")
            return self._shared.told_of(person, leanings, clips, now_ms)

        def near(new: Bools, most: int) -> Rows:
            return self._nearby.of(learner, person, leanings, new, most)

        wanted = Wanted(
            market=asking.market, language=asking.language, followed=asking.circle.theirs, own=asking.own,
            past=state.seen_or_hidden(len(columns.audience)), hidden=tuple(state.hidden),
            waiting=state.waiting(now_ms), lately=state.lately, enough=2 * asking.limit, now=asking.now,
            near=near, learned=learned,
        )  # fmt: skip
        candidates = await self._gatherer.gather(wanted, visible)
        taste = Taste(
            market=asking.market, language=asking.language, market_number=columns.word(asking.market),
            language_number=columns.word(asking.language), follows=asking.circle.follows,
            friends=asking.circle.friends,
        )  # fmt: skip
        weights = engine.config.weights
        last = state.last_creator
        request = Request(
            candidates=candidates, taste=taste, at_ms=now_ms, limit=asking.limit, seed=asking.seed,
            last_creator=-1 if last is None else columns.people.known(last.bytes),
            weights=weighing(weights, learner.blend.published.worth), base=self._shared.ordinary(),
            tell=Because(
                learner, person, leanings, columns, candidates.clips, asking.market, asking.language,
                weights.leaning,
            ),
        )  # fmt: skip
        return engine.page(request, columns.numbers.id, lap), taste
