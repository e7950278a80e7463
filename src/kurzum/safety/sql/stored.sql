-- What this room keeps of one person: how much, and all of it, for their own copy (``export``).

-- count_viewer: How much is kept under a pid, and since when: what, count, since.
SELECT 'reports' AS what, count(*) AS count, min(day)::timestamp AT TIME ZONE 'UTC' AS since
FROM safety.report WHERE pid = %(pid)s

-- limits: The limits on a clip, lifted ones too.
SELECT limit_id AS id, kind, statement_id AS statement, since, lifted_at FROM safety.clip_limit
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s ORDER BY since, limit_id

-- reports: What the viewer reported.
SELECT clip_id, reason, day, note FROM safety.report WHERE pid = %(pid)s ORDER BY day, clip_id, reason
