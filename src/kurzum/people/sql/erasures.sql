-- Queries of an erasure, in the order in which they run.

-- ask: Note durably that a person is to be erased.
INSERT INTO people.erasure (person_id, asked_at) VALUES (%(person_id)s, %(now)s) ON CONFLICT DO NOTHING

-- hide: Hide a person from now on.
UPDATE people.person SET state = 'erasing' WHERE person_id = %(person_id)s

-- sign_out: End every session of a person.
DELETE FROM people.session WHERE person_id = %(person_id)s

-- pending: Erasures that are not finished, oldest first.
SELECT person_id FROM people.erasure ORDER BY asked_at LIMIT %(limit)s

-- tombstone: Keep a person's handles reserved, with nobody behind them.
UPDATE people.handle SET person_id = NULL, state = 'erased' WHERE person_id = %(person_id)s

-- drop_credential: Remove the verifier of a person's password.
DELETE FROM people.credential WHERE person_id = %(person_id)s

-- drop_answers: Remove the answers that were kept for a person.
DELETE FROM people.answer WHERE person_id = %(person_id)s

-- drop_person: Remove a person.
DELETE FROM people.person WHERE person_id = %(person_id)s

-- done: The erasure is finished.
DELETE FROM people.erasure WHERE person_id = %(person_id)s
