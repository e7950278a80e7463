-- Limits on clips are told to caches. Locks the table for a moment.
CREATE TRIGGER note_move AFTER INSERT OR UPDATE OR DELETE ON safety.clip_limit
    FOR EACH ROW EXECUTE FUNCTION store.note_move('limit', 'clip_id');
