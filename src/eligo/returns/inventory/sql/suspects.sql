-- The rows that may share their installation with another: those of which the identifiers have a hash in common.
-- Reads: rows, judged. Writes: the table suspects. Grain: one row per such row. Order: none.
CREATE OR REPLACE TABLE suspects AS
WITH marks AS (
    SELECT hash(installation) AS mark FROM rows GROUP BY mark HAVING count(*) > 1
),
marked AS (
    SELECT rows.*
    FROM rows SEMI JOIN marks ON hash(rows.installation) = marks.mark
),
readable AS (
    SELECT shape, same FROM judged WHERE reading < 2
)
SELECT marked.row, marked.installation, marked.beside_1, marked.beside_2, readable.same
FROM marked JOIN readable ON marked.shape = readable.shape
