-- hold: One more thing refers to the blob.
INSERT INTO store.blob AS b (digest, bytes, refs, changed_at) VALUES (%(digest)s, %(bytes)s, 1, %(now)s)
ON CONFLICT (digest) DO UPDATE SET refs = b.refs + 1, changed_at = excluded.changed_at

-- release: One thing fewer refers to the blob; gives how many still do.
UPDATE store.blob SET refs = refs - 1, changed_at = %(now)s WHERE digest = %(digest)s AND refs > 0
RETURNING refs

-- take_unused: Forget blobs that nothing has referred to since a time; a concurrent hold waits for us.
DELETE FROM store.blob WHERE digest IN (
    SELECT digest FROM store.blob WHERE refs = 0 AND changed_at < %(before)s
    ORDER BY changed_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) RETURNING digest

-- known: Which of these digests something has referred to.
SELECT digest FROM store.blob WHERE digest = ANY(%(digests)s)
