-- Queries on people.export and people.export_piece.

-- there: A person whose erasure has not begun, nor does before the transaction ends.
SELECT person_id FROM people.person WHERE person_id = %(person_id)s AND state <> 'erasing' FOR SHARE

-- take: The row of a person, locked; an empty one where there was none.
INSERT INTO people.export AS held (person_id, state) VALUES (%(person_id)s, 'none')
ON CONFLICT (person_id) DO UPDATE SET person_id = held.person_id
RETURNING state, progress, asked_at, ready_at, expires_at, bytes

-- ask: Begin anew.
UPDATE people.export
SET state = 'making', asked_at = %(now)s, run = NULL, tries = 0, progress = 0, ready_at = NULL, expires_at = NULL,
    bytes = NULL, stored = NULL, believed = %(believed)s
WHERE person_id = %(person_id)s

-- standing: Where an export stands.
SELECT state, progress, asked_at, ready_at, expires_at, bytes FROM people.export WHERE person_id = %(person_id)s

-- waiting: An export that is to be made, locked until the transaction ends.
SELECT tries, asked_at, believed FROM people.export
WHERE person_id = %(person_id)s AND state = 'making' FOR NO KEY UPDATE

-- begin: Gives an export to a run and takes it from any older one.
UPDATE people.export SET run = %(run)s, tries = tries + 1, progress = 0 WHERE person_id = %(person_id)s

-- go_on: How far a run is; no row where the export is not this run's any more.
UPDATE people.export SET progress = %(progress)s
WHERE person_id = %(person_id)s AND run = %(run)s AND state = 'making' RETURNING run

-- add_piece: One more piece.
INSERT INTO people.export_piece (person_id, number, digest) VALUES (%(person_id)s, %(number)s, %(digest)s)

-- drop_pieces: Forgets all pieces.
DELETE FROM people.export_piece WHERE person_id = %(person_id)s RETURNING digest

-- ready: The whole file is there.
UPDATE people.export
SET state = 'ready', progress = 1, ready_at = %(now)s, expires_at = %(expires_at)s, bytes = %(bytes)s,
    stored = %(stored)s, believed = NULL
WHERE person_id = %(person_id)s

-- end: An export without a file, whatever it was before.
UPDATE people.export
SET state = %(state)s, run = NULL, progress = 0, ready_at = NULL, expires_at = NULL, bytes = NULL, stored = NULL,
    believed = NULL
WHERE person_id = %(person_id)s

-- give_back: The run is over without a result that counts: its try is given back.
UPDATE people.export SET run = NULL, tries = tries - 1 WHERE person_id = %(person_id)s AND run = %(run)s

-- file: What is needed to read a file that is ready.
SELECT run, ready_at, bytes, stored FROM people.export
WHERE person_id = %(person_id)s AND state = 'ready' AND expires_at > %(now)s

-- pieces: The pieces of a file, in order.
SELECT digest FROM people.export_piece WHERE person_id = %(person_id)s ORDER BY number

-- expired: Files whose time is over, locked until the transaction ends.
SELECT person_id FROM people.export
WHERE state = 'ready' AND expires_at <= %(now)s ORDER BY expires_at LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED

-- forget: Deletes the row.
DELETE FROM people.export WHERE person_id = %(person_id)s
