-- create: A new clip in its first state.
WITH clip AS (
    INSERT INTO clips.clip (person_id, clip_id, upload_id, state, state_at, backfill, visibility, market,
                            language, edition_version, caption, face, created_at)
    VALUES (%(person_id)s, %(clip_id)s, %(upload_id)s, 'uploaded', %(now)s, %(backfill)s, %(visibility)s,
            %(market)s, %(language)s, %(edition_version)s, %(caption)s, %(face)s, %(now)s)
), total AS (
    INSERT INTO clips.total (clip_id) VALUES (%(clip_id)s)
)
INSERT INTO clips.state_change (person_id, clip_id, number, state, cause, at)
VALUES (%(person_id)s, %(clip_id)s, 1, 'uploaded', 'created', %(now)s)

-- of_upload: The clip that was made of an upload.
SELECT clip_id, state FROM clips.clip WHERE person_id = %(person_id)s AND upload_id = %(upload_id)s

-- waiting: How many clips of a person wait for a worker or are with one.
SELECT count(*) FROM clips.clip
WHERE person_id = %(person_id)s AND state IN ('uploaded', 'probing', 'encoding')

-- hold: What a change must know of a clip, locked until the transaction ends.
SELECT person_id, clip_id, upload_id, state, progress, run, tries, backfill, visibility, market, language,
       edition_version, caption, colour, placeholder, face, duration_ms, published_at, limit_id
FROM clips.clip
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s
FOR UPDATE

-- owner: Whose clip it is.
SELECT person_id FROM clips.clip WHERE clip_id = %(clip_id)s

-- change: Moves a clip to a state and writes down when and why; the caller holds its row.
WITH moved AS (
    UPDATE clips.clip
    SET state = %(state)s, state_at = %(now)s, limit_id = %(limit_id)s,
        run = CASE WHEN %(state)s IN ('probing', 'encoding', 'published') THEN run END
    WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s
    RETURNING person_id, clip_id
)
INSERT INTO clips.state_change (person_id, clip_id, number, state, cause, at)
SELECT person_id, clip_id,
       (SELECT max(s.number) + 1 FROM clips.state_change s
        WHERE s.person_id = moved.person_id AND s.clip_id = moved.clip_id),
       %(state)s, %(cause)s, %(now)s
FROM moved

-- begin_run: Gives the clip to a run and takes it from any older one.
UPDATE clips.clip SET run = %(run)s, tries = tries + 1, progress = 0
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s

-- tries: How often a clip was tried at its present step.
SELECT tries FROM clips.clip WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s

-- end_run: The run is over without a result that counts: its try is given back.
UPDATE clips.clip SET run = NULL, tries = tries - 1
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s AND run = %(run)s

-- take_run: Gives a published clip to a run for its further renditions and takes it from any older one.
UPDATE clips.clip SET run = %(run)s, tries = tries + 1
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s

-- reset_tries: The next stage counts its tries from nothing.
UPDATE clips.clip SET run = NULL, tries = 0
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s

-- set_progress: How far the run is, 0 to 1; tells whoever listens.
WITH moved AS (
    UPDATE clips.clip SET progress = %(progress)s
    WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s AND run = %(run)s
    RETURNING clip_id
)
SELECT pg_notify('clips_progress', clip_id::text) FROM moved

-- tell: Tells whoever listens that a clip changed.
SELECT pg_notify('clips_progress', %(clip_id)s::text)

-- set_measures: What the probe found.
UPDATE clips.clip SET duration_ms = %(duration_ms)s, width = %(width)s, height = %(height)s
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s

-- set_published: When the clip was first published; a clip that is published again keeps its time.
UPDATE clips.clip SET published_at = COALESCE(published_at, %(now)s), progress = %(progress)s
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s

-- finish_progress: Nothing more is coming for this clip; tells whoever listens.
WITH moved AS (
    UPDATE clips.clip SET progress = 1, run = NULL
    WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s AND run = %(run)s
    RETURNING clip_id
)
SELECT pg_notify('clips_progress', clip_id::text) FROM moved

-- set_rejection: Why the clip was refused.
UPDATE clips.clip SET rejection_code = %(code)s, rejection_message = %(message)s
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s

-- set_face: Caption and look of a clip: open columns for a public one, sealed for others.
UPDATE clips.clip
SET visibility = %(visibility)s, language = %(language)s, caption = %(caption)s, colour = %(colour)s,
    placeholder = %(placeholder)s, face = %(face)s
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s

-- empty: What is left of an erased clip is that it was there.
UPDATE clips.clip
SET caption = NULL, colour = NULL, placeholder = NULL, face = NULL, rejection_message = NULL, run = NULL,
    duration_ms = NULL, width = NULL, height = NULL
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s

-- forget_reactions: Nobody has liked or saved an erased clip.
WITH a AS (DELETE FROM clips.liked WHERE clip_id = %(clip_id)s),
     b AS (DELETE FROM clips.saved WHERE clip_id = %(clip_id)s)
DELETE FROM clips.total WHERE clip_id = %(clip_id)s

-- of_person: Every clip of a person that is not erased.
SELECT clip_id FROM clips.clip WHERE person_id = %(person_id)s AND state <> 'erased' ORDER BY clip_id

-- tally: How many clips, files and uploads a person has.
SELECT (SELECT count(*) FROM clips.clip WHERE person_id = %(person_id)s AND state <> 'erased'),
       (SELECT count(*) FROM clips.rendition WHERE person_id = %(person_id)s),
       (SELECT count(*) FROM clips.upload u WHERE u.person_id = %(person_id)s
        AND NOT EXISTS (SELECT FROM clips.clip c WHERE c.person_id = u.person_id AND c.upload_id = u.upload_id))

-- forget_person: Remove what says that an erased person's clips were there.
WITH changes AS (DELETE FROM clips.state_change WHERE person_id = %(person_id)s)
DELETE FROM clips.clip WHERE person_id = %(person_id)s AND state = 'erased'

-- all_of_person: Every clip of a person, erased ones too.
SELECT clip_id FROM clips.clip WHERE person_id = %(person_id)s

-- history: The states that a clip went through, oldest first.
SELECT state, cause, at FROM clips.state_change
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s
ORDER BY number

-- standing: Where a clip stands, for its progress stream.
SELECT person_id, state, progress, rejection_code, rejection_message
FROM clips.clip WHERE clip_id = %(clip_id)s

-- listen: Hears of clips that change.
LISTEN clips_progress

-- unlisten: Hears no more of them.
UNLISTEN clips_progress

-- census: How many clips are in each state.
SELECT state, count(*) FROM clips.clip GROUP BY state ORDER BY state
