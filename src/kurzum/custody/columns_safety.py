"""Categories of the columns of schema ``safety``; the categories are in ``categories.py``.

One line a column, in the order of the migrations:  "safety.table.column": "system",
"""

COLUMNS: dict[str, str] = {}
