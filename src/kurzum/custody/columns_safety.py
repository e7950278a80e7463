"""Categories of the columns of schema ``safety``; the categories are in ``categories.py``.

One line a column, in the order of the migrations:  "safety.table.column": "system",
"""

COLUMNS: dict[str, str] = {
    "safety.clip_limit.person_id": "person_id",
    "safety.clip_limit.clip_id": "public",
    "safety.clip_limit.limit_id": "public",
    "safety.clip_limit.kind": "public",
    "safety.clip_limit.statement_id": "public",
    "safety.clip_limit.since": "system",
    "safety.clip_limit.lifted_at": "system",
    "safety.report.pid": "pid",
    "safety.report.clip_id": "graph",
    "safety.report.reason": "graph",
    "safety.report.day": "graph",
    "safety.report.note": "private",
}
