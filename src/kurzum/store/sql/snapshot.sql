-- begin: One moment of the whole database, for every query that follows and for others who are told its name.
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY

-- name: What another connection calls this moment.
SELECT pg_export_snapshot()

-- hold_still: Ask everybody who deletes files or drops tables to wait until ``let_go`` or the end of this connection.
SELECT pg_advisory_lock_shared(hashtext('kurzum.hold_still'))

-- let_go: What ``hold_still`` asked for is over.
SELECT pg_advisory_unlock_shared(hashtext('kurzum.hold_still'))

-- may_delete: Whether nobody holds still; until the transaction ends nobody can begin to.
SELECT pg_try_advisory_xact_lock(hashtext('kurzum.hold_still'))

-- tables: All tables with rows of their own.
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
ORDER BY 1, 2

-- blobs: What something refers to.
SELECT digest, bytes FROM store.blob WHERE refs > 0 ORDER BY digest

-- size: Bytes of the database on its disk, without what can be made again.
SELECT coalesce(sum(pg_table_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_'

-- server: The major version of the server.
SELECT current_setting('server_version_num')::int / 10000

-- analyze: Let the planner know what came.
ANALYZE
