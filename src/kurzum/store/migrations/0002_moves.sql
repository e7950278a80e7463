-- What changed of late, so that caches know what to drop. Locks nothing: all is new.
-- A row names things of one kind (``topic``) that a transaction changed; ``origin`` is the process that knows of it
-- already, or null. Rows are read in the order of snapshots (``xact``), so none is missed, and live some minutes.
CREATE TABLE store.moved (
    xact   xid8   NOT NULL DEFAULT pg_current_xact_id(),
    topic  text   NOT NULL,
    keys   uuid[] NOT NULL,
    origin bigint
);
CREATE INDEX moved_by_xact ON store.moved (xact);
CREATE SEQUENCE store.origin;

-- For triggers: notes the row's values of the columns that are named after the topic.
CREATE FUNCTION store.note_move() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    one jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
BEGIN
    INSERT INTO store.moved (topic, keys)
    SELECT TG_ARGV[0], array_agg(DISTINCT (one ->> name)::uuid) FROM unnest(TG_ARGV[1:]) AS named (name);
    RETURN NULL;
END $$;
