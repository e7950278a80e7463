"""The simulated world: creators, clips, viewers, and when clips come and viewers look."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from kurzum.clips.numbers import Int32
from kurzum.feed.growing import Floats

START_MS = 1_760_000_000_000 // 86_400_000 * 86_400_000
DAY_MS = 86_400_000
HOUR_MS = 3_600_000
NO_TOPIC = -1
STYLES = 4


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be set. A chance of a clip being watched to its end is logistic in a sum of parts.

    Catalogue: ``clips`` at the start, made in the ``past_days`` before, and ``clips_a_day`` from then on, by
    ``creators`` of unequal diligence (a Zipf law's power); topics are unequally liked and made
    (``topic_skew``). A creator keeps to one topic with chance ``on_topic``. Tags are what an engine is told
    of topics: some are ``tag_lost``, some clips get one that is ``tag_wrong``. Style is what no tag says.

    Viewers: a mean of ``watches_a_day`` each, unequal by a log-normal spread, in sessions of about
    ``session`` clips, in pages of ``page`` as the client asks them. They love one to four topics, dislike
    one, and are lukewarm to the rest.

    Chance: ``base`` for anybody, ``of_person`` spread of readiness, ``of_topic``, ``of_style``,
    ``of_quality`` weights; ``tired`` off for each of the last five with the same topic, ``again`` off for a
    clip watched before.
    """

    seed: int = 20_251
    days: int = 34
    settled_days: int = 4
    topics: int = 16
    topic_skew: float = 0.5
    creators: int = 250
    diligence: float = 0.6
    clips: int = 5_000
    past_days: int = 60
    clips_a_day: int = 12
    on_topic: float = 0.75
    second_topic: float = 0.3
    second_weight: float = 0.35
    tag_lost: float = 0.1
    tag_wrong: float = 0.05
    shortest_ms: int = 15_000
    longest_ms: int = 60_000
    viewers: int = 1_000
    watches_a_day: float = 18.0
    activity_spread: float = 0.7
    session: int = 24
    page: int = 8
    base: float = -1.2
    of_person: float = 0.5
    of_topic: float = 2.2
    of_style: float = 0.9
    of_quality: float = 0.6
    tired: float = 0.12
    again: float = 1.5


class Clips(msgspec.Struct, frozen=True):
    """The catalogue in order of publication, a row each; a clip's number is its row.

    ``creators`` int32; ``topics`` int32 [n, 2] (the second may be NO_TOPIC); ``tags``: what engines are told;
    ``weights`` float32 [n, topics], what of a clip each topic is; ``styles`` float32 [n, 4]; ``quality``
    float32; ``duration_ms``, ``published_ms`` int64.
    """

    creators: Int32
    topics: Int32
    tags: list[list[int]]
    weights: Floats
    styles: Floats
    quality: Floats
    duration_ms: NDArray[np.int64]
    published_ms: NDArray[np.int64]


class Viewers(msgspec.Struct):
    """Who watches. ``loves`` float32 [n, topics]: 1 for a love, negative for a dislike; ``styles`` float32
    [n, 4]; ``ready`` float32: how readily they watch anything; ``activity``: watches a day."""

    loves: Floats
    styles: Floats
    ready: Floats
    activity: Floats

    def join(self, loves: Floats) -> int:
        """Somebody new with these loves and no other leanings; their number."""
        self.loves = np.vstack((self.loves, loves))
        self.styles = np.vstack((self.styles, np.zeros(STYLES, np.float32)))
        self.ready, self.activity = (
            np.append(self.ready, np.float32(0)),
            np.append(self.activity, np.float32(0)),
        )
        return len(self.ready) - 1


class World(msgspec.Struct, frozen=True):
    """A world and its parameters."""

    parameters: Parameters
    clips: Clips
    viewers: Viewers

    def one_taste(self, topic: int) -> Floats:
        """The loves of somebody with a single strong taste, float32 [topics]: of it they watch nine of ten
        clips to the end, of anything else one of ten."""
        loves = np.full(self.parameters.topics, -0.6, np.float32)
        loves[topic] = 1.5
        return loves

    def tastes(self, many: int, stream: int) -> list[int]:
        """Topics of so many single tastes, as liked as they are by all; another ``stream``, other lots."""
        rng = np.random.default_rng((self.parameters.seed, stream))
        liked = _zipf(self.parameters.topics, self.parameters.topic_skew)
        return [int(one) for one in rng.choice(self.parameters.topics, many, p=liked)]


