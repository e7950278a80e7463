-- in_force: The limits on these clips that are in force.
SELECT l.clip_id, l.kind, l.limit_id, l.statement_id
FROM safety.clip_limit l
WHERE l.clip_id = ANY(%(clip_ids)s) AND l.lifted_at IS NULL
ORDER BY l.clip_id, l.limit_id

-- limited: Every clip that a limit is in force on.
SELECT DISTINCT clip_id FROM safety.clip_limit WHERE lifted_at IS NULL

-- place: Puts a limit in force, unless one of its kind is.
INSERT INTO safety.clip_limit (person_id, clip_id, limit_id, kind, statement_id, since)
VALUES (%(person_id)s, %(clip_id)s, %(limit_id)s, %(kind)s, %(statement_id)s, %(now)s)
ON CONFLICT (clip_id, kind) WHERE lifted_at IS NULL DO NOTHING

-- lift: Ends the limit of a kind on a clip.
UPDATE safety.clip_limit SET lifted_at = GREATEST(%(now)s, since)
WHERE clip_id = %(clip_id)s AND kind = %(kind)s AND lifted_at IS NULL
RETURNING limit_id

-- removals: Removals in force, the newest first.
SELECT clip_id, limit_id FROM safety.clip_limit
WHERE kind = 'removal' AND lifted_at IS NULL AND since > %(since)s
ORDER BY since DESC
LIMIT 500

-- forget_person: Deletes the limits on a person's clips.
DELETE FROM safety.clip_limit WHERE person_id = %(person_id)s
