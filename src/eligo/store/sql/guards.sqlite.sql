-- The triggers that there are.
-- Reads: sqlite_master. Writes: nothing. Grain: one row a trigger: kind, name, how it was made, whether it is carried
-- out. Order: by name.
SELECT 'TRIGGER', name, sql, 1 FROM sqlite_master WHERE type = 'trigger' ORDER BY name;
