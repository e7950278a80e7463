"""Why a process asks the custodian for somebody's keys, and which role may ask for what: a closed list.

The custodian refuses what is not in ``ALLOWED`` and writes every answered purpose into its log.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Role = Literal["server", "worker", "operator"]
"""Who calls; told by the socket the call comes in on, never by what the caller says."""

Op = Literal[
    "new_key",
    "unwrap",
    "pids",
    "people",
    "destroy",
    "destroy_again",
    "standing",
    "attest",
    "unlock",
    "rotate",
]


class Purpose(StrEnum):
    """What the keys are for."""

    SIGN_UP = "sign_up"  # a new account
    SIGN_IN = "sign_in"  # checking a password, knowing a session
    ACCOUNT = "account"  # showing and changing one's own account
    PROFILE = "profile"  # a profile as this viewer may see it
    GRAPH = "graph"  # follow, block, mute, and lists of them
    REACT = "react"  # like, save
    UPLOAD = "upload"  # sealing a file as it arrives
    PROCESS = "process"  # encoding what was uploaded
    MEDIA = "media"  # playing what is sealed at rest to those who may see it
    CLIPS = "clips"  # drafts and captions that are not public
    FEED = "feed"  # making a page
    EVENTS = "events"  # recording what a viewer did
    LEARN = "learn"  # telling the zone's learner what viewers did, many at once
    REPLAY = "replay"  # an operator ranks a stored page again
    MODEL = "model"  # what the zone learned from everybody
    REPORT = "report"  # a report and what becomes of it
    LIMIT = "limit"  # an operator's decision on a clip or an account
    EXPORT = "export"  # the person's own copy of their data
    ERASE = "erase"  # the end of an account
    RESTORE = "restore"  # a zone and its keys that come back from backups of different days
    CUSTODY = "custody"  # the custodian's own affairs
    DEMO = "demo"  # bots and clips that come with the software


_READ = frozenset(Purpose) - {
    Purpose.SIGN_UP,
    Purpose.PROCESS,
    Purpose.RESTORE,
    Purpose.CUSTODY,
    Purpose.DEMO,
}

ALLOWED: dict[Role, dict[Op, frozenset[Purpose]]] = {
    "server": {
        "new_key": frozenset({Purpose.SIGN_UP, Purpose.DEMO, Purpose.MODEL}),
        "unwrap": _READ | {Purpose.SIGN_UP},
        "pids": _READ | {Purpose.SIGN_UP},
        "people": _READ,
    },
    "worker": {
        "new_key": frozenset({Purpose.DEMO, Purpose.RESTORE}),
        "unwrap": _READ | {Purpose.PROCESS, Purpose.DEMO},
        "pids": _READ | {Purpose.PROCESS, Purpose.DEMO},
        "people": _READ | {Purpose.PROCESS, Purpose.DEMO},
        "destroy": frozenset({Purpose.ERASE}),
        "destroy_again": frozenset({Purpose.RESTORE}),
        "standing": frozenset({Purpose.RESTORE}),
    },
    "operator": {
        "attest": frozenset({Purpose.CUSTODY}),
        "unlock": frozenset({Purpose.CUSTODY}),
        "rotate": frozenset({Purpose.CUSTODY}),
    },
}
