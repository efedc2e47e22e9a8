-- Every finding of an inventory at its row, as one table.
-- Reads: located; the parameters, lists of equal length with one element for each issue of each thing said: $said,
-- $column_number, $column_name, $column_letter, $header, $severity, $code, $found, $expected, $message (in which {other}
-- stands for the row it is compared with), $suggestion, $is_installation (whether the value as typed is the row's own).
-- Writes: the Parquet file $file. Grain: one row per finding. Order: row, column, code, value.
-- Parameters: $source, the name of the inventory's file.
COPY (
    WITH told AS (
        SELECT
            unnest(CAST($said AS BIGINT[])) AS said,
            unnest(CAST($column_number AS BIGINT[])) AS column_number,
            unnest(CAST($column_name AS VARCHAR[])) AS column_name,
            unnest(CAST($column_letter AS VARCHAR[])) AS column_letter,
            unnest(CAST($header AS VARCHAR[])) AS header,
            unnest(CAST($severity AS VARCHAR[])) AS severity,
            unnest(CAST($code AS VARCHAR[])) AS code,
            unnest(CAST($found AS VARCHAR[])) AS found,
            unnest(CAST($expected AS VARCHAR[])) AS expected,
            unnest(CAST($message AS VARCHAR[])) AS message,
            unnest(CAST($suggestion AS VARCHAR[])) AS suggestion,
            unnest(CAST($is_installation AS BOOLEAN[])) AS is_installation
    )
    SELECT
        CAST($source AS VARCHAR) AS file,
        '' AS sheet,
        located.row,
        told.column_name AS "column",
        told.column_letter,
        told.header,
        told.severity,
        told.code,
        CASE WHEN told.is_installation THEN located.installation ELSE told.found END AS value,
        told.expected,
        replace(told.message, '{other}', CAST(located.other AS VARCHAR)) AS message,
        told.suggestion
    FROM located JOIN told ON located.said = told.said
    ORDER BY located.row, told.column_number, told.code, value
) TO $file (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy)
