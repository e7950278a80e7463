-- Changes of people, sessions, viewers and edges are told to caches. Locks each table for a moment.
CREATE TRIGGER note_move AFTER UPDATE OR DELETE ON people.person
    FOR EACH ROW EXECUTE FUNCTION store.note_move('person', 'person_id');
CREATE TRIGGER note_move AFTER DELETE ON people.session
    FOR EACH ROW EXECUTE FUNCTION store.note_move('session', 'person_id');
CREATE TRIGGER note_move AFTER UPDATE OR DELETE ON people.viewer
    FOR EACH ROW EXECUTE FUNCTION store.note_move('viewer', 'pid');
CREATE TRIGGER note_move AFTER INSERT OR DELETE ON people.edge
    FOR EACH ROW EXECUTE FUNCTION store.note_move('edge', 'pid', 'other_pid');
