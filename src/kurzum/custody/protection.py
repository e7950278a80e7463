"""How each category is protected: what it is, how it is kept, what a thief of the zone's disks learns."""

from __future__ import annotations

from typing import NamedTuple

_SEALED = (
    "sealed under the person's own key, which the custodian alone can unwrap; opened in memory, for a "
    "purpose, while the custodian lends the key"
)
_NOTHING = "nothing"


class Protection(NamedTuple):
    """Three sentences for people."""

    says: str
    kept_as: str
    thief: str


PROTECTION: dict[str, Protection] = {
    "identity": Protection("who somebody is: the birth date", _SEALED, _NOTHING),
    "contact": Protection(
        "how to reach them: e-mail, phone; and the check of their password", _SEALED, _NOTHING
    ),
    "location": Protection(
        "where they are: a client's address, nothing else",
        "never stored, sent on or logged; in memory as a keyed hash, to count requests",
        _NOTHING,
    ),
    "biometric": Protection(
        "faces and voices as vectors; nothing of the kind is made or kept", _SEALED, _NOTHING
    ),
    "behaviour": Protection(
        "what somebody watched, skipped, liked to see; their pages and interests",
        "sealed under the viewer's own key, in batches; what was learned from many people together, under a "
        "model key of the zone; opened in memory while the custodian lends the key",
        "how many bytes came when, from which pid; not what",
    ),
    "private": Protection(
        "what somebody made for themselves or a few: uploads, captions of clips that are not public, notes "
        "of reports",
        f"{_SEALED}; files in chunks of 64 KiB, sealed as their bytes arrive; work on them is in memory",
        "sizes and times",
    ),
    "graph": Protection(
        "who follows, blocks, mutes whom; who liked, saved or reported which clip",
        "plain rows of the viewing side's ids (pid), no time finer than a day; the custodian alone joins a "
        "pid to a person",
        "the shape of a graph without names, and which clips each nameless one liked, saved or reported",
    ),
    "person_id": Protection(
        "the public side's id of a person: account, profile, clips",
        "plain, never in one row, line or job with the pid of anybody",
        "which account a row belongs to, which is public for profiles and clips; and when somebody signed in "
        "or uploaded",
    ),
    "pid": Protection(
        "the viewing side's id of a person: events, pages, graph",
        "plain, never in one row, line or job with a person_id; who it is, is in the custodian's store alone",
        "which rows belong to one and the same nameless viewer",
    ),
    "coarse": Protection(
        "market, language, age tier",
        "plain, for every query needs them",
        "which market, language and age tier a pid has, and market and language of an account",
    ),
    "key": Protection(
        "what opens or lets in: data keys, session tokens, passwords on their way, credentials of servers",
        "data keys in the custodian's own store, sealed under its epoch key; elsewhere in memory, lent; "
        "session tokens with their owner alone; credentials in kurzum.toml, readable by its owner alone",
        "of people's keys nothing, without the custodian's folder: keep that, and its backup, apart; the "
        "password of a database elsewhere, where kurzum.toml lies on the same disk",
    ),
    "token_hash": Protection(
        "SHA-256 of random tokens, keyed hashes of ids", "plain: opens nothing", "how many there are"
    ),
    "public": Protection("what everybody sees", "plain", "what everybody sees"),
    "aggregate": Protection("totals over many people", "plain", "what everybody or the operator sees"),
    "interop": Protection(
        "what shipments over the border need; there is no border yet, so nothing",
        "closed schemas",
        _NOTHING,
    ),
    "system": Protection(
        "ids of things, states, versions, digests, times of the machine", "plain", "how the machine works"
    ),
}
"""By category."""
