-- lock: Wait until no other runner migrates this database.
SELECT pg_advisory_lock(hashtext('kurzum.migrations'))

-- unlock: Let the next runner in.
SELECT pg_advisory_unlock(hashtext('kurzum.migrations'))

-- begin_book: Where migrations are noted; it cannot note itself.
CREATE SCHEMA IF NOT EXISTS store;
CREATE TABLE IF NOT EXISTS store.migration (
    room text NOT NULL,
    number int NOT NULL,
    checksum text NOT NULL,
    ran_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room, number)
)

-- ran: Checksums of the migrations that ran.
SELECT room, number, checksum FROM store.migration

-- make_schema: A room's own schema (ROOM is a package's name, never input).
CREATE SCHEMA IF NOT EXISTS ROOM

-- note: That a migration ran, in its own transaction.
INSERT INTO store.migration (room, number, checksum) VALUES (%(room)s, %(number)s, %(checksum)s)
