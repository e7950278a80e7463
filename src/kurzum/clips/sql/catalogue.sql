-- facts: What decides who may see a clip.
SELECT clip_id, person_id, visibility, state, market, language, duration_ms, created_at, published_at,
       edition_version, limit_id, backfill
FROM clips.clip WHERE clip_id = ANY(%(clip_ids)s)

-- cards: Everything that a card shows, with what one viewer did, in one go.
SELECT c.clip_id, c.person_id, c.state, c.progress, c.visibility, c.language, c.caption, c.colour, c.placeholder,
       c.face, c.duration_ms, c.width, c.height, c.created_at, c.published_at, c.rejection_code,
       c.rejection_message,
       COALESCE(t.likes, 0), COALESCE(t.plays, 0), COALESCE(t.saves, 0), COALESCE(t.shares, 0),
       l.pid IS NOT NULL, s.pid IS NOT NULL,
       COALESCE((
           SELECT jsonb_agg(jsonb_build_array(r.kind, r.name, r.digest, r.width, r.height, r.bitrate, r.codecs)
                            ORDER BY r.kind, r.height DESC, r.name)
           FROM clips.rendition r
           WHERE r.person_id = c.person_id AND r.clip_id = c.clip_id AND r.kind IN ('mp4', 'hls', 'poster')), '[]')
FROM clips.clip c
LEFT JOIN clips.total t ON t.clip_id = c.clip_id
LEFT JOIN clips.liked l ON l.pid = %(pid)s AND l.clip_id = c.clip_id
LEFT JOIN clips.saved s ON s.pid = %(pid)s AND s.clip_id = c.clip_id
WHERE c.clip_id = ANY(%(clip_ids)s) AND c.state <> 'erased'

-- fresh: The newest public clips, of a market or language where one is given, before a time.
SELECT clip_id FROM clips.clip
WHERE state = 'published' AND visibility = 'public' AND published_at <= %(before)s
  AND (%(market)s::text IS NULL OR market = %(market)s)
  AND (%(language)s::text IS NULL OR language = %(language)s)
ORDER BY published_at DESC, clip_id DESC
LIMIT %(limit)s

-- popular: Of the newest 1,000 such clips those with most likes, saves, shares and plays for their age.
SELECT r.clip_id
FROM (
    SELECT clip_id, published_at FROM clips.clip
    WHERE state = 'published' AND visibility = 'public' AND published_at <= %(now)s
      AND (%(market)s::text IS NULL OR market = %(market)s)
      AND (%(language)s::text IS NULL OR language = %(language)s)
    ORDER BY published_at DESC LIMIT 1000
) r
JOIN clips.total t ON t.clip_id = r.clip_id
WHERE t.likes + t.saves + t.shares + t.plays > 0
ORDER BY (4 * t.likes + 4 * t.saves + 6 * t.shares + t.plays)
         / power(2 + EXTRACT(epoch FROM %(now)s::timestamptz - r.published_at) / 3600, 0.8) DESC, r.clip_id DESC
LIMIT %(limit)s

-- by_person: A person's published clips, newest first, after a cursor; whether each may be seen is asked elsewhere.
SELECT clip_id, published_at FROM clips.clip
WHERE person_id = %(person_id)s AND state = 'published'
  AND (published_at, clip_id) < (%(before)s, %(before_id)s)
ORDER BY published_at DESC, clip_id DESC
LIMIT %(limit)s

-- all_of_person: A person's clips in every state but erased, newest first, after a cursor.
SELECT clip_id, created_at FROM clips.clip
WHERE person_id = %(person_id)s AND state <> 'erased' AND (created_at, clip_id) < (%(before)s, %(before_id)s)
ORDER BY created_at DESC, clip_id DESC
LIMIT %(limit)s

-- by_people: The newest published clips of several people, after a cursor; whether each may be seen is asked elsewhere.
SELECT clip_id, published_at FROM clips.clip
WHERE person_id = ANY(%(person_ids)s) AND state = 'published'
  AND (published_at, clip_id) < (%(before)s, %(before_id)s)
ORDER BY published_at DESC, clip_id DESC
LIMIT %(limit)s

-- count_by_people: How many public clips and likes of them each of these people has.
SELECT c.person_id, count(*), COALESCE(sum(t.likes), 0)::bigint
FROM clips.clip c LEFT JOIN clips.total t ON t.clip_id = c.clip_id
WHERE c.person_id = ANY(%(person_ids)s) AND c.state = 'published' AND c.visibility = 'public'
GROUP BY c.person_id

-- count_playable: How many public clips are playable in this zone.
SELECT count(*) FROM clips.clip WHERE state = 'published' AND visibility = 'public'
