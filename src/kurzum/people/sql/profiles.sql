-- Queries on what everybody may see of people.

-- by_handle: The profile of the current handle of an active person, or of oneself.
SELECT p.person_id, p.handle, p.name, p.bio, p.bot, p.market, p.language, p.created_at, p.state = 'leaving'
FROM people.handle h JOIN people.person p ON p.person_id = h.person_id
WHERE h.handle = %(handle)s AND h.state = 'current'
  AND (p.state = 'active' OR (p.state = 'leaving' AND p.person_id = %(own)s))

-- by_ids: The profiles of those of these people that are active or leaving.
SELECT person_id, handle, name, bio, bot, market, language, created_at, state = 'leaving'
FROM people.person WHERE person_id = ANY(%(person_ids)s) AND state IN ('active', 'leaving')

-- away: People whom nobody else may see; of some where given.
SELECT person_id FROM people.person
WHERE state <> 'active' AND (%(since)s::uuid[] IS NULL OR person_id = ANY(%(since)s::uuid[]))
