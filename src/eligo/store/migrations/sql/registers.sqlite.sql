-- The registers only grow: every line and every publication follows the last one.
-- Reads and writes: nothing else; refuses changes of eligo_registerline and eligo_registerpublication.
-- Grain: one trigger a table and kind of change; REPLACE, which SQLite deletes by without the triggers for that, is
-- refused as the insertion of what is there, by the declared key and by the hidden rowid. The statements are parted by
-- lines that say "next".
CREATE TRIGGER eligo_registerline_no_update BEFORE UPDATE ON eligo_registerline
BEGIN
    SELECT RAISE(ABORT, 'eligo_registerline is append-only');
END;
-- next
CREATE TRIGGER eligo_registerline_no_delete BEFORE DELETE ON eligo_registerline
BEGIN
    SELECT RAISE(ABORT, 'eligo_registerline is append-only');
END;
-- next
CREATE TRIGGER eligo_registerpublication_no_update BEFORE UPDATE ON eligo_registerpublication
BEGIN
    SELECT RAISE(ABORT, 'eligo_registerpublication is append-only');
END;
-- next
CREATE TRIGGER eligo_registerpublication_no_delete BEFORE DELETE ON eligo_registerpublication
BEGIN
    SELECT RAISE(ABORT, 'eligo_registerpublication is append-only');
END;
-- next
CREATE TRIGGER eligo_registerline_follows BEFORE INSERT ON eligo_registerline
WHEN NEW.number <> COALESCE((SELECT MAX(number) FROM eligo_registerline), 0) + 1
BEGIN
    SELECT RAISE(ABORT, 'a row of eligo_registerline has to follow the last one');
END;
-- next
CREATE TRIGGER eligo_registerpublication_follows BEFORE INSERT ON eligo_registerpublication
WHEN NEW.number <> COALESCE((SELECT MAX(number) FROM eligo_registerpublication), 0) + 1
BEGIN
    SELECT RAISE(ABORT, 'a row of eligo_registerpublication has to follow the last one');
END;
-- next
CREATE TRIGGER eligo_registerline_no_replace_by_rowid BEFORE INSERT ON eligo_registerline
WHEN EXISTS (SELECT 1 FROM eligo_registerline WHERE rowid = NEW.rowid)
BEGIN
    SELECT RAISE(ABORT, 'eligo_registerline is append-only');
END;
-- next
CREATE TRIGGER eligo_registerpublication_no_replace_by_rowid BEFORE INSERT ON eligo_registerpublication
WHEN EXISTS (SELECT 1 FROM eligo_registerpublication WHERE rowid = NEW.rowid)
BEGIN
    SELECT RAISE(ABORT, 'eligo_registerpublication is append-only');
END;
