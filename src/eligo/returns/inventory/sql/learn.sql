-- Some texts that have been read.
-- Reads: the parameters, lists of equal length: $text; $shape; $apart_1 ... $apart_3, what stood at the places apart
-- (empty where the text had been parted already); $cells, joined by the character $joint; $fault, with which only a line
-- that lacks its end (c) has cells.
-- Writes: rows of the table learned. Grain: one row per text. Order: that of the lists.
INSERT INTO learned
SELECT
    text, shape, apart_1, apart_2, apart_3,
    CASE WHEN fault IN ('', 'c') THEN string_split(cells, $joint) ELSE CAST([] AS VARCHAR[]) END AS cells,
    fault
FROM (
    SELECT
        unnest(CAST($text AS VARCHAR[])) AS text,
        unnest(CAST($shape AS BIGINT[])) AS shape,
        unnest(CAST($apart_1 AS VARCHAR[])) AS apart_1,
        unnest(CAST($apart_2 AS VARCHAR[])) AS apart_2,
        unnest(CAST($apart_3 AS VARCHAR[])) AS apart_3,
        unnest(CAST($cells AS VARCHAR[])) AS cells,
        unnest(CAST($fault AS VARCHAR[])) AS fault
)
ORDER BY shape
