-- keep: Keeps pages of one day, tells other processes whose they are, and is told what moved since a moment.
WITH kept AS (
    INSERT INTO feed.page (day, pid, page_id, sealed)
    SELECT %(day)s, pid, page_id, sealed
    FROM unnest(%(pids)b::uuid[], %(page_ids)b::uuid[], %(sealed)b::bytea[]) AS given (pid, page_id, sealed)
    ON CONFLICT DO NOTHING
), noted AS (
    INSERT INTO store.moved (topic, keys, origin) VALUES ('feed', %(pids)b::uuid[], %(origin)s)
)
SELECT pg_current_snapshot()::text, m.topic, m.keys
FROM (SELECT) AS one LEFT JOIN store.moved m
  ON m.xact >= pg_snapshot_xmin(%(last)s::pg_snapshot) AND NOT pg_visible_in_snapshot(m.xact, %(last)s::pg_snapshot)
 AND m.origin IS DISTINCT FROM %(origin)s

-- take_back: Deletes a page that was not handed out.
DELETE FROM feed.page WHERE day = %(day)s AND pid = %(pid)s AND page_id = %(page_id)s

-- one: A page of a viewer.
SELECT sealed FROM feed.page WHERE day = %(day)s AND pid = %(pid)s AND page_id = %(page_id)s

-- recent: A viewer's pages since a time that are not known yet, the oldest first.
SELECT page_id, sealed FROM feed.page
WHERE day >= %(day)s AND pid = %(pid)s AND page_id > %(after)s
  AND NOT EXISTS (SELECT FROM unnest(%(known)s::uuid[]) AS known (id) WHERE known.id = page_id)
ORDER BY page_id

-- forget: Deletes a viewer's pages.
DELETE FROM feed.page WHERE pid = %(pid)s

-- owner: Whose a page is.
SELECT pid FROM feed.page WHERE day = %(day)s AND page_id = %(page_id)s
