-- Queries on people.viewer: market, language and age tier of the viewing side.

-- add: A new viewer.
INSERT INTO people.viewer (pid, market, language, age_tier)
VALUES (%(pid)s, %(market)s, %(language)s, %(age_tier)s)

-- age_tiers: The age tiers of viewers.
SELECT pid, age_tier FROM people.viewer WHERE pid = ANY(%(pids)s)

-- change: Replace language or age tier where given.
UPDATE people.viewer SET language = coalesce(%(language)s, language), age_tier = coalesce(%(age_tier)s, age_tier)
WHERE pid = %(pid)s

-- forget: Remove a viewer.
DELETE FROM people.viewer WHERE pid = %(pid)s
