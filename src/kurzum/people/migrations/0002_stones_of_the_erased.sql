-- What stays of the erased, to be shown to an older copy of the custodian's keys. Locks nothing: a new table.
-- A stone is a hash under the custodian's own key: it says nothing here, and joins nothing.
CREATE TABLE people.erased (
    stone bytea PRIMARY KEY CHECK (octet_length(stone) = 32),
    day   date  NOT NULL
);
