-- What this room keeps of one person: how much, and all of it, for their own copy (``export``).

-- count_person: How much is kept under a person_id, and since when: what, count, since.
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

-- count_viewer: How much is kept under a pid.
SELECT 'age_tier' AS what, count(*) AS count, NULL::timestamptz AS since FROM people.viewer WHERE pid = %(pid)s
UNION ALL SELECT kind || 's', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM people.edge
          WHERE pid = %(pid)s GROUP BY kind
UNION ALL SELECT 'followers', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM people.edge
          WHERE other_pid = %(pid)s AND kind = 'follow'

-- account: The account, with its sealed fields.
SELECT p.handle, p.name, p.bio, p.bot, p.market, p.language, p.edition_version, p.created_at, p.birth_date, p.email,
       p.phone, c.changed_at
FROM people.person p LEFT JOIN people.credential c USING (person_id)
WHERE p.person_id = %(person_id)s

-- handles: Every handle of the person.
SELECT handle, state FROM people.handle WHERE person_id = %(person_id)s ORDER BY state, handle

-- sessions: Sign-ins and tokens.
SELECT session_id, kind, created_at, expires_at FROM people.session
WHERE person_id = %(person_id)s ORDER BY created_at, session_id

-- answers: Answers that are kept for the same request again.
SELECT asked_at, body FROM people.answer WHERE person_id = %(person_id)s AND body IS NOT NULL ORDER BY asked_at

-- age_tier: The age tier of a viewer.
SELECT age_tier FROM people.viewer WHERE pid = %(pid)s

-- relations: Whom the viewer follows, blocks or mutes, after one.
SELECT other_pid, day FROM people.edge
WHERE pid = %(pid)s AND kind = %(kind)s AND other_pid > %(after)s ORDER BY other_pid LIMIT %(limit)s

-- followers: Who follows the viewer, after one.
SELECT pid, day FROM people.edge
WHERE other_pid = %(pid)s AND kind = 'follow' AND pid > %(after)s ORDER BY pid LIMIT %(limit)s
