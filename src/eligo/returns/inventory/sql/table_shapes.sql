-- The shapes of a table, their cells as columns.
-- Reads: numbered. Writes: Parquet files in the new folder $file. Grain: one row per shape. Order: that of the shapes.
COPY (
    SELECT * FROM numbered ORDER BY shape
) TO $file (FORMAT parquet, COMPRESSION snappy, PER_THREAD_OUTPUT true)
