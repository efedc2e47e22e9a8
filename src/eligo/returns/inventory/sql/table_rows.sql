-- The rows of a table, each with the shape that it shares with others.
-- Reads: plain, numbered. Writes: Parquet files in the new folder $file. Grain: one row per row. Order: none.
COPY (
    SELECT row, shape, installation, beside_1, beside_2 FROM plain NATURAL JOIN numbered
) TO $file (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, PER_THREAD_OUTPUT true)
