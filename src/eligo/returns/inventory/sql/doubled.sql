-- The rows that state different things about one installation, each with another of them.
-- Reads: suspects, outside, repeats, unnamed. Writes: the table doubled: row, other.
-- Grain: one row per such row. Order: none.
CREATE OR REPLACE TABLE doubled AS
WITH named AS (
    SELECT suspects.row, suspects.installation
    FROM suspects
    ANTI JOIN outside ON suspects.row = outside.row
    ANTI JOIN repeats ON suspects.row = repeats.row
    ANTI JOIN unnamed ON suspects.row = unnamed.row
),
compared AS (
    SELECT
        row,
        min(row) OVER (PARTITION BY installation) AS first,
        max(row) OVER (PARTITION BY installation) AS last
    FROM named
)
SELECT row, CASE WHEN row = first THEN last ELSE first END AS other FROM compared WHERE first < last
