-- The findings of an inventory as text; what a spreadsheet would compute bears an apostrophe (eligo.formula_safe).
-- Reads: the Parquet file that findings_table.sql has written, as the table stated.
-- Writes: the CSV file $file. Grain: one row per finding, notes only where $notes. Order: that of the table.
COPY (
    SELECT * REPLACE (
        nullif("column", '') AS "column",
        nullif(column_letter, '') AS column_letter,
        nullif(regexp_replace(header, '^([=+@\t\r-].)', '''\1', 's'), '') AS header,
        nullif(sheet, '') AS sheet,
        nullif(
            CASE
                WHEN regexp_matches(value, '^[+-]?[0-9]+([.,][0-9]+)*$') THEN value
                ELSE regexp_replace(value, '^([=+@\t\r-].)', '''\1', 's')
            END,
            ''
        ) AS value,
        nullif(expected, '') AS expected,
        regexp_replace(message, '^([=+@\t\r-].)', '''\1', 's') AS message
    )
    FROM stated
    WHERE $notes OR severity <> 'note'
) TO $file (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULL '')
