-- What this room keeps of one person: how much, and all of it, for their own copy (``export``).

-- count_person: How much is kept under a person_id, and since when: what, count, since.
WITH mine AS (
    SELECT created_at, CASE WHEN state = 'erased' THEN 'erased_clips'
                            WHEN state = 'published' AND visibility = 'public' THEN 'clips' ELSE 'drafts' END AS what
    FROM clips.clip WHERE person_id = %(person_id)s
)
SELECT what, count(*) AS count, min(created_at) AS since FROM mine GROUP BY what
UNION ALL SELECT 'uploads', count(*), min(created_at) FROM clips.upload WHERE person_id = %(person_id)s

-- count_viewer: How much is kept under a pid.
SELECT 'likes' AS what, count(*) AS count, min(day)::timestamp AT TIME ZONE 'UTC' AS since
FROM clips.liked WHERE pid = %(pid)s
UNION ALL SELECT 'saves', count(*), min(day)::timestamp AT TIME ZONE 'UTC' FROM clips.saved WHERE pid = %(pid)s

-- media_bytes: About how many bytes of media there are: of each clip its original, or its renditions.
SELECT (SELECT coalesce(sum(length), 0) FROM clips.upload WHERE person_id = %(person_id)s)
     + (SELECT coalesce(sum(r.bytes), 0) FROM clips.rendition r JOIN clips.clip c USING (person_id, clip_id)
        WHERE r.person_id = %(person_id)s AND r.kind IN ('mp4', 'poster')
          AND NOT EXISTS (SELECT FROM clips.upload u
                          WHERE u.person_id = c.person_id AND u.upload_id = c.upload_id)) AS bytes

-- uploads: Files that are no clip.
SELECT u.upload_id, u.length, u.created_at, u.expires_at FROM clips.upload u
WHERE u.person_id = %(person_id)s
  AND NOT EXISTS (SELECT FROM clips.clip c WHERE c.person_id = u.person_id AND c.upload_id = u.upload_id)
ORDER BY u.upload_id

-- clips: The person's clips in any state, after one, in the order of their ids.
SELECT c.clip_id, c.upload_id, c.state, c.state_at, c.progress, c.visibility, c.market, c.language,
       c.edition_version, c.caption, c.colour, c.placeholder, c.face, c.duration_ms, c.width, c.height,
       c.created_at, c.published_at, c.rejection_code, c.rejection_message,
       coalesce(t.likes, 0) AS likes, coalesce(t.saves, 0) AS saves, coalesce(t.plays, 0) AS plays,
       coalesce(t.shares, 0) AS shares
FROM clips.clip c LEFT JOIN clips.total t USING (clip_id)
WHERE c.person_id = %(person_id)s AND c.clip_id > %(after)s
ORDER BY c.clip_id LIMIT %(limit)s

-- history: The states that a clip came to, oldest first.
SELECT state, cause, at FROM clips.state_change
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s ORDER BY number

-- files: A clip's MP4s, the largest first, and its poster.
SELECT digest, name, kind, sealed, bytes, width, height, bitrate, codecs FROM clips.rendition
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s AND kind IN ('mp4', 'poster')
ORDER BY kind, height * width DESC, bitrate DESC, name

-- liked: What the viewer likes, after a clip.
SELECT clip_id AS clip, day FROM clips.liked
WHERE pid = %(pid)s AND clip_id > %(after)s ORDER BY clip_id LIMIT %(limit)s

-- saved: What the viewer saved, after a clip.
SELECT clip_id AS clip, day FROM clips.saved
WHERE pid = %(pid)s AND clip_id > %(after)s ORDER BY clip_id LIMIT %(limit)s
