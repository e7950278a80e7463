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

-- remember: Keep the stone of somebody erased, for the day on which an older copy of the keys comes back.
INSERT INTO people.erased (stone, day) VALUES (%(stone)s, (%(now)s::timestamptz AT TIME ZONE 'UTC')::date)
ON CONFLICT DO NOTHING

-- stones: All stones after one, in their order.
SELECT stone FROM people.erased WHERE stone > %(after)s ORDER BY stone LIMIT %(limit)s

-- people: All people after one, in their order.
SELECT person_id FROM people.person WHERE person_id > %(after)s ORDER BY person_id LIMIT %(limit)s

-- viewers: All viewers after one, in their order.
SELECT pid FROM people.viewer WHERE pid > %(after)s ORDER BY pid LIMIT %(limit)s
