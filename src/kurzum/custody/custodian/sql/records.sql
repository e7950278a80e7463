-- The custodian's own store is SQLite: placeholders are question marks. {place} is each place in turn; what
-- reads, reads the first: a table without a place is the first one's. Tables: see twofold.sql.

-- remove: Take a person's record out.
DELETE FROM {place}.record WHERE person_tag = ?;

-- remember_destroyed: Keep the keyed hash of somebody who must not come back.
INSERT OR IGNORE INTO {place}.destroyed VALUES (?);

-- is_destroyed: Whether that hash is of somebody destroyed.
SELECT 1 FROM destroyed WHERE tag = ?;

-- known_tags: Who has one of these two hashes.
SELECT person_tag, pid_tag FROM record WHERE person_tag = ? OR pid_tag = ?;

-- add: A new record.
INSERT INTO {place}.record VALUES (?, ?, ?);

-- of_person: The record found by the account's hash.
SELECT person_tag, sealed FROM record WHERE person_tag = ?;

-- of_viewer: The record found by the viewing side's hash.
SELECT person_tag, sealed FROM record WHERE pid_tag = ?;

-- tag_key: The sealed key of the hashes.
SELECT value FROM meta WHERE name = 'tag_key';

-- replace_tag_key: Keep it.
INSERT OR REPLACE INTO {place}.meta VALUES ('tag_key', ?);

-- lineage: What all copies of this store have in common.
SELECT value FROM meta WHERE name = 'lineage';

-- add_lineage: Keep it.
INSERT OR REPLACE INTO {place}.meta VALUES ('lineage', ?);

-- every: All records.
SELECT person_tag, sealed FROM record;

-- some_after: The next records in the order of their hashes.
SELECT person_tag, sealed FROM record WHERE person_tag > ? ORDER BY person_tag LIMIT ?;

-- replace: The same record under another epoch.
UPDATE {place}.record SET sealed = ? WHERE person_tag = ?;

-- people: How many records there are.
SELECT count(*) FROM record;

-- destroyed: How many hashes of the destroyed are kept: two of most.
SELECT count(*) FROM destroyed;
