"""Categories of the columns of schema ``feed``; the categories are in ``categories.py``.

One line a column, in the order of the migrations:  "feed.table.column": "system",
"""

COLUMNS: dict[str, str] = {}
