"""PostgreSQL, migrations and blobs. Knows nothing of video or people.

It promises that what it has acknowledged is durable, and that a migration happens whole or not at all. It
never decides what is stored where, and holds no SQL but its own.

Modules: ``pool`` (``Database``), ``queries``, ``migrations``, ``blobs`` and ``references`` (their counts),
``cluster`` (the embedded PostgreSQL).
"""
