-- Accounts, handles, sign-in sessions, viewers, the graph, erasures, answered requests. Locks nothing: all is new.
-- A row is either on the person's side (person_id) or on the viewing side (pid); none holds both.

CREATE TABLE people.person (
    person_id       uuid        PRIMARY KEY,
    handle          text        NOT NULL,
    name            text        NOT NULL,
    bio             text        NOT NULL,
    market          text        NOT NULL,
    language        text        NOT NULL,
    bot             boolean     NOT NULL,
    state           text        NOT NULL CHECK (state IN ('active', 'erasing')),
    edition_version integer     NOT NULL,
    created_at      timestamptz NOT NULL,
    birth_date      bytea,
    email           bytea,
    phone           bytea,
    CHECK (bot OR birth_date IS NOT NULL)
);

-- Every handle that was ever used in this zone. An erased person's stays reserved, with nobody behind it.
CREATE TABLE people.handle (
    handle    text PRIMARY KEY,
    person_id uuid,
    state     text NOT NULL CHECK (state IN ('current', 'former', 'erased')),
    CHECK ((state = 'erased') = (person_id IS NULL))
);
CREATE INDEX handle_by_person ON people.handle (person_id);

CREATE TABLE people.credential (
    person_id  uuid        PRIMARY KEY,
    verifier   bytea       NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE TABLE people.session (
    person_id  uuid        NOT NULL,
    token_hash bytea       NOT NULL,
    session_id uuid        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('cookie', 'token')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, token_hash)
);
CREATE INDEX session_by_expiry ON people.session (expires_at);

CREATE TABLE people.viewer (
    pid      uuid PRIMARY KEY,
    market   text NOT NULL,
    language text NOT NULL,
    age_tier text NOT NULL CHECK (age_tier IN ('13_15', '16_17', 'adult'))
);

CREATE TABLE people.edge (
    pid       uuid NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('follow', 'block', 'mute')),
    other_pid uuid NOT NULL,
    day       date NOT NULL,
    PRIMARY KEY (pid, kind, other_pid),
    CHECK (pid <> other_pid)
);
CREATE INDEX edge_back ON people.edge (other_pid, kind, pid);

-- An erasure that was asked for and is not finished yet.
CREATE TABLE people.erasure (
    person_id uuid        PRIMARY KEY,
    asked_at  timestamptz NOT NULL
);

-- Answers to requests with an Idempotency-Key. key_hash and digest are salted with the key itself.
CREATE TABLE people.answer (
    person_id uuid        NOT NULL,
    key_hash  bytea       NOT NULL,
    digest    bytea       NOT NULL,
    asked_at  timestamptz NOT NULL,
    body      bytea,
    PRIMARY KEY (person_id, key_hash)
);
CREATE INDEX answer_by_age ON people.answer (asked_at);
