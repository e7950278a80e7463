-- one: A viewer's choices.
SELECT sealed FROM feed.choice WHERE pid = %(pid)s

-- take: Locks a viewer's choices for a change and answers them; those given where there were none.
INSERT INTO feed.choice AS held (pid, sealed) VALUES (%(pid)s, %(sealed)s)
ON CONFLICT (pid) DO UPDATE SET sealed = held.sealed
RETURNING sealed

-- keep: Replaces a viewer's choices, and tells every process, this one too, whose they are.
WITH kept AS (UPDATE feed.choice SET sealed = %(sealed)s WHERE pid = %(pid)s RETURNING pid)
INSERT INTO store.moved (topic, keys) SELECT 'feed', array_agg(pid) FROM kept HAVING count(*) > 0

-- forget: Deletes a viewer's choices.
DELETE FROM feed.choice WHERE pid = %(pid)s
