-- The custodian's store in two places: {place}, {ahead}, {behind} are the names of two attached databases.

-- attach: The second place.
ATTACH DATABASE ? AS {place};

-- set_up: How a place is written to, and its tables: the sealed record of each person, keyed hashes of the
-- destroyed, and how far it has come.
PRAGMA {place}.journal_mode = WAL;
PRAGMA {place}.synchronous = FULL;
PRAGMA {place}.secure_delete = ON;
PRAGMA {place}.cache_size = -98304;
PRAGMA {place}.wal_autocheckpoint = 8192;
CREATE TABLE IF NOT EXISTS {place}.meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS {place}.record (
    person_tag BLOB PRIMARY KEY, pid_tag BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS {place}.destroyed (tag BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS {place}.mark (line INTEGER NOT NULL, writes INTEGER NOT NULL);
INSERT INTO {place}.mark SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM {place}.mark);

-- mark: How far a place has come.
SELECT line, writes FROM {place}.mark;

-- count_on: One more write.
UPDATE {place}.mark SET writes = writes + 1;

-- begin_line: One was made anew from the other: whoever comes back from before is behind.
UPDATE {place}.mark SET line = line + 1, writes = 0;

-- empty_log: Write the log into the file, and empty it.
PRAGMA {place}.wal_checkpoint(TRUNCATE);

-- lineage: What all copies of one store have in common.
SELECT value FROM {place}.meta WHERE name = 'lineage';

-- follow: Make one place equal to the other. Whoever is destroyed in either is so in both.
INSERT OR IGNORE INTO {behind}.destroyed SELECT tag FROM {ahead}.destroyed;
INSERT OR IGNORE INTO {ahead}.destroyed SELECT tag FROM {behind}.destroyed;
DELETE FROM {ahead}.record WHERE person_tag IN (SELECT tag FROM {behind}.destroyed);
DELETE FROM {ahead}.record WHERE pid_tag IN (SELECT tag FROM {behind}.destroyed);
DELETE FROM {behind}.record AS old WHERE NOT EXISTS (
    SELECT 1 FROM {ahead}.record AS new
    WHERE new.person_tag = old.person_tag AND new.pid_tag = old.pid_tag AND new.sealed = old.sealed);
INSERT INTO {behind}.record SELECT * FROM {ahead}.record AS new
WHERE NOT EXISTS (SELECT 1 FROM {behind}.record AS old WHERE old.person_tag = new.person_tag);
INSERT OR REPLACE INTO {behind}.meta SELECT * FROM {ahead}.meta;
UPDATE {behind}.mark SET (line, writes) = (SELECT line, writes FROM {ahead}.mark)
