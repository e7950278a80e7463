-- Queries on people.person, people.handle and people.credential.

-- handle_used: Whether a handle was ever used in this zone.
SELECT EXISTS (SELECT FROM people.handle WHERE handle = %(handle)s)

-- take_handle: Reserve a handle for a new person; a unique violation when it is taken.
INSERT INTO people.handle (handle, person_id, state) VALUES (%(handle)s, %(person_id)s, 'current')

-- add_person: A new person.
INSERT INTO people.person (person_id, handle, name, bio, market, language, bot, state, edition_version, created_at,
                           birth_date, email, phone)
VALUES (%(person_id)s, %(handle)s, %(name)s, %(bio)s, %(market)s, %(language)s, %(bot)s, 'active',
        %(edition_version)s, %(created_at)s, %(birth_date)s, %(email)s, %(phone)s)

-- add_credential: The sealed verifier of a new person's password.
INSERT INTO people.credential (person_id, verifier, changed_at) VALUES (%(person_id)s, %(verifier)s, %(now)s)

-- change_credential: Replace the sealed verifier of a person's password.
UPDATE people.credential SET verifier = %(verifier)s, changed_at = %(now)s WHERE person_id = %(person_id)s

-- credential_of_handle: Person and sealed verifier of a handle; of who is leaving too.
SELECT p.person_id, c.verifier
FROM people.handle h
JOIN people.person p ON p.person_id = h.person_id AND p.state IN ('active', 'leaving')
JOIN people.credential c ON c.person_id = p.person_id
WHERE h.handle = %(handle)s AND h.state = 'current'

-- credential_of_person: Sealed verifier of a person who is not being erased.
SELECT c.verifier
FROM people.person p JOIN people.credential c ON c.person_id = p.person_id
WHERE p.person_id = %(person_id)s AND p.state IN ('active', 'leaving')

-- account: A person's own account with its sealed fields, and when it is to be erased, if it is.
SELECT p.person_id, p.handle, p.name, p.bio, p.market, p.language, p.bot, p.created_at, p.birth_date, p.email, p.phone,
       p.state, e.erase_at
FROM people.person p LEFT JOIN people.erasure e ON e.person_id = p.person_id
WHERE p.person_id = %(person_id)s AND p.state IN ('active', 'leaving')

-- change_account: Replace the fields that are given; a sealed field is replaced when its flag is set.
UPDATE people.person
SET name = coalesce(%(name)s, name), bio = coalesce(%(bio)s, bio), language = coalesce(%(language)s, language),
    email = CASE WHEN %(with_email)s THEN %(email)s ELSE email END
WHERE person_id = %(person_id)s AND state IN ('active', 'leaving')
