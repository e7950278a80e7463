-- Queries on people.edge: who follows, blocks and mutes whom, on the viewing side.

-- count: How many edges of a kind a viewer has.
SELECT count(*) FROM people.edge WHERE pid = %(pid)s AND kind = %(kind)s

-- put: An edge; nothing changes where it is there.
INSERT INTO people.edge (pid, kind, other_pid, day) VALUES (%(pid)s, %(kind)s, %(other_pid)s, %(day)s)
ON CONFLICT DO NOTHING

-- blocked: Whether either of two has blocked the other.
SELECT EXISTS (SELECT FROM people.edge WHERE kind = 'block'
               AND (pid, other_pid) IN ((%(pid)s, %(other_pid)s), (%(other_pid)s, %(pid)s)))

-- remove: Take an edge away, if it is there.
DELETE FROM people.edge WHERE pid = %(pid)s AND kind = %(kind)s AND other_pid = %(other_pid)s

-- part: Take away the follows between two, both ways.
DELETE FROM people.edge WHERE kind = 'follow'
AND (pid, other_pid) IN ((%(pid)s, %(other_pid)s), (%(other_pid)s, %(pid)s))

-- relations: Everything that decides what viewers see: their own edges, who blocks them, and friends.
SELECT pid, kind, other_pid FROM people.edge WHERE pid = ANY(%(pids)s)
UNION ALL
SELECT other_pid, 'blocked_by', pid FROM people.edge WHERE other_pid = ANY(%(pids)s) AND kind = 'block'
UNION ALL
SELECT a.pid, 'friend', a.other_pid
FROM people.edge a JOIN people.edge b ON b.pid = a.other_pid AND b.kind = 'follow' AND b.other_pid = a.pid
WHERE a.pid = ANY(%(pids)s) AND a.kind = 'follow'

-- counts: How many follow a viewer, and how many the viewer follows.
SELECT (SELECT count(*) FROM people.edge WHERE other_pid = %(pid)s AND kind = 'follow'),
       (SELECT count(*) FROM people.edge WHERE pid = %(pid)s AND kind = 'follow')

-- page: A viewer's edges of a kind, newest day first, after a place in that order.
SELECT day, other_pid FROM people.edge
WHERE pid = %(pid)s AND kind = %(kind)s
  AND (%(after_day)s::date IS NULL OR (day, other_pid) < (%(after_day)s::date, %(after_pid)s::uuid))
ORDER BY day DESC, other_pid DESC LIMIT %(limit)s

-- tally: How many edges there are from and to a viewer.
SELECT count(*) FROM people.edge WHERE pid = %(pid)s OR other_pid = %(pid)s

-- forget: Remove every edge from and to a viewer.
DELETE FROM people.edge WHERE pid = %(pid)s OR other_pid = %(pid)s
