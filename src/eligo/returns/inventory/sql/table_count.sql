-- How many rows a table has.
-- Reads: plain. Grain: one row. Order: none.
SELECT count(*) AS rows FROM plain
