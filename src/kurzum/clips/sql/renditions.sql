-- add: One file of a clip.
INSERT INTO clips.rendition (person_id, clip_id, digest, name, kind, sealed, bytes, width, height, bitrate, codecs)
VALUES (%(person_id)s, %(clip_id)s, %(digest)s, %(name)s, %(kind)s, %(sealed)s, %(bytes)s, %(width)s,
        %(height)s, %(bitrate)s, %(codecs)s)

-- of_clip: All files of a clip.
SELECT digest, name, kind, sealed, bytes, width, height, bitrate, codecs
FROM clips.rendition
WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s
ORDER BY kind, name

-- take_out: Forgets those files of a clip that have one of these kinds and names.
DELETE FROM clips.rendition r
USING unnest(%(kinds)s::text[], %(names)s::text[]) AS u(kind, name)
WHERE r.person_id = %(person_id)s AND r.clip_id = %(clip_id)s AND r.kind = u.kind AND r.name = u.name
RETURNING r.digest

-- remove: Forgets all files of a clip.
DELETE FROM clips.rendition WHERE person_id = %(person_id)s AND clip_id = %(clip_id)s RETURNING digest

-- media: All files of clips with what their delivery must know.
SELECT r.clip_id, c.person_id, c.visibility, r.digest, r.kind, r.sealed, r.bytes
FROM clips.rendition r
JOIN clips.clip c USING (person_id, clip_id)
WHERE r.clip_id = ANY(%(clip_ids)s) AND c.state <> 'erased'
