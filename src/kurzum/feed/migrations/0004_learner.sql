-- The zone's learner. Locks feed.event_batch for a moment: a constant default rewrites nothing.

-- Which transaction kept a batch, so that "all since a moment" can be asked. Those of before count as learned.
ALTER TABLE feed.event_batch ADD COLUMN xact xid8 NOT NULL DEFAULT '0';
ALTER TABLE feed.event_batch ALTER COLUMN xact SET DEFAULT pg_current_xact_id();
CREATE INDEX event_batch_by_xact ON feed.event_batch (xact);

-- What the zone learned from everybody: one row. ``pid`` names the zone's model key at the custodian, and nobody;
-- ``mark`` is a snapshot of the database: what was committed before it is in ``sealed``.
CREATE TABLE feed.model (
    one    boolean     PRIMARY KEY DEFAULT true CHECK (one),
    pid    uuid        NOT NULL,
    at     timestamptz,
    mark   text,
    sealed bytea
);
ALTER TABLE feed.model ALTER COLUMN sealed SET STORAGE EXTERNAL;
