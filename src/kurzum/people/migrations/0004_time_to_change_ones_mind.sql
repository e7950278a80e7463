-- Leaving before erasing, and receipts. Locks people.person and people.erasure for a moment, and reads both once.
ALTER TABLE people.person DROP CONSTRAINT person_state_check;
ALTER TABLE people.person ADD CONSTRAINT person_state_check CHECK (state IN ('active', 'leaving', 'erasing'));
CREATE INDEX person_away ON people.person (person_id) WHERE state <> 'active';

-- From ``begun_at`` on an erasure cannot be taken back; until then its person is leaving. ``receipts``: of the tokens
-- that were handed out for it. They are joined to the person here, until the row goes with the erasure.
ALTER TABLE people.erasure ADD COLUMN erase_at timestamptz, ADD COLUMN begun_at timestamptz,
    ADD COLUMN receipts bytea[] NOT NULL DEFAULT '{}';
UPDATE people.erasure SET erase_at = asked_at, begun_at = asked_at;
ALTER TABLE people.erasure ALTER COLUMN erase_at SET NOT NULL;
CREATE INDEX erasure_due ON people.erasure (erase_at);

-- What whoever holds a token is told of an erasure. Days and rounded counts, and nothing of the person.
CREATE TABLE people.receipt (
    receipt           bytea    PRIMARY KEY CHECK (octet_length(receipt) = 32),
    state             text     NOT NULL CHECK (state IN ('leaving', 'erasing', 'erased', 'kept')),
    asked_on          date     NOT NULL,
    erase_on          date     NOT NULL,
    ended_on          date,
    keys_destroyed_on date,
    clips             bigint,
    files             bigint,
    uploads           bigint,
    reactions         bigint,
    connections       bigint,
    event_batches     bigint,
    pages             bigint,
    reports           bigint,
    CHECK ((ended_on IS NOT NULL) = (state IN ('erased', 'kept'))),
    CHECK ((keys_destroyed_on IS NOT NULL) = (state = 'erased'))
);
CREATE INDEX receipt_by_end ON people.receipt (ended_on);
