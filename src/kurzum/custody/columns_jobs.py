"""Categories of the columns of schema ``jobs``; the categories are in ``categories.py``.

One line a column, in the order of the migrations:  "jobs.table.column": "system",
"""

COLUMNS: dict[str, str] = {}
