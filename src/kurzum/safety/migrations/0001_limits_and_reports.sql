-- Limits on clips and reports about them. Locks nothing: new tables.

-- A limit in force has no lifted_at. Its statement of reasons was durable before it: the trigger sees to that.
CREATE TABLE safety.clip_limit (
    person_id    uuid        NOT NULL,
    clip_id      uuid        NOT NULL,
    limit_id     uuid        NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('removal', 'age')),
    statement_id uuid        NOT NULL,
    since        timestamptz NOT NULL,
    lifted_at    timestamptz CHECK (lifted_at >= since),
    PRIMARY KEY (person_id, clip_id, limit_id)
);
CREATE UNIQUE INDEX clip_limit_in_force ON safety.clip_limit (clip_id, kind) WHERE lifted_at IS NULL;

CREATE TRIGGER require_earlier_statement BEFORE INSERT OR UPDATE ON safety.clip_limit
    FOR EACH ROW EXECUTE FUNCTION custody.require_earlier_statement();

-- What a viewer reported, for the desk. The note is sealed under the viewer's key.
CREATE TABLE safety.report (
    pid     uuid NOT NULL,
    clip_id uuid NOT NULL,
    reason  text NOT NULL CHECK (reason ~ '^[a-z_]{2,40}$'),
    day     date NOT NULL,
    note    bytea,
    PRIMARY KEY (pid, clip_id, reason)
);
CREATE INDEX report_by_clip ON safety.report (clip_id);
