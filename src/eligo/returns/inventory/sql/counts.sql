-- How many rows have each shape, and the first of them.
-- Reads: rows, exceptions. Grain: one row per shape, standing and thing said (both 0 where a row is no exception).
-- Order: by these.
WITH stood AS (
    SELECT rows.row, rows.shape, coalesce(exceptions.standing, 0) AS standing, coalesce(exceptions.said, 0) AS said
    FROM rows LEFT JOIN exceptions ON rows.row = exceptions.row
)
SELECT shape, standing, said, count(*) AS installations, min(row) AS first_row
FROM stood
GROUP BY shape, standing, said
ORDER BY shape, standing, said
