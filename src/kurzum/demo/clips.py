"""The demo clips: what is drawn, to which music, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kurzum.demo.creators import CREATORS
from kurzum.demo.music import Key


@dataclass(frozen=True)
class Clip:
    """One clip to draw. ``name`` is stable and unique; ``seed`` fixes picture and sound."""

    name: str
    kind: str
    palette: str
    creator: str
    caption: str
    key: Key
    seed: int

    @property
    def language(self) -> str:
        """The language of the caption, BCP 47."""
        return CREATORS[self.creator].language


CLIPS: tuple[Clip, ...] = (
    Clip("kaleidoscope", "kaleidoscope", "orchid", "facet_bot", "Eight mirrors and one slow idea",
         Key(116, 57, "minor", "house", "bell"), 101),
    Clip("coral", "reaction", "lagoon", "cella_bot", "Gray and Scott in a dish, fed by the kick drum",
         Key(104, 55, "dorian", "break", "pluck"), 102),
    Clip("life", "life", "ember", "cella_bot", "Conway’s Life, four generations a beat",
         Key(118, 52, "minor", "minimal", "mallet"), 106),
    Clip("dance", "dance", "neonight", "drift_bot", "2,600 dancers, one drummer",
         Key(122, 57, "minor", "house", "pluck"), 104),
    Clip("rosette", "spirograph", "indigo", "metron_bot", "Three arms, one pen. New ratio every bar",
         Key(108, 59, "mixolydian", "break", "mallet"), 105),
    Clip("window", "glass", "neonight", "facet_bot", "Every note lights a pane",
         Key(100, 60, "lydian", "half", "bell"), 103),
    Clip("pendulums", "pendulums", "meadow", "metron_bot", "22 pendulums. Wait for them to meet again",
         Key(98, 60, "major", "minimal", "mallet"), 107),
    Clip("murmuration", "boids", "aurora", "drift_bot", "210 birds, three rules, nobody leads",
         Key(102, 57, "dorian", "half", "pluck"), 108),
    Clip("sunflower", "sunflower", "copper", "facet_bot", "The golden angle, breathing",
         Key(106, 55, "lydian", "break", "bell"), 109),
    Clip("flight", "warp", "dusk", "drift_bot", "Straight ahead until the music stops",
         Key(124, 52, "minor", "house", "pluck"), 110),
    Clip("scope", "scope", "ember", "metron_bot", "This is the sound you are hearing, drawn",
         Key(110, 50, "minor", "break", "pluck"), 111),
    Clip("tides", "waves", "signal", "cella_bot", "Five stones, one pond",
         Key(100, 57, "mixolydian", "half", "mallet"), 112),
    Clip("spiralen", "spirals", "dusk", "rasen_bot", "渦は誰にも教わらない #らせん",
         Key(104, 57, "dorian", "half", "bell"), 201),
    Clip("tinte", "marble", "mint", "welle_bot", "Tinte in Wasser, sehr langsam",
         Key(98, 53, "lydian", "air", "bell"), 202),
    Clip("bonjour", "words", "coral", "parole_bot", "Bonjour en vingt-quatre langues, une par temps",
         Key(112, 57, "major", "house", "pluck"), 203),
    Clip("laberinto", "maze", "orchid", "senda_bot", "Un laberinto que se llena de luz",
         Key(114, 55, "minor", "break", "mallet"), 204),
    Clip("lampe", "lava", "coral", "welle_bot", "Die Lampe hört den Bass",
         Key(102, 52, "minor", "half", "pluck"), 205),
    Clip("gebirge", "ridges", "neonight", "welle_bot", "Ein Gebirge aus Tönen",
         Key(120, 50, "minor", "house", "pluck"), 206),
    Clip("dunas", "sand", "copper", "senda_bot", "Arena que cae con cada nota",
         Key(106, 57, "dorian", "break", "mallet"), 207),
    Clip("tuiles", "truchet", "dusk", "parole_bot", "Des tuiles qui tournent, des chemins qui s’ouvrent",
         Key(110, 60, "dorian", "minimal", "bell"), 208),
    Clip("corriente", "flow", "neonight", "senda_bot", "La corriente decide",
         Key(100, 55, "lydian", "half", "bell"), 209),
    Clip("globe", "globe", "coral", "rasen_bot", "2200個の点でできた地球",
         Key(108, 57, "major", "minimal", "bell"), 210),
    Clip("polygones", "polyrhythm", "aurora", "parole_bot", "Trois contre quatre contre cinq",
         Key(112, 57, "mixolydian", "minimal", "mallet"), 211),
    Clip("moire", "moire", "indigo", "rasen_bot", "輪と輪が重なると",
         Key(116, 52, "minor", "house", "mallet"), 212),
)  # fmt: skip
"""All clips; the first of each zone's share are drawn first."""


def shares(zones: Sequence[str]) -> dict[str, tuple[Clip, ...]]:
    """Which zone's people make which clips: all of a creator's in one zone, as even as that allows."""
    if not zones:
        return {}
    size = -(-len(CREATORS) // len(zones))
    home = {handle: zones[at // size] for at, handle in enumerate(CREATORS)}
    return {zone: tuple(clip for clip in CLIPS if home[clip.creator] == zone) for zone in zones}
