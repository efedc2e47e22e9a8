-- Every shape, to be judged.
-- Reads: shapes. Grain: one row per shape. Order: by shape.
SELECT shape, cells, fault FROM shapes ORDER BY shape
