-- How many rows of a block were written, and how many of them have no shape (none, or the conversion is wrong).
-- Reads: the Parquet file $file. Grain: one row. Order: none.
SELECT count(*), count(*) FILTER (WHERE shape IS NULL), coalesce(min(row), 0), coalesce(max(row), 0)
FROM read_parquet($file)
