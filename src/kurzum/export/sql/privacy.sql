-- How much is stored of one person, and since when: (what, count, since). One query for each side of them.

-- of_person: What is kept under the person_id.
WITH me AS (SELECT * FROM people.person WHERE person_id = %(person_id)s)
SELECT 'account' AS what, count(*) AS count, min(created_at) AS since FROM me
UNION ALL SELECT 'birth_date', count(birth_date), min(created_at) FILTER (WHERE birth_date IS NOT NULL) FROM me
UNION ALL SELECT 'email', count(email), NULL FROM me
UNION ALL SELECT 'phone', count(phone), NULL FROM me
UNION ALL SELECT 'market', count(*), min(created_at) FROM me
UNION ALL SELECT 'password', count(*), min(changed_at) FROM people.credential WHERE person_id = %(person_id)s
UNION ALL SELECT 'handles', count(*), NULL FROM people.handle WHERE person_id = %(person_id)s
UNION ALL SELECT 'sessions', count(*), min(created_at) FROM people.session WHERE person_id = %(person_id)s
UNION ALL SELECT 'answers', count(*), min(asked_at) FROM people.answer WHERE person_id = %(person_id)s
UNION ALL SELECT 'exports', count(*), min(asked_at) FROM people.export
          WHERE person_id = %(person_id)s AND state IN ('making', 'ready')
UNION ALL SELECT 'erasure', count(*), min(asked_at) FROM people.erasure WHERE person_id = %(person_id)s
UNION ALL SELECT 'clips', count(*), min(created_at) FROM clips.clip
          WHERE person_id = %(person_id)s AND visibility = 'public' AND state = 'published'
UNION ALL SELECT 'drafts', count(*), min(created_at) FROM clips.clip
          WHERE person_id = %(person_id)s AND state <> 'erased' AND NOT (visibility = 'public' AND state = 'published')
UNION ALL SELECT 'erased_clips', count(*), min(created_at) FROM clips.clip
          WHERE person_id = %(person_id)s AND state = 'erased'
UNION ALL SELECT 'uploads', count(*), min(created_at) FROM clips.upload WHERE person_id = %(person_id)s
UNION ALL SELECT 'decisions', count(*), min(created_at) FROM custody.statement WHERE person_id = %(person_id)s

-- of_viewer: What is kept under the pid.
SELECT 'age_tier' AS what, count(*) AS count, NULL::timestamptz AS since FROM people.viewer WHERE pid = %(pid)s
UNION ALL SELECT 'follows', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM people.edge
          WHERE pid = %(pid)s AND kind = 'follow'
UNION ALL SELECT 'blocks', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM people.edge
          WHERE pid = %(pid)s AND kind = 'block'
UNION ALL SELECT 'mutes', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM people.edge
          WHERE pid = %(pid)s AND kind = 'mute'
UNION ALL SELECT 'followers', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM people.edge
          WHERE other_pid = %(pid)s AND kind = 'follow'
UNION ALL SELECT 'likes', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM clips.liked WHERE pid = %(pid)s
UNION ALL SELECT 'saves', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM clips.saved WHERE pid = %(pid)s
UNION ALL SELECT 'watches', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM feed.event_batch WHERE pid = %(pid)s
UNION ALL SELECT 'pages', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM feed.page WHERE pid = %(pid)s
UNION ALL SELECT 'interests', count(*), NULL FROM feed.snapshot WHERE pid = %(pid)s
UNION ALL SELECT 'choices', count(*), NULL FROM feed.choice WHERE pid = %(pid)s
UNION ALL SELECT 'reports', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM safety.report WHERE pid = %(pid)s
