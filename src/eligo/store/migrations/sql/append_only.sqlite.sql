-- Append-only tables, and a log whose every line follows the one before.
-- Reads: eligo_event. Writes: nothing; refuses changes of eligo_event, eligo_decision, eligo_run, eligo_runfile.
-- Grain: one trigger a table and kind of change; REPLACE, which SQLite deletes by without the triggers for that, is
-- refused as the insertion of what is there, by the declared keys and by the hidden rowid. The statements are parted by
-- lines that say "next".
CREATE TRIGGER eligo_event_no_update BEFORE UPDATE ON eligo_event
BEGIN
    SELECT RAISE(ABORT, 'eligo_event is append-only');
END;
-- next
CREATE TRIGGER eligo_event_no_delete BEFORE DELETE ON eligo_event
BEGIN
    SELECT RAISE(ABORT, 'eligo_event is append-only');
END;
-- next
CREATE TRIGGER eligo_decision_no_update BEFORE UPDATE ON eligo_decision
BEGIN
    SELECT RAISE(ABORT, 'eligo_decision is append-only');
END;
-- next
CREATE TRIGGER eligo_decision_no_delete BEFORE DELETE ON eligo_decision
BEGIN
    SELECT RAISE(ABORT, 'eligo_decision is append-only');
END;
-- next
CREATE TRIGGER eligo_run_no_update BEFORE UPDATE ON eligo_run
BEGIN
    SELECT RAISE(ABORT, 'eligo_run is append-only');
END;
-- next
CREATE TRIGGER eligo_run_no_delete BEFORE DELETE ON eligo_run
BEGIN
    SELECT RAISE(ABORT, 'eligo_run is append-only');
END;
-- next
CREATE TRIGGER eligo_runfile_no_update BEFORE UPDATE ON eligo_runfile
BEGIN
    SELECT RAISE(ABORT, 'eligo_runfile is append-only');
END;
-- next
CREATE TRIGGER eligo_runfile_no_delete BEFORE DELETE ON eligo_runfile
BEGIN
    SELECT RAISE(ABORT, 'eligo_runfile is append-only');
END;
-- next
CREATE TRIGGER eligo_event_follows BEFORE INSERT ON eligo_event
WHEN NEW.number <> COALESCE((SELECT MAX(number) FROM eligo_event), 0) + 1
  OR NEW.previous <> COALESCE(
      (SELECT hash FROM eligo_event ORDER BY number DESC LIMIT 1),
      '0000000000000000000000000000000000000000000000000000000000000000'
  )
BEGIN
    SELECT RAISE(ABORT, 'an event has to follow the last one');
END;
-- next
CREATE TRIGGER eligo_decision_no_replace BEFORE INSERT ON eligo_decision
WHEN EXISTS (
    SELECT 1 FROM eligo_decision
    WHERE event = NEW.event OR (kind = NEW.kind AND subject = NEW.subject AND follows = NEW.follows)
)
BEGIN
    SELECT RAISE(ABORT, 'eligo_decision is append-only');
END;
-- next
CREATE TRIGGER eligo_run_no_replace BEFORE INSERT ON eligo_run
WHEN EXISTS (SELECT 1 FROM eligo_run WHERE number = NEW.number OR event = NEW.event)
BEGIN
    SELECT RAISE(ABORT, 'eligo_run is append-only');
END;
-- next
CREATE TRIGGER eligo_runfile_no_replace BEFORE INSERT ON eligo_runfile
WHEN EXISTS (
    SELECT 1 FROM eligo_runfile
    WHERE id = NEW.id OR (run_id = NEW.run_id AND is_output = NEW.is_output AND place = NEW.place)
)
BEGIN
    SELECT RAISE(ABORT, 'eligo_runfile is append-only');
END;
-- next
CREATE TRIGGER eligo_event_no_replace_by_rowid BEFORE INSERT ON eligo_event
WHEN EXISTS (SELECT 1 FROM eligo_event WHERE rowid = NEW.rowid)
BEGIN
    SELECT RAISE(ABORT, 'eligo_event is append-only');
END;
-- next
CREATE TRIGGER eligo_decision_no_replace_by_rowid BEFORE INSERT ON eligo_decision
WHEN EXISTS (SELECT 1 FROM eligo_decision WHERE rowid = NEW.rowid)
BEGIN
    SELECT RAISE(ABORT, 'eligo_decision is append-only');
END;
-- next
CREATE TRIGGER eligo_run_no_replace_by_rowid BEFORE INSERT ON eligo_run
WHEN EXISTS (SELECT 1 FROM eligo_run WHERE rowid = NEW.rowid)
BEGIN
    SELECT RAISE(ABORT, 'eligo_run is append-only');
END;
