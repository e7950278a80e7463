-- The queue's own tables and functions, from the installed procrastinate, in the schema `jobs`. Locks nothing:
-- all is new. The functions are pinned to this schema, so that a job can be queued in the transaction of
-- whatever causes it.

SET LOCAL search_path = jobs, pg_catalog;

-- include: procrastinate sql/schema.sql c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009

DO $$
DECLARE
    f regprocedure;
BEGIN
    FOR f IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'jobs'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = jobs, pg_catalog', f);
    END LOOP;
END;
$$;

SET LOCAL search_path TO DEFAULT;
