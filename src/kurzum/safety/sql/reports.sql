-- put: Keeps a report; the same viewer, clip and reason again replace the note.
INSERT INTO safety.report (pid, clip_id, reason, day, note)
VALUES (%(pid)s, %(clip_id)s, %(reason)s, %(day)s, %(note)s)
ON CONFLICT (pid, clip_id, reason) DO UPDATE SET note = COALESCE(EXCLUDED.note, safety.report.note)

-- of_clip: The reports about a clip.
SELECT pid, reason, day, note FROM safety.report WHERE clip_id = %(clip_id)s ORDER BY day, pid, reason

-- tally: How many reports a viewer wrote.
SELECT count(*) FROM safety.report WHERE pid = %(pid)s

-- forget: Takes a viewer from their reports: each is nobody's then, and its note, which nobody can open, is gone.
UPDATE safety.report SET pid = gen_random_uuid(), note = NULL WHERE pid = %(pid)s

-- forget_clips: Deletes the reports about these clips.
DELETE FROM safety.report WHERE clip_id = ANY(%(clip_ids)s)
