-- Queries of an erasure, in the order in which they run.

-- ask: Note durably that a person is to be erased, and when; asked again, it begins at once or when it would have.
INSERT INTO people.erasure (person_id, asked_at, erase_at, begun_at, receipts)
VALUES (%(person_id)s, %(now)s, %(erase_at)s, %(begun_at)s, %(receipts)s)
ON CONFLICT (person_id) DO UPDATE
SET begun_at = coalesce(erasure.begun_at, EXCLUDED.begun_at), receipts = erasure.receipts || EXCLUDED.receipts
RETURNING erase_at, begun_at, receipts

-- leave: Hide a person from everybody else from now on.
UPDATE people.person SET state = 'leaving' WHERE person_id = %(person_id)s AND state = 'active'

-- hide: Hide a person from everybody from now on.
UPDATE people.person SET state = 'erasing' WHERE person_id = %(person_id)s

-- sign_out: End every session of a person.
DELETE FROM people.session WHERE person_id = %(person_id)s

-- take_back: Forget an erasure that has not begun; the receipts that were handed out for it.
DELETE FROM people.erasure WHERE person_id = %(person_id)s AND begun_at IS NULL RETURNING receipts

-- stay: Show a person again who was leaving.
UPDATE people.person SET state = 'active' WHERE person_id = %(person_id)s AND state = 'leaving'

-- due: People who are leaving and whose time has come, the longest waiting first.
SELECT person_id FROM people.erasure WHERE begun_at IS NULL AND erase_at <= %(now)s ORDER BY erase_at LIMIT %(limit)s

-- pending: Erasures that have begun and are not finished, oldest first.
SELECT person_id FROM people.erasure WHERE begun_at IS NOT NULL ORDER BY erase_at LIMIT %(limit)s

-- begin: Begin an erasure whose time has come, for good; one that has begun goes on. No row for any other.
UPDATE people.erasure SET begun_at = coalesce(begun_at, %(now)s)
WHERE person_id = %(person_id)s AND (begun_at IS NOT NULL OR erase_at <= %(now)s)
RETURNING begun_at, receipts

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

-- put_off: Give everybody who is leaving at least until then.
UPDATE people.erasure SET erase_at = GREATEST(erase_at, %(until)s) WHERE begun_at IS NULL

-- remember: Keep the stone of somebody erased, for the day on which an older copy of the keys comes back.
INSERT INTO people.erased (stone, day) VALUES (%(stone)s, (%(now)s::timestamptz AT TIME ZONE 'UTC')::date)
ON CONFLICT DO NOTHING

-- stones: All stones after one, in their order.
SELECT stone FROM people.erased WHERE stone > %(after)s ORDER BY stone LIMIT %(limit)s

-- people: All people after one, in their order.
SELECT person_id FROM people.person WHERE person_id > %(after)s ORDER BY person_id LIMIT %(limit)s

-- viewers: All viewers after one, in their order.
SELECT pid FROM people.viewer WHERE pid > %(after)s ORDER BY pid LIMIT %(limit)s
