-- hold_total: The total of a clip, locked until the transaction ends; none for an erased clip.
SELECT clip_id FROM clips.total WHERE clip_id = %(clip_id)s FOR UPDATE

-- like: Likes a clip once and counts it.
WITH one AS (
    INSERT INTO clips.liked (pid, clip_id, day) VALUES (%(pid)s, %(clip_id)s, %(day)s)
    ON CONFLICT DO NOTHING RETURNING clip_id
)
UPDATE clips.total SET likes = likes + 1 WHERE clip_id IN (SELECT clip_id FROM one)

-- unlike: Takes a like back and its count.
WITH one AS (DELETE FROM clips.liked WHERE pid = %(pid)s AND clip_id = %(clip_id)s RETURNING clip_id)
UPDATE clips.total SET likes = likes - 1 WHERE clip_id IN (SELECT clip_id FROM one)

-- save: Saves a clip once and counts it.
WITH one AS (
    INSERT INTO clips.saved (pid, clip_id, day) VALUES (%(pid)s, %(clip_id)s, %(day)s)
    ON CONFLICT DO NOTHING RETURNING clip_id
)
UPDATE clips.total SET saves = saves + 1 WHERE clip_id IN (SELECT clip_id FROM one)

-- unsave: Takes a save back and its count.
WITH one AS (DELETE FROM clips.saved WHERE pid = %(pid)s AND clip_id = %(clip_id)s RETURNING clip_id)
UPDATE clips.total SET saves = saves - 1 WHERE clip_id IN (SELECT clip_id FROM one)

-- stands: The totals of a clip and what one viewer did to it.
SELECT t.likes, t.plays, t.saves, t.shares,
       EXISTS (SELECT FROM clips.liked l WHERE l.pid = %(pid)s AND l.clip_id = t.clip_id),
       EXISTS (SELECT FROM clips.saved s WHERE s.pid = %(pid)s AND s.clip_id = t.clip_id)
FROM clips.total t WHERE t.clip_id = %(clip_id)s

-- add_totals: Adds plays and shares to clips, locked in the order of their ids so that no two callers wait in a ring.
WITH a AS (
    SELECT * FROM unnest(%(clip_ids)s::uuid[], %(plays)s::bigint[], %(shares)s::bigint[]) AS u(clip_id, plays, shares)
), held AS MATERIALIZED (
    SELECT t.clip_id FROM clips.total t WHERE t.clip_id IN (SELECT clip_id FROM a) ORDER BY t.clip_id FOR UPDATE
)
UPDATE clips.total t SET plays = t.plays + a.plays, shares = t.shares + a.shares
FROM a, held WHERE t.clip_id = a.clip_id AND t.clip_id = held.clip_id

-- liked_by: Clips that a viewer likes, newest first, after a cursor.
SELECT day, clip_id FROM clips.liked
WHERE pid = %(pid)s AND (day, clip_id) < (%(day)s, %(before)s)
ORDER BY day DESC, clip_id DESC LIMIT %(limit)s

-- saved_by: Clips that a viewer saved, newest first, after a cursor.
SELECT day, clip_id FROM clips.saved
WHERE pid = %(pid)s AND (day, clip_id) < (%(day)s, %(before)s)
ORDER BY day DESC, clip_id DESC LIMIT %(limit)s

-- tally: How many clips a viewer likes and has saved.
SELECT (SELECT count(*) FROM clips.liked WHERE pid = %(pid)s) + (SELECT count(*) FROM clips.saved WHERE pid = %(pid)s)

-- forget_viewer: Takes back everything that a viewer liked and saved, with the counts.
WITH l AS (DELETE FROM clips.liked WHERE pid = %(pid)s RETURNING clip_id),
     s AS (DELETE FROM clips.saved WHERE pid = %(pid)s RETURNING clip_id),
     n AS (SELECT clip_id, sum(likes) AS likes, sum(saves) AS saves
           FROM (SELECT clip_id, 1 AS likes, 0 AS saves FROM l UNION ALL SELECT clip_id, 0, 1 FROM s) u
           GROUP BY clip_id)
UPDATE clips.total t SET likes = t.likes - n.likes, saves = t.saves - n.saves
FROM n WHERE t.clip_id = n.clip_id
