-- The rows that repeat an earlier one in every cell, spaces around a cell aside.
-- Reads: suspects; outside (rows that are none, and totals and remarks). Writes: the table repeats: row, first.
-- Grain: one row per such row. Order: none.
CREATE OR REPLACE TABLE repeats AS
WITH compared AS (
    SELECT
        suspects.row,
        min(suspects.row) OVER (PARTITION BY installation, beside_1, beside_2, same) AS first
    FROM suspects ANTI JOIN outside ON suspects.row = outside.row
)
SELECT row, first FROM compared WHERE row > first
