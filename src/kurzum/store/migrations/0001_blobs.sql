-- Reference counts of blobs. Locks nothing: new table.
CREATE TABLE store.blob (
    digest text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    bytes bigint NOT NULL CHECK (bytes >= 0),
    refs int NOT NULL CHECK (refs >= 0),
    changed_at timestamptz NOT NULL
);
CREATE INDEX blob_unused ON store.blob (changed_at) WHERE refs = 0;
