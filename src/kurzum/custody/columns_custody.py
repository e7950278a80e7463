"""Categories of the columns of schema ``custody``; the categories are in ``categories.py``.

One line a column, in the order of the migrations.
"""

COLUMNS: dict[str, str] = {
    "custody.statement.id": "system",
    "custody.statement.decision": "public",
    "custody.statement.ground": "public",
    "custody.statement.category": "public",
    "custody.statement.explanation": "public",
    "custody.statement.territorial_scope": "public",
    "custody.statement.source_type": "public",
    "custody.statement.automated_detection": "public",
    "custody.statement.automated_decision": "public",
    "custody.statement.subject_kind": "public",
    "custody.statement.person_id": "person_id",
    "custody.statement.clip_id": "public",
    "custody.statement.created_at": "public",
    "custody.statement.applies_from": "public",
    "custody.statement.ends_at": "public",
    "custody.statement.made_in": "system",
}
