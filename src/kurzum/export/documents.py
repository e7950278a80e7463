"""The files of an export: version 1. A change that an importer must know of raises ``VERSION``.

Times are RFC 3339 in UTC, days are dates, durations ms, sizes bytes. Other people appear by handle alone, and
only where the person sees them anyway; whoever is gone is left out.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

VERSION = 1
Time = Annotated[datetime, msgspec.Meta(tz=True)]


class Doc(msgspec.Struct, forbid_unknown_fields=True):
    """Part of a file. Every field is always there; null where nothing is known."""


class Counted(Doc):
    """A file of the export as it was written. ``items``: entries of a list or lines; null for others."""

    bytes: int
    sha256: str
    items: int | None


class Manifest(Doc):
    """What this export is. ``files``: every file beside the media, which ``clips.json`` lists."""

    format: str
    version: int
    zone: str
    software: str
    asked_at: Time
    person: UUID
    handle: str
    files: dict[str, Counted]


class Handle(Doc):
    """A handle that the person has or had."""

    handle: str
    state: str


class Account(Doc):
    """What the account was opened with. ``age_tier`` is what the birth date came to, for the feed."""

    person: UUID
    market: str
    language: str
    age_tier: str | None
    birth_date: date | None
    email: str | None
    phone: str | None
    created_at: Time
    password_changed_at: Time | None
    edition_version: int
    handles: list[Handle]


class Profile(Doc):
    """What everybody sees."""

    handle: str
    name: str
    bio: str
    bot: bool
    created_at: Time


class Session(Doc):
    """A sign-in or a token. Its secret is not kept, so it is not here."""

    id: UUID
    kind: str
    created_at: Time
    expires_at: Time


class Answer(Doc):
    """An answer that is kept for a day, in case the same request is sent again."""

    asked_at: Time
    answer: Any


class Follower(Doc):
    """Somebody who follows the person."""

    handle: str


class Relation(Doc):
    """Somebody whom the person follows, blocks or mutes, since a day."""

    handle: str
    day: date


class Reaction(Doc):
    """A clip that the person likes or saved, on a day."""

    clip: UUID
    day: date


class Media(Doc):
    """A file in the ZIP. ``kind``: ``original``, ``mp4`` or ``poster``; sizes in px, null of an original."""

    path: str
    kind: str
    bytes: int
    sha256: str
    width: int | None
    height: int | None
    codecs: str | None


class Upload(Doc):
    """A file that came up and is no clip. ``file``: null while it is not whole."""

    id: UUID
    length: int
    created_at: Time
    expires_at: Time
    file: Media | None


class Rejection(Doc):
    """Why a clip was refused."""

    code: str
    message: str | None


class Counts(Doc):
    """A clip's totals."""

    likes: int
    saves: int
    plays: int
    shares: int


class Limit(Doc):
    """A limit on a clip; ``statement`` is its reason, in ``decisions.json``."""

    id: UUID
    kind: str
    statement: UUID
    since: Time
    lifted_at: Time | None


class Step(Doc):
    """A state that a clip came to."""

    state: str
    cause: str
    at: Time


class Clip(Doc):
    """A clip in any state. Of one that was erased only that it was there is left."""

    id: UUID
    upload: UUID
    state: str
    state_at: Time
    progress: float
    visibility: str
    market: str
    language: str
    edition_version: int
    caption: str | None
    colour: str | None
    placeholder: str | None
    duration_ms: int | None
    width: int | None
    height: int | None
    created_at: Time
    published_at: Time | None
    rejection: Rejection | None
    counts: Counts
    limits: list[Limit]
    history: list[Step]
    files: list[Media]


class Watch(Doc):
    """An event: what the person did to a clip, as their browser told it. ``batch``: with what it came."""

    batch: UUID
    id: UUID
    kind: str
    clip: UUID
    page: UUID | None
    at: Time
    watched_ms: int | None
    loops: int | None


class Why(Doc):
    """A reason of a pick: a code, and what its sentence needs."""

    code: str
    params: dict[str, str]


class Pick(Doc):
    """A clip that was shown. ``propensity``: the chance that this slot would show it."""

    clip: UUID
    score: float
    propensity: float
    reasons: list[Why]


class Page(Doc):
    """A page that was made for the person, and from what. ``considered``: the clips that it was chosen from;
    ``features``: what was known of each of these, in their order; ``weights``: what each feature counted."""

    page: UUID
    kind: str
    at: Time
    engine: int
    market: str | None
    language: str
    note: str | None
    picks: list[Pick]
    considered: list[UUID]
    features: dict[str, list[float]]
    weights: dict[str, float]


class Interest(Doc):
    """Something that For You takes the person to like; ``strength`` is beside the strongest, which has 1."""

    kind: str
    key: str
    name: str
    strength: float
    watches: int


class Hidden(Doc):
    """Something that the person keeps off For You, since when. ``key``: a handle, a word, a sound's id."""

    kind: str
    key: str
    at: Time


class Interests(Doc):
    """What For You believed when the export was asked for, and what the person decided about it.

    ``reset_at``: watches before it are no interests; null: all are.
    """

    at: Time
    watches: int
    interests: list[Interest]
    reset_at: Time | None
    hidden: list[Hidden]


class Report(Doc):
    """A clip that the person reported."""

    clip: UUID
    reason: str
    day: date
    note: str | None


class Decision(Doc):
    """A statement of reasons about the person or a clip of theirs, by the fields of the EU's database."""

    id: UUID
    decision: str
    ground: str
    category: str
    explanation: str
    territorial_scope: list[str]
    source_type: str
    automated_detection: bool
    automated_decision: str
    clip: UUID | None
    created_at: Time
    applies_from: Time
    ends_at: Time | None


class Followers(Doc):
    items: list[Follower]


class Relations(Doc):
    items: list[Relation]


class Reactions(Doc):
    items: list[Reaction]


class Sessions(Doc):
    items: list[Session]


class Answers(Doc):
    items: list[Answer]


class Uploads(Doc):
    items: list[Upload]


class Clips(Doc):
    items: list[Clip]


class Reports(Doc):
    items: list[Report]


class Decisions(Doc):
    items: list[Decision]


FILES: dict[str, type[Doc]] = {
    "manifest.json": Manifest,
    "account.json": Account,
    "profile.json": Profile,
    "sessions.json": Sessions,
    "answers.json": Answers,
    "followers.json": Followers,
    "follows.json": Relations,
    "blocks.json": Relations,
    "mutes.json": Relations,
    "likes.json": Reactions,
    "saves.json": Reactions,
    "uploads.json": Uploads,
    "clips.json": Clips,
    "interests.json": Interests,
    "reports.json": Reports,
    "decisions.json": Decisions,
}
"""Name -> what the file holds."""

LINES: dict[str, type[Doc]] = {"watches.jsonl": Watch, "pages.jsonl": Page}
"""Name -> what each line of the file holds."""


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of all files: ``files`` and ``lines`` name the definition of each."""
    kinds = [*FILES.values(), *LINES.values()]
    references, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    of = dict(zip([*FILES, *LINES], references, strict=True))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A person's own data, exported from Kurzum",
        "version": VERSION,
        "files": {name: of[name] for name in FILES},
        "lines": {name: of[name] for name in LINES},
        "$defs": definitions,
    }