def make(parameters: Parameters) -> World:
    """The world of these parameters; the same each time."""
    rng = np.random.default_rng(parameters.seed)
    clips = _clips(parameters, rng)
    return World(parameters, clips, _viewers(parameters, rng))


def _clips(given: Parameters, rng: np.random.Generator) -> Clips:
    total = given.clips + given.clips_a_day * given.days
    home = rng.choice(given.topics, given.creators, p=_zipf(given.topics, given.topic_skew))
    style = rng.normal(size=(given.creators, STYLES))
    good = rng.normal(size=given.creators)
    maker = rng.choice(given.creators, total, p=_zipf(given.creators, given.diligence))
    other = rng.choice(given.topics, (total, 2), p=_zipf(given.topics, given.topic_skew))
    first = np.where(rng.random(total) < given.on_topic, home[maker], other[:, 0])
    has_second = (rng.random(total) < given.second_topic) & (other[:, 1] != first)
    second = np.where(has_second, other[:, 1], NO_TOPIC)
    weights = np.zeros((total, given.topics), np.float32)
    weights[np.arange(total), first] = np.where(has_second, 1 - given.second_weight, 1)
    weights[np.flatnonzero(has_second), second[has_second]] = given.second_weight
    styles = 0.7 * style[maker] + 0.7 * rng.normal(size=(total, STYLES))
    quality = 0.5 * good[maker] + 0.85 * rng.normal(size=total)
    lengths = np.exp(rng.uniform(np.log(given.shortest_ms), np.log(given.longest_ms), total))
    past = START_MS - rng.integers(HOUR_MS, given.past_days * DAY_MS, given.clips)
    coming = START_MS + rng.integers(0, given.days * DAY_MS, total - given.clips)
    return Clips(
        maker.astype(np.int32),
        np.stack((first, second), axis=1).astype(np.int32),
        _tags(given, rng, first, second),
        weights,
        _unit(styles),
        quality.astype(np.float32),
        lengths.astype(np.int64),
        np.sort(np.concatenate((past, coming))),
    )


def _tags(
    given: Parameters, rng: np.random.Generator, first: NDArray[np.int64], second: NDArray[np.int64]
) -> list[list[int]]:
    """What makers say their clips are about."""
    kept = rng.random((len(first), 2)) >= given.tag_lost
    wrong = np.where(
        rng.random(len(first)) < given.tag_wrong, rng.integers(given.topics, size=len(first)), NO_TOPIC
    )
    said = zip(
        np.where(kept[:, 0], first, NO_TOPIC).tolist(),
        np.where(kept[:, 1], second, NO_TOPIC).tolist(),
        wrong.tolist(),
        strict=True,
    )
    return [list(dict.fromkeys(tag for tag in tags if tag != NO_TOPIC)) for tags in said]


def _viewers(given: Parameters, rng: np.random.Generator) -> Viewers:
    many, topics = given.viewers, given.topics
    loves = rng.uniform(-0.6, 0.2, (many, topics))
    liked = _zipf(topics, given.topic_skew)
    for person in range(many):
        chosen = rng.choice(topics, rng.integers(1, 5) + 1, replace=False, p=liked)
        loves[person, chosen[1:]] = rng.uniform(0.6, 1.0, len(chosen) - 1)
        loves[person, chosen[0]] = -1.5
    activity = np.exp(rng.normal(0, given.activity_spread, many))
    return Viewers(
        loves.astype(np.float32),
        _unit(rng.normal(size=(many, STYLES))),
        (given.of_person * rng.normal(size=many)).astype(np.float32),
        (given.watches_a_day * activity / activity.mean()).astype(np.float32),
    )


def _zipf(many: int, power: float) -> NDArray[np.float64]:
    chances = np.arange(1, many + 1) ** -power
    share: NDArray[np.float64] = chances / chances.sum()
    return share


def _unit(rows: NDArray[np.float64]) -> Floats:
    unit: Floats = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit
