-- The rows that do not say which installation they are about.
-- Reads: rows, judged, outside, repeats. Writes: the table unnamed. Grain: one row per such row. Order: none.
-- Parameters: $blanks, what stands for a blank cell, in small letters, the empty text among it; $longest of it.
CREATE OR REPLACE TABLE unnamed AS
WITH short AS (
    SELECT row, shape
    FROM rows
    WHERE CASE WHEN length(installation) > $longest THEN false ELSE list_contains($blanks, lower(installation)) END
)
SELECT short.row
FROM short
ANTI JOIN (SELECT shape FROM judged WHERE reading >= 2) AS unreadable ON short.shape = unreadable.shape
ANTI JOIN outside ON short.row = outside.row
ANTI JOIN repeats ON short.row = repeats.row
