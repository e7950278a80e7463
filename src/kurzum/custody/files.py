"""Categories of what lies in files: of those below HOME by place, and of what is written without a struct.

A place is a pattern: ``*`` stands for any name in it, ``**`` for whatever is below.
"""

FILES: dict[str, str] = {
    "lock": "system",
    "kurzum.toml": "system",
    "state.json": "system",
    "users.json": "system",
    "zones/*/admin.sock": "system",
    "zones/*/backed_up.json": "system",
    "zones/*/restored.json": "system",
    "zones/*/blobs/**": "public",
    "zones/*/staging/*": "private",
    "zones/*/work/**": "private",
    "zones/*/custodian/epoch.key": "key",
    "zones/*/custodian/keys.sqlite": "key",
    "zones/*/custodian/keys.sqlite-*": "key",
    "zones/*/custodian/log/purposes-*.jsonl": "system",
    "zones/*/postgres/**": "system",  # its contents are the columns
    "zones/*/sockets/**": "system",
    "zones/*/worker/lanes.json": "system",
    "zones/*/worker/demo.json": "public",
    "zones/*/front/**": "system",
    "zones/*/rules/*": "system",
    "zones/*/ledger/**": "public",
    "zones/*/log/*.log": "system",
    "zones/*/log/*.log.*": "system",
}

BY_HAND: dict[str, str] = {
    "users.json first": "system",
    "users.json zones": "system",
    "lanes.json ids": "system",
    "demo.json names": "public",
    "epoch.key version": "system",
    "epoch.key id": "system",
    "epoch.key key": "key",
    "keys.sqlite meta.name": "system",
    "keys.sqlite meta.value": "key",
    "keys.sqlite record.person_tag": "token_hash",
    "keys.sqlite record.pid_tag": "token_hash",
    "keys.sqlite record.sealed": "key",
    "keys.sqlite destroyed.tag": "token_hash",
    "purposes-*.jsonl timestamp": "system",
    "purposes-*.jsonl role": "system",
    "purposes-*.jsonl op": "system",
    "purposes-*.jsonl purpose": "system",
    "purposes-*.jsonl count": "system",
    "purposes-*.jsonl outcome": "system",
    "staging head": "system",
    "staging chunks": "private",
    "staging mark": "system",
    "staging tail": "private",
    "blobs renditions of public clips": "public",
    "blobs renditions of other clips, sealed": "private",
    "queue lock": "person_id",
    "backup blobs.txt digest": "system",
    "backup blobs.txt bytes": "system",
}
"""``file field``."""
