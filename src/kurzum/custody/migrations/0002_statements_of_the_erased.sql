-- A statement of reasons outlives its person without naming them. Locks custody.statement for a moment, and reads it once.
-- The one change that is let through takes both ids away, and nothing else.
ALTER TABLE custody.statement ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE custody.statement DROP CONSTRAINT statement_check;
ALTER TABLE custody.statement ADD CONSTRAINT statement_subject
    CHECK (person_id IS NULL AND clip_id IS NULL
           OR person_id IS NOT NULL AND (clip_id IS NOT NULL) = (subject_kind = 'clip'));

DROP TRIGGER refuse_change ON custody.statement;
CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON custody.statement
    FOR EACH STATEMENT EXECUTE FUNCTION custody.refuse_change();

CREATE FUNCTION custody.refuse_more_than_forgetting() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.person_id IS NOT NULL OR NEW.clip_id IS NOT NULL
        OR to_jsonb(NEW) - ARRAY['person_id', 'clip_id'] <> to_jsonb(OLD) - ARRAY['person_id', 'clip_id'] THEN
        RAISE EXCEPTION 'a statement of reasons is never changed or deleted; write another one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_more_than_forgetting BEFORE UPDATE ON custody.statement
    FOR EACH ROW EXECUTE FUNCTION custody.refuse_more_than_forgetting();

-- A new one names whom it is about.
CREATE FUNCTION custody.refuse_nameless() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'a statement of reasons names the person that it is about'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER refuse_nameless BEFORE INSERT ON custody.statement
    FOR EACH ROW WHEN (NEW.person_id IS NULL) EXECUTE FUNCTION custody.refuse_nameless();
