-- read: The learner's snapshot, and whose key it is sealed under.
SELECT mark, sealed, pid FROM feed.model

-- make: The row of the model, before there is a snapshot.
INSERT INTO feed.model (pid) VALUES (%(pid)s) ON CONFLICT DO NOTHING

-- forget_model: Deletes a model whose key is gone.
DELETE FROM feed.model WHERE pid = %(pid)s

-- write: Keeps a snapshot; nothing where the key has become another.
UPDATE feed.model SET at = %(at)s, mark = %(mark)s, sealed = %(sealed)s WHERE pid = %(pid)s

-- now: The moment.
SELECT pg_current_snapshot()::text

-- begin_anew_elsewhere: In a database that was restored into a new cluster transactions are counted anew: then what is there counts as learned.
WITH elsewhere AS (
    UPDATE feed.model SET mark = pg_current_snapshot()::text
    WHERE pg_snapshot_xmax(mark::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())
    RETURNING one
)
UPDATE feed.event_batch SET xact = '0' WHERE xact > '0' AND EXISTS (SELECT FROM elsewhere)

-- unlearned: Viewers with batches that the learner may not have.
SELECT DISTINCT pid FROM feed.event_batch
WHERE xact > '0' AND (%(mark)s::pg_snapshot IS NULL OR (xact >= pg_snapshot_xmin(%(mark)s::pg_snapshot)
                     AND NOT pg_visible_in_snapshot(xact, %(mark)s::pg_snapshot)))
