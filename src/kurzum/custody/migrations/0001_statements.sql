-- Statements of reasons, and the rule that no limit comes before its own. Locks nothing: new tables.
-- The columns follow the statement of reasons of the EU's transparency database (Digital Services Act, art. 17).
CREATE TABLE custody.statement (
    id uuid PRIMARY KEY,
    decision text NOT NULL CHECK (decision IN (
        'visibility_removal', 'visibility_disable', 'visibility_demotion', 'visibility_age_restriction',
        'visibility_interaction', 'visibility_labelled', 'account_suspension', 'account_termination'
    )),
    ground text NOT NULL CHECK (ground IN ('illegal_content', 'incompatible_content')),
    category text NOT NULL CHECK (category ~ '^[a-z][a-z_]{1,63}$'),
    explanation text NOT NULL CHECK (length(explanation) BETWEEN 1 AND 2000),
    territorial_scope text[] NOT NULL CHECK (cardinality(territorial_scope) > 0),
    source_type text NOT NULL CHECK (source_type IN (
        'article_16', 'trusted_flagger', 'other_notification', 'voluntary', 'government'
    )),
    automated_detection boolean NOT NULL,
    automated_decision text NOT NULL CHECK (automated_decision IN ('fully', 'partially', 'not')),
    subject_kind text NOT NULL CHECK (subject_kind IN ('clip', 'account')),
    person_id uuid NOT NULL,
    clip_id uuid CHECK ((clip_id IS NOT NULL) = (subject_kind = 'clip')),
    created_at timestamptz NOT NULL,
    applies_from timestamptz NOT NULL,
    ends_at timestamptz CHECK (ends_at > applies_from),
    made_in xid8 NOT NULL
);
CREATE INDEX statement_of_person ON custody.statement (person_id, created_at);
CREATE INDEX statement_of_clip ON custody.statement (clip_id, created_at) WHERE clip_id IS NOT NULL;

CREATE FUNCTION custody.note_transaction() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
BEGIN
    NEW.made_in := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER note_transaction BEFORE INSERT ON custody.statement
    FOR EACH ROW EXECUTE FUNCTION custody.note_transaction();

CREATE FUNCTION custody.refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'a statement of reasons is never changed or deleted; write another one'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON custody.statement
    FOR EACH STATEMENT EXECUTE FUNCTION custody.refuse_change();

-- For every table of limits:
--   CREATE TRIGGER require_earlier_statement BEFORE INSERT OR UPDATE ON safety.clip_limit
--       FOR EACH ROW EXECUTE FUNCTION custody.require_earlier_statement();
-- The table has statement_id, person_id and, when limits are on clips, clip_id.
CREATE FUNCTION custody.require_earlier_statement() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
DECLARE
    limited jsonb := to_jsonb(NEW);
    reason custody.statement;
BEGIN
    SELECT * INTO reason FROM custody.statement WHERE id = (limited ->> 'statement_id')::uuid;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a limit needs a statement of reasons; write it first'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF reason.made_in = pg_current_xact_id() THEN
        RAISE EXCEPTION 'a limit needs a statement of reasons that is already durable; commit it first'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF reason.person_id IS DISTINCT FROM (limited ->> 'person_id')::uuid
        OR reason.clip_id IS DISTINCT FROM (limited ->> 'clip_id')::uuid THEN
        RAISE EXCEPTION 'this statement of reasons is about something else'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
