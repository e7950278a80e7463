"""The kinds of pictures: functions of (beat, generator, colours) that yield a picture for every frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kurzum.demo.beat import Beat
from kurzum.demo.kinds import automata, curves, fields, grains, swarms, tiles, words
from kurzum.demo.stage import Picture

Kind = Callable[[Beat, np.random.Generator, tuple[str, ...]], Iterator[Picture]]

KINDS: dict[str, Kind] = {
    "life": automata.life,
    "spirals": automata.spirals,
    "reaction": automata.reaction,
    "sand": grains.sand,
    "maze": grains.maze,
    "waves": fields.waves,
    "marble": fields.marble,
    "lava": fields.lava,
    "moire": fields.moire,
    "dance": swarms.dance,
    "flow": swarms.flow,
    "boids": swarms.boids,
    "warp": swarms.warp,
    "globe": swarms.globe,
    "spirograph": curves.spirograph,
    "pendulums": curves.pendulums,
    "polyrhythm": curves.polyrhythm,
    "scope": curves.scope,
    "ridges": curves.ridges,
    "truchet": tiles.truchet,
    "kaleidoscope": tiles.kaleidoscope,
    "glass": tiles.glass,
    "sunflower": tiles.sunflower,
    "words": words.words,
}
"""All kinds by name."""
