-- Every shape of a table, to be judged: its number, then its cells in the order of the table's columns.
-- Reads: shapes. Grain: one row per shape. Order: by shape.
SELECT * FROM shapes ORDER BY shape
