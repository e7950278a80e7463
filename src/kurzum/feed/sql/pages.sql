-- keep: Keeps pages of one day, and tells other processes whose they are.
WITH kept AS (
    INSERT INTO feed.page (day, pid, page_id, sealed)
    SELECT %(day)s, pid, page_id, sealed
    FROM unnest(%(pids)b::uuid[], %(page_ids)b::uuid[], %(sealed)b::bytea[]) AS given (pid, page_id, sealed)
    ON CONFLICT DO NOTHING
)
INSERT INTO store.moved (topic, keys, origin) VALUES ('feed', %(pids)b::uuid[], %(origin)s)

-- one: A page of a viewer.
SELECT sealed FROM feed.page WHERE day = %(day)s AND pid = %(pid)s AND page_id = %(page_id)s

-- recent: A viewer's pages since a time that are not known yet, the oldest first.
SELECT page_id, sealed FROM feed.page
WHERE day >= %(day)s AND pid = %(pid)s AND page_id > %(after)s
  AND NOT EXISTS (SELECT FROM unnest(%(known)s::uuid[]) AS known (id) WHERE known.id = page_id)
ORDER BY page_id

-- forget: Deletes a viewer's pages.
DELETE FROM feed.page WHERE pid = %(pid)s
