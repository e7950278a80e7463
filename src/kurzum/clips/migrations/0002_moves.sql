-- Changes of clips, their files and reactions are told to caches. Locks each table for a moment.
CREATE TRIGGER note_new AFTER INSERT ON clips.clip
    FOR EACH ROW WHEN (NEW.state = 'published') EXECUTE FUNCTION store.note_move('clip', 'clip_id');
-- Progress and runs of a worker are no change that anybody holds.
CREATE TRIGGER note_move AFTER DELETE OR UPDATE OF state, visibility, market, language, caption, colour, placeholder,
        face, duration_ms, width, height, published_at, rejection_code, rejection_message, limit_id ON clips.clip
    FOR EACH ROW EXECUTE FUNCTION store.note_move('clip', 'clip_id');
CREATE TRIGGER note_move AFTER INSERT OR DELETE ON clips.rendition
    FOR EACH ROW EXECUTE FUNCTION store.note_move('clip', 'clip_id');
CREATE TRIGGER note_move AFTER INSERT OR DELETE ON clips.liked
    FOR EACH ROW EXECUTE FUNCTION store.note_move('reaction', 'pid');
CREATE TRIGGER note_move AFTER INSERT OR DELETE ON clips.saved
    FOR EACH ROW EXECUTE FUNCTION store.note_move('reaction', 'pid');
