-- The findings of an inventory as text.
-- Reads: the Parquet file that findings_table.sql has written, as the table stated.
-- Writes: the CSV file $file. Grain: one row per finding, notes only where $notes. Order: that of the table.
COPY (
    SELECT * REPLACE (
        nullif("column", '') AS "column",
        nullif(column_letter, '') AS column_letter,
        nullif(header, '') AS header,
        nullif(sheet, '') AS sheet,
        nullif(value, '') AS value,
        nullif(expected, '') AS expected
    )
    FROM stated
    WHERE $notes OR severity <> 'note'
) TO $file (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULL '')
