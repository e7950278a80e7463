-- one_at_a_time: Lets one transaction at a time count and create what a person has in work.
SELECT pg_advisory_xact_lock(hashtextextended('clips.upload ' || %(person_id)s::text, 0))

-- count: How many uploads of a person are not a clip yet, and the bytes that all of them take.
SELECT count(*) FILTER (WHERE c.clip_id IS NULL), COALESCE(sum(u.length), 0)::bigint
FROM clips.upload u
LEFT JOIN clips.clip c USING (person_id, upload_id)
WHERE u.person_id = %(person_id)s

-- create: A new upload of a known length.
INSERT INTO clips.upload (person_id, upload_id, length, created_at, expires_at)
VALUES (%(person_id)s, %(upload_id)s, %(length)s, %(now)s, %(expires_at)s)

-- find: One upload of a person, and whether it is a clip already.
SELECT u.length, u.expires_at, c.clip_id IS NOT NULL
FROM clips.upload u
LEFT JOIN clips.clip c USING (person_id, upload_id)
WHERE u.person_id = %(person_id)s AND u.upload_id = %(upload_id)s

-- prolong: Bytes came, so there is more time for the rest.
UPDATE clips.upload SET expires_at = GREATEST(expires_at, %(expires_at)s)
WHERE person_id = %(person_id)s AND upload_id = %(upload_id)s

-- delete: Forgets an upload.
DELETE FROM clips.upload WHERE person_id = %(person_id)s AND upload_id = %(upload_id)s

-- delete_unused: Forgets an upload unless it is a clip.
DELETE FROM clips.upload u
WHERE u.person_id = %(person_id)s AND u.upload_id = %(upload_id)s
  AND NOT EXISTS (SELECT FROM clips.clip c WHERE c.person_id = u.person_id AND c.upload_id = u.upload_id)
RETURNING u.upload_id

-- delete_all: Forgets all uploads of a person.
DELETE FROM clips.upload WHERE person_id = %(person_id)s RETURNING upload_id

-- expired: Uploads whose time is over and that no clip in work still needs.
SELECT u.person_id, u.upload_id
FROM clips.upload u
WHERE u.expires_at <= %(now)s
  AND NOT EXISTS (
      SELECT FROM clips.clip c
      WHERE c.person_id = u.person_id AND c.upload_id = u.upload_id
        AND (c.state IN ('uploaded', 'probing', 'encoding')
             OR (c.state IN ('published', 'withdrawn', 'removed') AND c.progress < 1)))
ORDER BY u.expires_at
LIMIT %(limit)s

-- known: Which of these uploads there are.
SELECT upload_id FROM clips.upload WHERE upload_id = ANY(%(upload_ids)s)
