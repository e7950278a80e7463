-- record: Write a statement of reasons.
INSERT INTO custody.statement (
    id, decision, ground, category, explanation, territorial_scope, source_type, automated_detection,
    automated_decision, subject_kind, person_id, clip_id, created_at, applies_from, ends_at
) VALUES (
    %(id)s, %(decision)s, %(ground)s, %(category)s, %(explanation)s, %(territorial_scope)s, %(source_type)s,
    %(automated_detection)s, %(automated_decision)s, %(subject_kind)s, %(person_id)s, %(clip_id)s,
    %(created_at)s, %(applies_from)s, %(ends_at)s
)

-- read: One statement.
SELECT id, decision, ground, category, explanation, territorial_scope, source_type, automated_detection,
    automated_decision, person_id, clip_id, created_at, applies_from, ends_at
FROM custody.statement WHERE id = %(id)s

-- of_clips: All statements about some clips.
SELECT id, decision, ground, category, explanation, territorial_scope, source_type, automated_detection,
    automated_decision, person_id, clip_id, created_at, applies_from, ends_at
FROM custody.statement WHERE clip_id = ANY(%(clip_ids)s) ORDER BY created_at, id

-- forget: Take a person's ids, and those of their clips, from the statements about them.
UPDATE custody.statement SET person_id = NULL, clip_id = NULL WHERE person_id = %(person_id)s
