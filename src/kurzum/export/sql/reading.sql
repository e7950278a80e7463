-- What is stored of one person, for their own copy. The first half is asked by person_id, the second by pid.

-- account: The account, with its sealed fields.
SELECT p.handle, p.name, p.bio, p.bot, p.market, p.language, p.edition_version, p.created_at, p.birth_date, p.email,
       p.phone, c.changed_at
FROM people.person p LEFT JOIN people.credential c USING (person_id)
WHERE p.person_id = %(person_id)s

-- handles: Every handle of the person.
SELECT handle, state FROM people.handle WHERE person_id = %(person_id)s ORDER BY state, handle

-- sessions: Sign-ins and tokens.
SELECT session_id, kind, created_at, expires_at FROM people.session
WHERE person_id = %(person_id)s ORDER BY created_at, session_id

-- answers: Answers that are kept for the same request again.
SELECT asked_at, body FROM people.answer WHERE person_id = %(person_id)s AND body IS NOT NULL ORDER BY asked_at

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

-- limits: The limits on a clip, lifted ones too.
SELECT limit_id AS id, kind, statement_id AS statement, since, lifted_at FROM safety.clip_limit
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s ORDER BY since, limit_id

-- files: A clip's MP4s, the largest first, and its poster.
SELECT digest, name, kind, sealed, bytes, width, height, bitrate, codecs FROM clips.rendition
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s AND kind IN ('mp4', 'poster')
ORDER BY kind, height * width DESC, bitrate DESC, name

-- decisions: Statements of reasons about the person and their clips.
SELECT id, decision, ground, category, explanation, territorial_scope, source_type, automated_detection,
       automated_decision, clip_id AS clip, created_at, applies_from, ends_at
FROM custody.statement WHERE person_id = %(person_id)s ORDER BY created_at, id

-- age_tier: The age tier of a viewer.
SELECT age_tier FROM people.viewer WHERE pid = %(pid)s

-- relations: Whom the viewer follows, blocks or mutes, after one.
SELECT other_pid, day FROM people.edge
WHERE pid = %(pid)s AND kind = %(kind)s AND other_pid > %(after)s ORDER BY other_pid LIMIT %(limit)s

-- followers: Who follows the viewer, after one.
SELECT pid, day FROM people.edge
WHERE other_pid = %(pid)s AND kind = 'follow' AND pid > %(after)s ORDER BY pid LIMIT %(limit)s

-- liked: What the viewer likes, after a clip.
SELECT clip_id AS clip, day FROM clips.liked
WHERE pid = %(pid)s AND clip_id > %(after)s ORDER BY clip_id LIMIT %(limit)s

-- saved: What the viewer saved, after a clip.
SELECT clip_id AS clip, day FROM clips.saved
WHERE pid = %(pid)s AND clip_id > %(after)s ORDER BY clip_id LIMIT %(limit)s

-- records: How many batches of events and pages there are.
SELECT (SELECT count(*) FROM feed.event_batch WHERE pid = %(pid)s) + (SELECT count(*) FROM feed.page WHERE pid = %(pid)s) AS count

-- batches: Batches of events after one, the oldest first.
SELECT day, batch_id, sealed FROM feed.event_batch
WHERE pid = %(pid)s AND (day, batch_id) > (%(day)s, %(after)s) ORDER BY day, batch_id LIMIT %(limit)s

-- pages: Pages after one, the oldest first.
SELECT day, page_id, sealed FROM feed.page
WHERE pid = %(pid)s AND (day, page_id) > (%(day)s, %(after)s) ORDER BY day, page_id LIMIT %(limit)s

-- choices: What the viewer decided about their feed.
SELECT sealed FROM feed.choice WHERE pid = %(pid)s

-- reports: What the viewer reported.
SELECT clip_id, reason, day, note FROM safety.report WHERE pid = %(pid)s ORDER BY day, clip_id, reason
