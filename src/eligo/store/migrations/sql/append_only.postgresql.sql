-- Append-only tables, and a log whose every line follows the one before.
-- Reads: eligo_event. Writes: nothing; refuses changes of eligo_event, eligo_decision, eligo_run, eligo_runfile.
-- Grain: one trigger a table and kind of change. The statements are parted by lines that say "next".
CREATE FUNCTION eligo_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
-- next
CREATE FUNCTION eligo_event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_number bigint;
    last_hash text;
BEGIN
    -- By the schema of the table itself: a temporary table of that name would be found first.
    EXECUTE format('SELECT number, hash FROM %I.%I ORDER BY number DESC LIMIT 1', TG_TABLE_SCHEMA, TG_TABLE_NAME)
        INTO last_number, last_hash;
    IF NEW.number <> COALESCE(last_number, 0) + 1 OR NEW.previous <> COALESCE(last_hash, repeat('0', 64)) THEN
        RAISE EXCEPTION 'an event has to follow the last one';
    END IF;
    RETURN NEW;
END
$$;
-- next
CREATE TRIGGER eligo_event_follows BEFORE INSERT ON eligo_event
    FOR EACH ROW EXECUTE FUNCTION eligo_event_follows();
-- next
CREATE TRIGGER eligo_event_no_change BEFORE UPDATE OR DELETE ON eligo_event
    FOR EACH ROW EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_event_no_truncate BEFORE TRUNCATE ON eligo_event
    FOR EACH STATEMENT EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_decision_no_change BEFORE UPDATE OR DELETE ON eligo_decision
    FOR EACH ROW EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_decision_no_truncate BEFORE TRUNCATE ON eligo_decision
    FOR EACH STATEMENT EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_run_no_change BEFORE UPDATE OR DELETE ON eligo_run
    FOR EACH ROW EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_run_no_truncate BEFORE TRUNCATE ON eligo_run
    FOR EACH STATEMENT EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_runfile_no_change BEFORE UPDATE OR DELETE ON eligo_runfile
    FOR EACH ROW EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_runfile_no_truncate BEFORE TRUNCATE ON eligo_runfile
    FOR EACH STATEMENT EXECUTE FUNCTION eligo_append_only();
