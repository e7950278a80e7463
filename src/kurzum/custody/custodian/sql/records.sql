-- The custodian's own store is SQLite: placeholders are question marks.

-- tables: What the store keeps: the sealed record of each person, and keyed hashes of the destroyed.
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS record (
    person_tag BLOB PRIMARY KEY, pid_tag BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS destroyed (tag BLOB PRIMARY KEY) WITHOUT ROWID;

-- remove: Take a person's record out.
DELETE FROM record WHERE person_tag = ?;

-- remember_destroyed: Keep the keyed hash of somebody who must not come back.
INSERT OR IGNORE INTO destroyed VALUES (?);

-- is_destroyed: Whether that hash is of somebody destroyed.
SELECT 1 FROM destroyed WHERE tag = ?;

-- known_tags: Who has one of these two hashes.
SELECT person_tag, pid_tag FROM record WHERE person_tag = ? OR pid_tag = ?;

-- add: A new record.
INSERT INTO record VALUES (?, ?, ?);

-- of_person: The record found by the account's hash.
SELECT person_tag, sealed FROM record WHERE person_tag = ?;

-- of_viewer: The record found by the viewing side's hash.
SELECT person_tag, sealed FROM record WHERE pid_tag = ?;

-- tag_key: The sealed key of the hashes.
SELECT value FROM meta WHERE name = 'tag_key';

-- add_tag_key: Keep it.
INSERT INTO meta VALUES ('tag_key', ?);

-- every: All records.
SELECT person_tag, sealed FROM record;

-- destroyed: How many hashes of the destroyed are kept: two of most.
SELECT count(*) FROM destroyed;
