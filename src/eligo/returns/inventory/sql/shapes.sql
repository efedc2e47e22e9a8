-- The shapes that a block has brought.
-- Reads: learned. Writes: the Parquet file $file. Grain: one row per shape. Order: that of the shapes.
COPY (
    SELECT shape, text, apart_1, apart_2, apart_3, cells, fault FROM learned ORDER BY shape
) TO $file (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy)
