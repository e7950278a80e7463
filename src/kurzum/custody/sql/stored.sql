-- What this room keeps of one person: how much, and all of it, for their own copy (``export``).

-- count_person: How much is kept under a person_id, and since when: what, count, since.
SELECT 'decisions' AS what, count(*) AS count, min(created_at) AS since
FROM custody.statement WHERE person_id = %(person_id)s

-- decisions: Statements of reasons about the person and their clips.
SELECT id, decision, ground, category, explanation, territorial_scope, source_type, automated_detection,
       automated_decision, clip_id AS clip, created_at, applies_from, ends_at
FROM custody.statement WHERE person_id = %(person_id)s ORDER BY created_at, id
