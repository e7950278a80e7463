-- make_inbox: A table of this connection alone that pages are copied into; empty again after each transaction.
CREATE TEMPORARY TABLE IF NOT EXISTS page_inbox (day date, pid uuid, page_id uuid, sealed bytea)
ON COMMIT DELETE ROWS

-- copy_in: Pages as they come.
COPY page_inbox (day, pid, page_id, sealed) FROM STDIN (FORMAT BINARY)

-- keep: Keeps the pages.
INSERT INTO feed.page (day, pid, page_id, sealed)
SELECT day, pid, page_id, sealed FROM page_inbox
ON CONFLICT DO NOTHING

-- one: A page of a viewer.
SELECT sealed FROM feed.page WHERE day = %(day)s AND pid = %(pid)s AND page_id = %(page_id)s

-- recent: A viewer's pages since a time that are not known yet, the oldest first.
SELECT page_id, sealed FROM feed.page
WHERE day >= %(day)s AND pid = %(pid)s AND page_id > %(after)s
  AND NOT EXISTS (SELECT FROM unnest(%(known)s::uuid[]) AS known (id) WHERE known.id = page_id)
ORDER BY page_id

-- forget: Deletes a viewer's pages.
DELETE FROM feed.page WHERE pid = %(pid)s
