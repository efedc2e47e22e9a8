-- The registers only grow: every line and every publication follows the last one.
-- Reads and writes: nothing else; refuses changes of eligo_registerline and eligo_registerpublication, by the function
-- that append_only makes. Grain: one trigger a table and kind of change. The statements are parted by lines that say
-- "next".
CREATE FUNCTION eligo_register_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_number bigint;
BEGIN
    -- By the schema of the table itself: a temporary table of that name would be found first.
    EXECUTE format('SELECT MAX(number) FROM %I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO last_number;
    IF NEW.number <> COALESCE(last_number, 0) + 1 THEN
        RAISE EXCEPTION 'a row of % has to follow the last one', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
-- next
CREATE TRIGGER eligo_registerline_follows BEFORE INSERT ON eligo_registerline
    FOR EACH ROW EXECUTE FUNCTION eligo_register_follows();
-- next
CREATE TRIGGER eligo_registerpublication_follows BEFORE INSERT ON eligo_registerpublication
    FOR EACH ROW EXECUTE FUNCTION eligo_register_follows();
-- next
CREATE TRIGGER eligo_registerline_no_change BEFORE UPDATE OR DELETE ON eligo_registerline
    FOR EACH ROW EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_registerline_no_truncate BEFORE TRUNCATE ON eligo_registerline
    FOR EACH STATEMENT EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_registerpublication_no_change BEFORE UPDATE OR DELETE ON eligo_registerpublication
    FOR EACH ROW EXECUTE FUNCTION eligo_append_only();
-- next
CREATE TRIGGER eligo_registerpublication_no_truncate BEFORE TRUNCATE ON eligo_registerpublication
    FOR EACH STATEMENT EXECUTE FUNCTION eligo_append_only();
