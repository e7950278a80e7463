-- Queries on people.receipt: what is told of an erasure to whoever holds its token.

-- add: A new receipt.
INSERT INTO people.receipt (receipt, state, asked_on, erase_on)
VALUES (%(receipt)s, %(state)s, %(asked_on)s, %(erase_on)s)

-- find: A receipt.
SELECT state, asked_on, erase_on, ended_on, keys_destroyed_on,
       clips, files, uploads, reactions, connections, event_batches, pages, reports
FROM people.receipt WHERE receipt = %(receipt)s

-- begun: The erasure of these receipts has begun, on this day if before the one that was said.
UPDATE people.receipt SET state = 'erasing', erase_on = LEAST(erase_on, %(today)s)
WHERE receipt = ANY(%(receipts)s) AND state = 'leaving'

-- uncounted: Whether one of these receipts does not say yet what there is to remove.
SELECT EXISTS (SELECT FROM people.receipt WHERE receipt = ANY(%(receipts)s) AND clips IS NULL)

-- count: What there is to remove, said once.
UPDATE people.receipt
SET clips = %(clips)s, files = %(files)s, uploads = %(uploads)s, reactions = %(reactions)s,
    connections = %(connections)s, event_batches = %(event_batches)s, pages = %(pages)s, reports = %(reports)s
WHERE receipt = ANY(%(receipts)s) AND clips IS NULL

-- erased: The erasure of these receipts is done.
UPDATE people.receipt SET state = 'erased', ended_on = %(today)s, keys_destroyed_on = %(today)s
WHERE receipt = ANY(%(receipts)s)

-- kept: The person of these receipts stayed.
UPDATE people.receipt SET state = 'kept', ended_on = %(today)s WHERE receipt = ANY(%(receipts)s)

-- sweep: Delete receipts of what ended before a day.
DELETE FROM people.receipt WHERE ended_on < %(before)s
