-- The texts of the shapes that an interrupted conversion has already written.
-- Reads: the Parquet files $files. Writes: rows of the table texts. Grain: one row per text. Order: that of the shapes.
INSERT INTO texts
SELECT text, shape, apart_1, apart_2, apart_3 FROM read_parquet($files) WHERE shape >= $least ORDER BY shape
