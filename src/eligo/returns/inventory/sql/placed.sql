-- The rows of a block, each with the shape that it shares with others.
-- Reads: block (of lines.sql) and learned. Writes: the Parquet file $file. Grain: one row per line. Order: the file's.
-- Parameters: $installation, $beside_1 and $beside_2: which of the cells apart (1 ... 3, 0 for none) they are;
-- $spaces, the characters that are spaces.
COPY (
    WITH known AS (
        SELECT
            block.row,
            coalesce(block.shape, learned.shape) AS shape,
            stripped(coalesce(block.apart_1, learned.apart_1, ''), $spaces) AS apart_1,
            stripped(coalesce(block.apart_2, learned.apart_2, ''), $spaces) AS apart_2,
            stripped(coalesce(block.apart_3, learned.apart_3, ''), $spaces) AS apart_3
        FROM block
        LEFT JOIN learned ON block.unknown = learned.text
    )
    SELECT
        row,
        shape,
        CASE $installation WHEN 1 THEN apart_1 WHEN 2 THEN apart_2 ELSE apart_3 END AS installation,
        CASE $beside_1 WHEN 1 THEN apart_1 WHEN 2 THEN apart_2 WHEN 3 THEN apart_3 ELSE '' END AS beside_1,
        CASE $beside_2 WHEN 1 THEN apart_1 WHEN 2 THEN apart_2 WHEN 3 THEN apart_3 ELSE '' END AS beside_2
    FROM known
    ORDER BY row
) TO $file (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, ROW_GROUP_SIZE 122880)
