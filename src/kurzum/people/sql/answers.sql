-- Queries on people.answer: what requests with an Idempotency-Key were answered.

-- claim: Take a key for a request; no row when it is taken.
INSERT INTO people.answer (person_id, key_hash, digest, asked_at)
VALUES (%(person_id)s, %(key_hash)s, %(digest)s, %(now)s)
ON CONFLICT DO NOTHING RETURNING true

-- find: What is known of a key.
SELECT digest, body FROM people.answer
WHERE person_id = %(person_id)s AND key_hash = %(key_hash)s

-- take_over: Take a key over from a request that broke off.
UPDATE people.answer SET asked_at = %(now)s
WHERE person_id = %(person_id)s AND key_hash = %(key_hash)s AND body IS NULL

-- keep: Store the sealed answer.
UPDATE people.answer SET body = %(body)s WHERE person_id = %(person_id)s AND key_hash = %(key_hash)s

-- free: Give a key back after a request that was refused.
DELETE FROM people.answer WHERE person_id = %(person_id)s AND key_hash = %(key_hash)s AND body IS NULL

-- sweep: Delete answers older than this.
DELETE FROM people.answer WHERE asked_at < %(before)s
