"""Categories of the columns of schema ``feed``; the categories are in ``categories.py``.

One line a column, in the order of the migrations:  "feed.table.column": "system",
"""

COLUMNS: dict[str, str] = {
    "feed.event_batch.day": "system",
    "feed.event_batch.pid": "pid",
    "feed.event_batch.batch_id": "system",
    "feed.event_batch.sealed": "behaviour",
    "feed.event_batch.xact": "system",
    "feed.page.day": "system",
    "feed.page.pid": "pid",
    "feed.page.page_id": "system",
    "feed.page.sealed": "behaviour",
    "feed.snapshot.pid": "pid",
    "feed.snapshot.day": "system",
    "feed.snapshot.sealed": "behaviour",
    "feed.signed_out_count.day": "system",
    "feed.signed_out_count.kind": "aggregate",
    "feed.signed_out_count.count": "aggregate",
    "feed.choice.pid": "pid",
    "feed.choice.sealed": "behaviour",
    "feed.model.one": "system",
    "feed.model.pid": "pid",
    "feed.model.at": "system",
    "feed.model.mark": "system",
    "feed.model.sealed": "behaviour",
}
