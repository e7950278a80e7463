-- put: Keeps a report; the same viewer, clip and reason again replace the note.
INSERT INTO safety.report (pid, clip_id, reason, day, note)
VALUES (%(pid)s, %(clip_id)s, %(reason)s, %(day)s, %(note)s)
ON CONFLICT (pid, clip_id, reason) DO UPDATE SET note = COALESCE(EXCLUDED.note, safety.report.note)

-- of_clip: The reports about a clip.
SELECT pid, reason, day, note FROM safety.report WHERE clip_id = %(clip_id)s ORDER BY day, pid, reason

-- forget: Deletes a viewer's reports.
DELETE FROM safety.report WHERE pid = %(pid)s
