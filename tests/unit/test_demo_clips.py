"""What the demo is made of: enough clips, of many kinds, by makers that say they are bots."""

from __future__ import annotations

from itertools import islice

import numpy as np

from kurzum.demo import CLIPS, CREATORS, shares
from kurzum.demo.beat import listen
from kurzum.demo.kinds import KINDS
from kurzum.demo.music import compose, perform
from kurzum.demo.palettes import PALETTES
from kurzum.demo.stage import H, W
from kurzum.markets import LANGUAGES, MARKETS, edition_for


def test_there_are_24_clips_of_many_kinds_by_eight_bots() -> None:
    assert len(CLIPS) >= 24
    assert len({clip.name for clip in CLIPS}) == len({clip.seed for clip in CLIPS}) == len(CLIPS)
    assert len({clip.kind for clip in CLIPS}) >= 20
    assert all(clip.kind in KINDS and clip.palette in PALETTES for clip in CLIPS)
    assert {clip.creator for clip in CLIPS} == set(CREATORS)
    assert len(CREATORS) == 8
    for creator in CREATORS.values():
        assert creator.handle.endswith("_bot")
        assert "bot" in creator.name.lower()
        assert creator.language in LANGUAGES
        assert creator.market in MARKETS
    assert len({(clip.key.bpm, clip.key.root, clip.key.scale, clip.key.style) for clip in CLIPS}) >= 20


def test_each_zone_gets_its_half_and_a_creator_lives_in_one_zone() -> None:
    both = shares(["us", "world"])
    assert {zone: len(clips) for zone, clips in both.items()} == {"us": 12, "world": 12}
    assert not {clip.creator for clip in both["us"]} & {clip.creator for clip in both["world"]}
    assert shares(["alone"])["alone"] == CLIPS
    three = shares(["a", "b", "c"])
    assert sorted(clip.name for clips in three.values() for clip in clips) == sorted(c.name for c in CLIPS)
    assert shares([]) == {}


def test_every_length_is_within_every_edition() -> None:
    for clip in CLIPS:
        piece = compose(clip.key, np.random.default_rng((clip.seed, 0)))
        assert 15.2 < piece.seconds < 20
        assert edition_for(CREATORS[clip.creator].market).clip_min_ms < piece.seconds * 1000


def test_a_piece_keeps_time_and_every_kind_draws_to_it() -> None:
    clip = next(clip for clip in CLIPS if clip.key.style == "house")
    piece = compose(clip.key, np.random.default_rng(1))
    samples = perform(piece, np.random.default_rng(1))
    beat = listen(piece, samples)
    assert 0.3 < np.abs(samples).max() <= 0.9
    assert beat.frames == round(piece.seconds * 30)
    on_beat = [round(quarter * 60 / clip.key.bpm * 30) + 1 for quarter in range(24)]
    between = [frame + 7 for frame in on_beat]
    assert beat.kick[on_beat].mean() > 2 * beat.kick[between].mean()
    for name, kind in KINDS.items():
        frames = [
            list(islice(kind(beat, np.random.default_rng(3), PALETTES["ember"]), 9))[-1] for _ in range(2)
        ]
        assert frames[0].shape == (H, W, 3)
        assert frames[0].dtype == np.uint8
        assert np.array_equal(frames[0], frames[1]), f"{name} is not the same twice"
        assert frames[0].std() > 2, f"{name} shows nothing"
