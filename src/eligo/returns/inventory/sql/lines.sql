-- The lines of one block of a text inventory, each parted into what is its own and what many lines share.
-- Reads: the file $file of whole lines, which is the table lines where an engine has one, and texts (text, shape, apart_1, apart_2, apart_3), the lines known by now.
-- Grain: one row per line of the block. Order: none (placed.sql orders).
-- Writes the table block: row; apart_1 ... apart_3, the cells at up to three places (NULL where the line has no such place, or is
-- quoted in another way than CSV is); shape, NULL for a line that is not known yet; and unknown, the text of such a line:
-- the line with those cells blank.
-- Parameters: $file; $separator, a character that no line holds; $delimiter; $first_row, the number of the first line;
-- $cell, the pattern of one cell; $before_1 ... $before_3, the pattern of what stands before each place, counted from the
-- place before (NULL where there is none); $at_start, whether the first place begins the line.
CREATE OR REPLACE TABLE block AS
WITH lines AS (
    SELECT CAST($first_row AS BIGINT) - 1 + row_number() OVER () AS row, coalesce(line, '') AS line
    FROM read_csv(
        $file, columns = {'line': 'VARCHAR'}, header = false, auto_detect = false, delim = $separator,
        quote = '', escape = '', new_line = '\n', max_line_size = 4000000
    )
),
before_1 AS (
    SELECT row, line, CASE WHEN $at_start THEN '' ELSE regexp_extract(line, $before_1) END AS before_1 FROM lines
),
rest_1 AS (
    SELECT row, line, before_1, CASE WHEN $at_start THEN line ELSE substr(line, length(before_1) + 1) END AS rest_1
    FROM before_1
),
cell_1 AS (
    SELECT row, line, before_1, rest_1, first_cell(rest_1, $delimiter, $cell) AS cell_1
    FROM rest_1
),
after_1 AS (
    SELECT row, line, before_1, cell_1, substr(rest_1, length(cell_1) + 1) AS after_1 FROM cell_1
),
place_1 AS (
    SELECT
        row, line, before_1, cell_1, after_1,
        ($at_start OR before_1 <> '') AND (after_1 = '' OR starts_with(after_1, $delimiter)) AS has_1,
        CASE WHEN $before_2 IS NULL THEN '' ELSE regexp_extract(after_1, $before_2) END AS before_2
    FROM after_1
),
cell_2 AS (
    SELECT
        row, line, before_1, cell_1, after_1, has_1, before_2,
        CASE WHEN $before_2 IS NULL THEN '' ELSE first_cell(substr(after_1, length(before_2) + 1), $delimiter, $cell) END
            AS cell_2
    FROM place_1
),
after_2 AS (
    SELECT
        row, line, before_1, cell_1, after_1, has_1, before_2, cell_2,
        CASE WHEN $before_2 IS NULL THEN '' ELSE substr(after_1, length(before_2) + length(cell_2) + 1) END AS after_2
    FROM cell_2
),
place_2 AS (
    SELECT
        row, line, before_1, cell_1, after_1, has_1, before_2, cell_2, after_2,
        $before_2 IS NOT NULL AND has_1 AND before_2 <> '' AND (after_2 = '' OR starts_with(after_2, $delimiter))
            AS has_2,
        CASE WHEN $before_3 IS NULL THEN '' ELSE regexp_extract(after_2, $before_3) END AS before_3
    FROM after_2
),
cell_3 AS (
    SELECT
        row, line, before_1, cell_1, after_1, has_1, before_2, cell_2, after_2, has_2, before_3,
        CASE WHEN $before_3 IS NULL THEN '' ELSE first_cell(substr(after_2, length(before_3) + 1), $delimiter, $cell) END
            AS cell_3
    FROM place_2
),
after_3 AS (
    SELECT
        row, line, before_1, cell_1, after_1, has_1, before_2, cell_2, after_2, has_2, before_3, cell_3,
        CASE WHEN $before_3 IS NULL THEN '' ELSE substr(after_2, length(before_3) + length(cell_3) + 1) END AS after_3
    FROM cell_3
),
place_3 AS (
    SELECT
        row, line, before_1, cell_1, after_1, has_1, before_2, cell_2, after_2, has_2, before_3, cell_3, after_3,
        $before_3 IS NOT NULL AND has_2 AND before_3 <> '' AND (after_3 = '' OR starts_with(after_3, $delimiter))
            AS has_3
    FROM after_3
),
parted AS (
    SELECT
        row,
        CASE WHEN has_1 THEN cell_1 END AS cell_1,
        CASE WHEN has_2 THEN cell_2 END AS cell_2,
        CASE WHEN has_3 THEN cell_3 END AS cell_3,
        CASE
            WHEN has_3 THEN before_1 || before_2 || before_3 || after_3
            WHEN has_2 THEN before_1 || before_2 || after_2
            WHEN has_1 AND $at_start THEN after_1
            WHEN has_1 THEN before_1 || after_1
            ELSE line
        END AS text
    FROM place_3
)
SELECT
    parted.row,
    coalesce(unquoted(parted.cell_1), texts.apart_1) AS apart_1,
    coalesce(unquoted(parted.cell_2), texts.apart_2) AS apart_2,
    coalesce(unquoted(parted.cell_3), texts.apart_3) AS apart_3,
    texts.shape,
    CASE WHEN texts.shape IS NULL THEN parted.text END AS unknown
FROM parted
LEFT JOIN texts ON parted.text = texts.text
