-- Every row of which something is said, and what: the place of every finding.
-- Reads: rows, judged, exceptions; headed (row, said), what is said at the header. Writes: the Parquet file $file: row;
-- said; other, the row it is compared with or 0; installation, as typed, where what is said is about it. Grain: one row
-- per row and thing said. Order: none (findings.sql orders).
COPY (
    SELECT rows.row, told.said, CAST(0 AS BIGINT) AS other, '' AS installation
    FROM rows
    JOIN (SELECT shape, said FROM judged WHERE said > 0) AS told ON rows.shape = told.shape
    ANTI JOIN (SELECT row FROM exceptions WHERE standing <> 3) AS dropped ON rows.row = dropped.row
    UNION ALL
    SELECT rows.row, told.said, CAST(told.other AS BIGINT) AS other, rows.installation
    FROM rows
    JOIN (SELECT row, said, other FROM exceptions WHERE said > 0) AS told ON rows.row = told.row
    UNION ALL
    SELECT row, said, CAST(0 AS BIGINT) AS other, '' AS installation FROM headed
) TO $file (FORMAT parquet, COMPRESSION snappy)
