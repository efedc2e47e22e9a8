-- A cell of a text inventory: the one that a text begins with, as typed; then without its quotes, the mark of a line that
-- ended inside them a line's end again; then without the spaces around it. Nearly every cell is bare, and begins and ends
-- with a letter or digit: patterns and lists of spaces are for the others.
-- Reads: nothing. Writes: the macros first_cell(text, delimiter, pattern), unquoted(cell) and stripped(cell, spaces).
-- Order: none.
CREATE OR REPLACE MACRO first_cell(rest, delimiter, pattern) AS
    CASE
        WHEN starts_with(rest, '"') OR starts_with(rest, chr(29)) THEN regexp_extract(rest, pattern)
        WHEN position(delimiter IN rest) = 0 THEN rest
        ELSE left(rest, position(delimiter IN rest) - 1)
    END;
CREATE OR REPLACE MACRO unquoted(cell) AS
    CASE
        WHEN starts_with(cell, '"')
        THEN replace(replace(substr(cell, 2, length(cell) - 2), '""', '"'), chr(30), chr(10))
        ELSE cell
    END;
CREATE OR REPLACE MACRO stripped(cell, spaces) AS
    CASE
        WHEN cell >= '!' AND cell < chr(127) AND right(cell, 1) BETWEEN '!' AND '~' THEN cell
        ELSE trim(cell, spaces)
    END
