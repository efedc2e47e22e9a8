-- The shapes that a block has brought.
-- Reads: learned. Writes: the Parquet file $file. Grain: one row per shape. Order: that in which they were learned, which
-- is that of the shapes; nothing is sorted, so that a block in which every line is new needs no more memory than another.
COPY (
    SELECT shape, text, apart_1, apart_2, apart_3, cells, fault FROM learned
) TO $file (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, ROW_GROUP_SIZE 10240)
