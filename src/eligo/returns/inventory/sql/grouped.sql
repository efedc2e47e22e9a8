-- The distinct rests of the rows of a table: all that is not kept row by row.
-- Reads: plain (row, installation, beside_1, beside_2, and one column of text per other column of the source).
-- Writes: the table grouped. Grain: one row per distinct rest, with the first row that has it. Order: none.
CREATE OR REPLACE TABLE grouped AS
SELECT * EXCLUDE (row, installation, beside_1, beside_2), min(row) AS first_row FROM plain GROUP BY ALL
