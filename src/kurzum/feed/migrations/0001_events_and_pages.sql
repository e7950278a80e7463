-- Events, pages, snapshots and counts of the feed. Locks nothing: all is new.

-- One sealed row a batch; ``day`` is the day of the batch's own UUIDv7, which is within 48 h of its arrival.
CREATE TABLE feed.event_batch (
    day      date    NOT NULL,
    pid      uuid    NOT NULL,
    batch_id uuid    NOT NULL,
    sealed   bytea   NOT NULL,
    PRIMARY KEY (pid, day, batch_id)
) PARTITION BY RANGE (day);

-- One sealed row for every page that somebody signed in was given; ``day`` is the day of its id.
CREATE TABLE feed.page (
    day     date  NOT NULL,
    pid     uuid  NOT NULL,
    page_id uuid  NOT NULL,
    sealed  bytea NOT NULL,
    PRIMARY KEY (pid, day, page_id)
) PARTITION BY RANGE (day);

-- What a viewer's batches before ``day`` came to, so that their state need not be told from the beginning.
CREATE TABLE feed.snapshot (
    pid    uuid PRIMARY KEY,
    day    date NOT NULL,
    sealed bytea NOT NULL
);

-- What viewers who are not signed in did: totals alone.
CREATE TABLE feed.signed_out_count (
    day   date   NOT NULL,
    kind  text   NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (day, kind)
);

-- Makes the partitions of both tables for every day from ``first`` to ``last``, where there are none yet.
CREATE FUNCTION feed.make_partitions(first date, last date) RETURNS integer LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
DECLARE
    one date;
    parent text;
    child text;
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('feed.make_partitions', 0));
    FOREACH parent IN ARRAY ARRAY['event_batch', 'page'] LOOP
        FOR one IN SELECT generate_series(first, last, interval '1 day')::date LOOP
            child := parent || '_' || to_char(one, 'YYYYMMDD');
            IF to_regclass(format('feed.%I', child)) IS NULL THEN
                EXECUTE format('CREATE TABLE feed.%I PARTITION OF feed.%I FOR VALUES FROM (%L) TO (%L)',
                               child, parent, one, one + 1);
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;

-- Drops a table's partitions of days before ``first``: data that is dropped so leaves no dead rows behind.
CREATE FUNCTION feed.drop_partitions(parent text, first date) RETURNS integer LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
DECLARE
    child text;
    dropped integer := 0;
BEGIN
    FOR child IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = format('feed.%I', parent)::regclass
          AND c.relname < parent || '_' || to_char(first, 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE feed.%I', child);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;
