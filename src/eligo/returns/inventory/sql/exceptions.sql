-- The rows that are judged by more than their shape.
-- Reads: outside, repeats, unnamed, doubled. Writes: the table exceptions: row; standing, 1 for what is no row, 2 for an
-- ignored, 3 for a refused one and 4 for one astray, of which nothing else is said; said, what is said of it (0 for
-- nothing); other, the row it is compared with or 0.
-- Parameters: $said_repeated, $said_unnamed, $said_doubled. Grain: one row per such row. Order: none.
CREATE OR REPLACE TABLE exceptions AS
SELECT row, standing, said, 0 AS other FROM outside
UNION ALL
SELECT row, 2 AS standing, $said_repeated AS said, first AS other FROM repeats
UNION ALL
SELECT row, 3 AS standing, $said_unnamed AS said, 0 AS other FROM unnamed
UNION ALL
SELECT row, 3 AS standing, $said_doubled AS said, other FROM doubled
