"""PostgreSQL, migrations and blobs. Knows nothing of video or people."""
