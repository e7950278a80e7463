-- People's own copies of their data, on their way or ready. Locks nothing: new tables.

-- One row a person who ever asked. ``run``: the one try that may add to it; ``believed``: what For You knew of its
-- viewer when they asked; ``bytes``: of the ZIP; ``stored``: of its sealed form, which lies in pieces.
CREATE TABLE people.export (
    person_id  uuid        PRIMARY KEY,
    state      text        NOT NULL CHECK (state IN ('none', 'making', 'ready', 'failed')),
    asked_at   timestamptz,
    run        uuid,
    tries      smallint    NOT NULL DEFAULT 0,
    progress   real        NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    ready_at   timestamptz,
    expires_at timestamptz,
    bytes      bigint,
    stored     bigint,
    believed   bytea,
    CHECK (state = 'none' OR asked_at IS NOT NULL),
    CHECK (state <> 'ready' OR (run IS NOT NULL AND ready_at IS NOT NULL AND expires_at IS NOT NULL
                                AND bytes IS NOT NULL AND stored IS NOT NULL))
);
CREATE INDEX export_by_expiry ON people.export (expires_at) WHERE state = 'ready';
ALTER TABLE people.export ALTER COLUMN believed SET STORAGE EXTERNAL;

-- The sealed file, cut into blobs of one size; only the last is shorter.
CREATE TABLE people.export_piece (
    person_id uuid    NOT NULL REFERENCES people.export,
    number    integer NOT NULL CHECK (number >= 0),
    digest    text    NOT NULL,
    PRIMARY KEY (person_id, number)
);
