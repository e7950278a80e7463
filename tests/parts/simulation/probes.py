"""Questions to a policy that has run: does it find a strong taste, follow one that turns, heed a no."""

from __future__ import annotations

import numpy as np

from parts.simulation.stage import Stage
from parts.simulation.world import DAY_MS, HOUR_MS, START_MS

FOUND_AFTER = 10
FOLLOWED_AFTER = 20
SETTLED_AFTER = 40
_SWIPE_MS = 800


def found_taste(stage: Stage, day: int, people: int) -> list[float]:
    """Newcomers with one strong taste each: after ten watches, the share of their next page that is on it."""
    shares = []
    for n, topic in enumerate(stage.world.tastes(people, 1)):
        person = stage.world.viewers.join(stage.world.one_taste(topic))
        at_ms = _look(stage, person, START_MS + day * DAY_MS + n * HOUR_MS // 60, FOUND_AFTER)
        shares.append(_share(stage, person, topic, at_ms))
    return shares


def followed_turn(stage: Stage, day: int, people: int) -> tuple[list[float], list[float]]:
    """People whose one taste turns after forty watches: twenty watches later, the shares of the next page
    that are on the new taste, and on the old one."""
    world = stage.world
    new, old = [], []
    turns = zip(world.tastes(people, 2), world.tastes(people, 3), strict=True)
    for n, (before, other) in enumerate(turns):
        after = other if other != before else (before + 1) % world.parameters.topics
        person = world.viewers.join(world.one_taste(before))
        at_ms = _look(stage, person, START_MS + day * DAY_MS + n * HOUR_MS // 60, SETTLED_AFTER)
        stage.watching.turn(person, world.one_taste(after))
        at_ms = _look(stage, person, at_ms + HOUR_MS, FOLLOWED_AFTER)
        clips = [clip for clip, _ in stage.page(person, at_ms)]
        topics = world.clips.topics[clips, 0]
        new.append(float((topics == after).mean()))
        old.append(float((topics == before).mean()))
    return new, old


def heeded_no(stage: Stage, day: int, people: int) -> tuple[list[float], list[float]]:
    """Viewers of the world say of one clip that it is of no interest, one that names a topic and not the one
    that they love most: the shares of their next page that name a topic of that clip, and that are of its
    topic in truth. What nobody named cannot be refused."""
    world = stage.world
    rng = np.random.default_rng(world.parameters.seed + 2)
    named, true = [], []
    chosen = rng.choice(world.parameters.viewers, people, replace=False)
    for n, person in enumerate(chosen.tolist()):
        at_ms = START_MS + day * DAY_MS + n * HOUR_MS // 60
        page = [clip for clip, _ in stage.page(person, at_ms)]
        loved = int(world.viewers.loves[person].argmax())
        others = [clip for clip in page if world.clips.tags[clip] and loved not in world.clips.tags[clip]]
        if not others:
            continue
        refused = int(rng.choice(others))
        for clip in page:
            at_ms += stage.show(person, clip, at_ms, hidden=clip == refused).watched_ms + _SWIPE_MS
        after = [clip for clip, _ in stage.page(person, at_ms)]
        said = set(world.clips.tags[refused])
        named.append(float(np.mean([bool(said & set(world.clips.tags[clip])) for clip in after])))
        topics = world.clips.topics[after, 0]
        true.append(float((topics == world.clips.topics[refused, 0]).mean()))
    return named, true


def _look(stage: Stage, person: int, at_ms: int, watches: int) -> int:
    """A person watches so many clips, page by page, and leaves the last page where they are; when."""
    page: list[int] = []
    for _ in range(watches):
        page = page or [clip for clip, _ in stage.page(person, at_ms)]
        at_ms += stage.show(person, page.pop(0), at_ms).watched_ms + _SWIPE_MS
    return at_ms


def _share(stage: Stage, person: int, topic: int, at_ms: int) -> float:
    clips = [clip for clip, _ in stage.page(person, at_ms)]
    return float((stage.world.clips.topics[clips, 0] == topic).mean())
