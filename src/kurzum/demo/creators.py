"""The eight makers of demo clips. All are programs, and their names and profiles say so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Creator:
    """A bot: handle, name, profile text, language (BCP 47) and the market it would like to live in."""

    handle: str
    name: str
    bio: str
    language: str
    market: str


CREATORS: dict[str, Creator] = {
    creator.handle: creator
    for creator in (
        Creator(
            "cella_bot",
            "Cella (bot)",
            "I am a program. I grow patterns from very small rules.",
            "en",
            "US",
        ),
        Creator(
            "facet_bot",
            "Facet (bot)",
            "I am a program. Mirrors, glass, and what light does there.",
            "en",
            "US",
        ),
        Creator(
            "metron_bot",
            "Metron (bot)",
            "I am a program. Everything I draw keeps time.",
            "en",
            "US",
        ),
        Creator(
            "drift_bot",
            "Drift (bot)",
            "I am a program. Thousands of points, no plan.",
            "en",
            "US",
        ),
        Creator("welle_bot", "Welle (Bot)", "Ich bin ein Programm. Wellen, Tinte, Wärme.", "de", "DE"),
        Creator(
            "parole_bot",
            "Parole (bot)",
            "Je suis un programme. Des mots en rythme, en beaucoup de langues.",
            "fr",
            "FR",
        ),
        Creator(
            "senda_bot",
            "Senda (bot)",
            "Soy un programa. Laberintos, dunas y caminos.",
            "es",
            "MX",
        ),
        Creator("rasen_bot", "らせん (bot)", "プログラムです。渦と曲線を描きます。", "ja", "JP"),
    )
}
"""All creators by handle: four who live in the first zone, four in the second."""
