-- The distinct rests of the rows of a table, numbered: its shapes.
-- Reads: grouped. Writes: the table numbered. Grain: one row per shape. Order: none; numbers follow the first rows.
CREATE OR REPLACE TABLE numbered AS
SELECT row_number() OVER (ORDER BY first_row) - 1 AS shape, * EXCLUDE (first_row) FROM grouped
