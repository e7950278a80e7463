-- What this room keeps of one person: how much, and all of it, for their own copy (``export``).

-- count_viewer: How much is kept under a pid, and since when: what, count, since.
SELECT 'watches' AS what, count(*) AS count, min(day)::timestamp AT TIME ZONE 'UTC' AS since
FROM feed.event_batch WHERE pid = %(pid)s
UNION ALL SELECT 'pages', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM feed.page WHERE pid = %(pid)s
UNION ALL SELECT 'interests', count(*), NULL FROM feed.snapshot WHERE pid = %(pid)s
UNION ALL SELECT 'choices', count(*), NULL FROM feed.choice WHERE pid = %(pid)s

-- records: How many batches of events and pages there are.
SELECT (SELECT count(*) FROM feed.event_batch WHERE pid = %(pid)s) + (SELECT count(*) FROM feed.page WHERE pid = %(pid)s) AS count

-- batches: Batches of events after one, the oldest first.
SELECT day, batch_id, sealed FROM feed.event_batch
WHERE pid = %(pid)s AND (day, batch_id) > (%(day)s, %(after)s) ORDER BY day, batch_id LIMIT %(limit)s

-- pages: Pages after one, the oldest first.
SELECT day, page_id, sealed FROM feed.page
WHERE pid = %(pid)s AND (day, page_id) > (%(day)s, %(after)s) ORDER BY day, page_id LIMIT %(limit)s

-- choices: What the viewer decided about their feed.
SELECT sealed FROM feed.choice WHERE pid = %(pid)s
