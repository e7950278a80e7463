-- new_origin: A number for a process, to tell its own moves from those of others.
SELECT nextval('store.origin')

-- begin: The moment from which on moves are followed.
SELECT pg_current_snapshot()::text

-- since: The moment now, and what moved between an earlier one and it, but for what this process moved itself.
SELECT pg_current_snapshot()::text, m.topic, m.keys
FROM (SELECT) AS one LEFT JOIN store.moved m
  ON m.xact >= pg_snapshot_xmin(%(last)s::pg_snapshot) AND NOT pg_visible_in_snapshot(m.xact, %(last)s::pg_snapshot)
 AND m.origin IS DISTINCT FROM %(origin)s

-- forget: Deletes what moved before a moment, and what came with a copy from another cluster, whose count was ahead.
DELETE FROM store.moved
WHERE xact < pg_snapshot_xmin(%(before)s::pg_snapshot) OR xact >= pg_snapshot_xmax(pg_current_snapshot())
