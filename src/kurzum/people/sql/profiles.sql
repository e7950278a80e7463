-- Queries on what everybody may see of people.

-- by_handle: The profile of an active person's current handle.
SELECT p.person_id, p.handle, p.name, p.bio, p.bot, p.market, p.language, p.created_at
FROM people.handle h JOIN people.person p ON p.person_id = h.person_id AND p.state = 'active'
WHERE h.handle = %(handle)s AND h.state = 'current'

-- by_ids: The profiles of those of these people that are active.
SELECT person_id, handle, name, bio, bot, market, language, created_at
FROM people.person WHERE person_id = ANY(%(person_ids)s) AND state = 'active'
