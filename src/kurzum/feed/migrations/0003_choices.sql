-- What viewers decided about their own feeds. Locks nothing: all is new.
CREATE TABLE feed.choice (
    pid    uuid  PRIMARY KEY,
    sealed bytea NOT NULL
);
ALTER TABLE feed.choice ALTER COLUMN sealed SET STORAGE EXTERNAL;
