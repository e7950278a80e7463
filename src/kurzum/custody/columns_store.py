"""Categories of the columns of schema ``store``; the categories are in ``categories.py``.

One line a column, in the order of the migrations.
"""

COLUMNS: dict[str, str] = {
    "store.migration.room": "system",
    "store.migration.number": "system",
    "store.migration.checksum": "system",
    "store.migration.ran_at": "system",
    "store.blob.digest": "system",
    "store.blob.bytes": "system",
    "store.blob.refs": "system",
    "store.blob.changed_at": "system",
    "store.moved.xact": "system",
    "store.moved.topic": "system",
    # Ids of one kind a row (clips, or people on one side), never of two kinds in one transaction.
    "store.moved.keys": "system",
    "store.moved.origin": "system",
}
