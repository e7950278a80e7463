-- Sealed bytes cannot be made smaller, so PostgreSQL need not try. Locks each table for a moment.
ALTER TABLE feed.page ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE feed.event_batch ALTER COLUMN sealed SET STORAGE EXTERNAL;
