-- Queries on people.session.

-- add: A new session of a person who is not being erased; their row is held, so that an erasure begins before or after.
INSERT INTO people.session (person_id, token_hash, session_id, kind, created_at, expires_at)
SELECT person_id, %(token_hash)s, %(session_id)s, %(kind)s, %(now)s, %(expires_at)s
FROM people.person WHERE person_id = %(person_id)s AND state IN ('active', 'leaving') FOR SHARE

-- find: Live sessions by person and hash of their token, with what a request needs of the person.
SELECT s.token_hash, s.session_id, s.person_id, s.kind, p.handle, p.market, p.language, s.created_at, s.expires_at,
       p.state = 'leaving'
FROM unnest(%(person_ids)s::uuid[], %(token_hashes)s::bytea[]) AS asked (person_id, token_hash)
JOIN people.session s ON s.person_id = asked.person_id AND s.token_hash = asked.token_hash
JOIN people.person p ON p.person_id = s.person_id AND p.state IN ('active', 'leaving')
WHERE s.expires_at > %(now)s

-- of_person: A person's live sessions, newest first.
SELECT s.session_id, s.person_id, s.kind, p.handle, p.market, p.language, s.created_at, s.expires_at,
       p.state = 'leaving'
FROM people.session s JOIN people.person p ON p.person_id = s.person_id
WHERE s.person_id = %(person_id)s AND s.expires_at > %(now)s
ORDER BY s.created_at DESC, s.session_id DESC LIMIT 200

-- prolong: Move the end of a session.
UPDATE people.session SET expires_at = %(expires_at)s
WHERE person_id = %(person_id)s AND session_id = %(session_id)s

-- end_one: End one session of a person.
DELETE FROM people.session WHERE person_id = %(person_id)s AND session_id = %(session_id)s

-- end_all: End a person's sessions, all but one where one is given.
DELETE FROM people.session
WHERE person_id = %(person_id)s AND (%(but)s::uuid IS NULL OR session_id <> %(but)s::uuid)

-- sweep: Delete sessions that have run out.
DELETE FROM people.session WHERE expires_at <= %(now)s
