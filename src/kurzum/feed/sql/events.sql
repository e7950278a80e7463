-- keep: Keeps the batches that are new; answers which these were, and tells other processes whose they are.
WITH kept AS (
    INSERT INTO feed.event_batch (day, pid, batch_id, sealed)
    SELECT * FROM unnest(%(days)b::date[], %(pids)b::uuid[], %(batch_ids)b::uuid[], %(sealed)b::bytea[])
    ON CONFLICT DO NOTHING
    RETURNING pid, batch_id
), told AS (
    INSERT INTO store.moved (topic, keys, origin)
    SELECT 'feed', array_agg(DISTINCT pid), %(origin)s FROM kept HAVING count(*) > 0
)
SELECT pid, batch_id FROM kept

-- count_signed_out: Adds to the totals of viewers who are not signed in.
INSERT INTO feed.signed_out_count (day, kind, count)
SELECT %(day)s, k, n FROM unnest(%(kinds)s::text[], %(counts)s::bigint[]) AS given (k, n) ORDER BY k
ON CONFLICT (day, kind) DO UPDATE SET count = feed.signed_out_count.count + EXCLUDED.count

-- of_viewer: A viewer's batches since a day that they or the learner may not know: whether each is of the learner's mark.
SELECT day, batch_id, sealed, in_mark FROM (
    SELECT day, batch_id, sealed, coalesce(pg_visible_in_snapshot(xact, %(mark)s::pg_snapshot), false) AS in_mark
    FROM feed.event_batch WHERE pid = %(pid)s AND day >= %(since)s
) AS batch
WHERE NOT in_mark OR NOT EXISTS (SELECT FROM unnest(%(known)s::uuid[]) AS known (id) WHERE known.id = batch_id)
ORDER BY batch_id

-- latest: A viewer's latest batches, the newest first.
SELECT sealed FROM feed.event_batch WHERE pid = %(pid)s ORDER BY batch_id DESC LIMIT %(most)s

-- read_snapshot: A viewer's snapshot.
SELECT day, sealed FROM feed.snapshot WHERE pid = %(pid)s

-- write_snapshot: Keeps a viewer's snapshot.
INSERT INTO feed.snapshot (pid, day, sealed) VALUES (%(pid)s, %(day)s, %(sealed)s)
ON CONFLICT (pid) DO UPDATE SET day = EXCLUDED.day, sealed = EXCLUDED.sealed

-- tally: How many batches and pages of a viewer there are.
SELECT (SELECT count(*) FROM feed.event_batch WHERE pid = %(pid)s), (SELECT count(*) FROM feed.page WHERE pid = %(pid)s)

-- forget_batches: Deletes a viewer's batches.
DELETE FROM feed.event_batch WHERE pid = %(pid)s

-- forget_snapshot: Deletes a viewer's snapshot.
DELETE FROM feed.snapshot WHERE pid = %(pid)s

-- make_partitions: Makes the days' partitions of events and pages; answers how many.
SELECT feed.make_partitions(%(first)s, %(last)s)

-- drop_partitions: Drops a table's partitions of days before one; answers how many.
SELECT feed.drop_partitions(%(table)s, %(first)s)
