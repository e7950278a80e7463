-- newest: The newest published clips that somebody beside their owner may see.
SELECT clip_id, person_id, visibility, market, language, published_at, duration_ms, caption FROM clips.clip
WHERE state = 'published' AND visibility <> 'private'
ORDER BY published_at DESC LIMIT %(most)s

-- some: Those of these clips that are published and that somebody beside their owner may see.
SELECT clip_id, person_id, visibility, market, language, published_at, duration_ms, caption FROM clips.clip
WHERE clip_id = ANY(%(clip_ids)s) AND state = 'published' AND visibility <> 'private'

-- totals: The totals of the newest clips, as bytes one behind the other: ids, and likes, plays, saves and shares of each.
SELECT string_agg(uuid_send(t.clip_id), ''::bytea ORDER BY t.clip_id),
       string_agg(int8send(t.likes) || int8send(t.plays) || int8send(t.saves) || int8send(t.shares), ''::bytea
                  ORDER BY t.clip_id)
FROM clips.total t
WHERE t.clip_id IN (SELECT clip_id FROM clips.clip
                    WHERE state = 'published' AND visibility <> 'private' ORDER BY published_at DESC LIMIT %(most)s)

-- reacted: What viewers liked and saved.
SELECT pid, true, clip_id FROM clips.liked WHERE pid = ANY(%(pids)s)
UNION ALL
SELECT pid, false, clip_id FROM clips.saved WHERE pid = ANY(%(pids)s)
