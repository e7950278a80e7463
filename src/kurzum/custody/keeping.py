"""Where each thing is kept, and for how long: for tables, files, memory and the person's own device.

Words in braces are settings: ``events_days``, ``pages_days``, ``session_days``, ``upload_hours``.
"""

_ZONE = "as long as the zone"
_ACCOUNT = "until the account is erased"
_CLIP = "until the account of the clip's maker is erased"
_DONE = "until the process ends"

KEEPING: dict[str, str] = {
    "store.migration": _ZONE,
    "store.blob": "until nothing refers to the file for an hour",
    "store.moved": "5 minutes",
    "custody.statement": f"{_ZONE}: why something was limited; and who was, until they are erased",
    "people.person": _ACCOUNT,
    "people.handle": f"{_ACCOUNT}; then the handle alone stays reserved, with nobody behind it",
    "people.credential": _ACCOUNT,
    "people.session": "{session_days} days unused, or until signed out",
    "people.viewer": _ACCOUNT,
    "people.edge": "until taken back, or one of the two is erased",
    "people.erasure": "until the erasure is finished, or the person stays",
    "people.receipt": "13 months after the erasure, or after the person stayed",
    "people.erased": f"{_ZONE}: so that no backup brings somebody back",
    "people.answer": "24 hours",
    "people.export": "7 days; that one was asked for, until the account is erased",
    "people.export_piece": "7 days, or until the copy is deleted or made anew, or the account is erased",
    "clips.upload": "until the clip is published, refused or erased; else {upload_hours} hours unused",
    "clips.clip": "contents until the clip is erased; that it was there until the account is",
    "clips.state_change": _CLIP,
    "clips.rendition": "until the clip or the account is erased",
    "clips.liked": "until taken back, or the clip or the account is erased",
    "clips.saved": "until taken back, or the clip or the account is erased",
    "clips.total": "until the clip is erased",
    "feed.event_batch": "{events_days} days, or until the account is erased",
    "feed.page": "{pages_days} days, or until the account is erased",
    "feed.snapshot": _ACCOUNT,
    "feed.choice": _ACCOUNT,
    "feed.signed_out_count": _ZONE,
    "feed.model": "replaced every five minutes while anything is learned",
    "safety.clip_limit": _CLIP,
    "safety.report": f"{_ZONE}, or until the clip's maker is erased; who wrote it until they are",
    "queue": "until the job is done; one that failed for good, 7 days",
    "lock": "while Kurzum runs",
    "kurzum.toml": _ZONE,
    "state.json": "until the next change",
    "users.json": "as long as HOME",
    "zones/*/admin.sock": "while the zone runs",
    "zones/*/backed_up.json": _ZONE,
    "zones/*/restored.json": _ZONE,
    "zones/*/blobs/**": "until nothing refers to the file for an hour",
    "zones/*/staging/*": "until the clip is published, refused or erased; else {upload_hours} hours unused",
    "zones/*/work/**": "while a clip is worked on, in memory where the kernel allows",
    "zones/*/custodian/epoch": "until the next rotation",
    "zones/*/custodian/epoch.next": "while a rotation is under way",
    "zones/*/custodian/shares/*": "until a ceremony moves them off",
    "zones/*/custodian/keys.sqlite": f"{_ACCOUNT}; of the erased a keyed hash stays",
    "zones/*/custodian/keys.sqlite-*": "until the store is next put in order",
    "zones/*/custodian-standby/epoch": "until the next rotation",
    "zones/*/custodian-standby/epoch.next": "while a rotation is under way",
    "zones/*/custodian-standby/shares/*": "until a ceremony moves them off",
    "zones/*/custodian-standby/keys.sqlite": f"{_ACCOUNT}; of the erased a keyed hash stays",
    "zones/*/custodian-standby/keys.sqlite-*": "until the store is next put in order",
    "zones/*/custodian/copy.sqlite": "while a backup is taken",
    "zones/*/custodian/control": "while the zone runs",
    "zones/*/custodian/log/purposes-*.jsonl": _ZONE,
    "zones/*/postgres/**": "as the tables",
    "zones/*/sockets/**": "while the zone runs",
    "zones/*/worker/lanes.json": "until the next worker",
    "zones/*/worker/demo.json": _ZONE,
    "zones/*/front/**": _ZONE,
    "zones/*/rules/*": "until the next start",
    "zones/*/ledger/**": _ZONE,
    "zones/*/log/*.log": "the newest 12 MiB of each process",
    "zones/*/log/*.log.*": "the newest 12 MiB of each process",
    "backups": "as long as you keep the backup",
    "memory": "while the process runs",
    "lent": "while the process runs and the custodian lends the key",
    "metrics": _DONE,
    "features": "as feed.page",
    "events": "as feed.event_batch",
    "spoken": "not kept",
    "cookie": "400 days, or until signed out",
    "localStorage kurzum.theme": "until changed, or cleared in the browser",
    "localStorage kurzum.language": "until changed, or cleared in the browser",
    "localStorage kurzum.less-data": "until changed, or cleared in the browser",
    "localStorage kurzum.seen": "the last 400 clips that were shown to nobody signed in",
    "localStorage kurzum.events.*": "until sent, or until signed out",
    "localStorage kurzum.uploads": "until the uploads are done, or until signed out",
    "indexedDB": "until the uploads are done, or until signed out",
    "caches": "until the next version of the client",
}

KEPT_IN: dict[str, str] = {
    "export.documents": "people.export_piece",
    "feed.pages": "feed.page.sealed",
    "feed.engine": "feed.page.sealed",
    "feed.explain": "feed.page.sealed",
    "feed.events": "feed.event_batch.sealed",
    "feed.interests": "feed.snapshot.sealed",
    "feed.persons": "feed.snapshot.sealed",
    "feed.choices": "feed.choice.sealed",
    "feed": "feed.model.sealed",
    "clips.face": "clips.clip.face",
    "custody.custodian.epoch": "zones/*/custodian/epoch",
    "custody.custodian.shares": "zones/*/custodian/shares/*",
    "custody.custodian.records": "zones/*/custodian/keys.sqlite",
    "app.state": "state.json",
    "app.backed_up": "zones/*/backed_up.json",
    "app.restored": "zones/*/restored.json",
    "people.returning": "zones/*/restored.json",
    "app.backup": "backups",
    "core.settings": "kurzum.toml",
    "users.json": "users.json",
    "lanes.json": "zones/*/worker/lanes.json",
    "demo.json": "zones/*/worker/demo.json",
    "keys.sqlite": "zones/*/custodian/keys.sqlite",
    "purposes-*.jsonl": "zones/*/custodian/log/purposes-*.jsonl",
    "staging": "zones/*/staging/*",
    "backup": "backups",
    "blobs": "zones/*/blobs/**",
    "queue": "queue",
}
"""Module or file -> where its documents lie: a column, or a file of ``KEEPING``. The longest that fits."""


def place_of(document: str) -> str | None:
    """Where a stored field lies; None where nobody says."""
    fits = [prefix for prefix in KEPT_IN if document.startswith((f"{prefix}.", f"{prefix} "))]
    return KEPT_IN[max(fits, key=len)] if fits else None


def how_long(place: str) -> str | None:
    """How long a place is kept: its own words, or those of the longest beginning that has some."""
    fits = [known for known in KEEPING if place == known or place.startswith((f"{known}.", f"{known} "))]
    return KEEPING[max(fits, key=len)] if fits else None
