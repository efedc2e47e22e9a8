-- The triggers and functions that there are.
-- Reads: pg_trigger, pg_proc. Writes: nothing. Grain: one row a trigger of Eligo's tables or a function: kind, name, how
-- it was made (of a function: its body), whether it is carried out. Order: by kind and name.
SELECT 'TRIGGER', t.tgname::text, pg_get_triggerdef(t.oid), t.tgenabled IN ('O', 'A')
FROM pg_trigger AS t
WHERE NOT t.tgisinternal AND t.tgrelid IN (
    to_regclass('eligo_event'), to_regclass('eligo_decision'), to_regclass('eligo_run'), to_regclass('eligo_runfile'),
    to_regclass('eligo_registerline'), to_regclass('eligo_registerpublication')
)
UNION ALL
SELECT 'FUNCTION', p.proname::text, p.prosrc, true
FROM pg_proc AS p
WHERE p.proname IN ('eligo_append_only', 'eligo_event_follows', 'eligo_register_follows')
    AND pg_function_is_visible(p.oid)
ORDER BY 1, 2;
