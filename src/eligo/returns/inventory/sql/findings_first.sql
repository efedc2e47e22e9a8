-- Of each thing said the first rows of which it is said, and of these rows all that is said: what follows from what in a
-- row can be told of the rows that are named.
-- Reads: located. Grain: one row per row and thing said. Order: the file's, then what is said.
-- Parameters: $most, how many rows of each thing said.
SELECT located.row, located.said, located.other, located.installation
FROM located
SEMI JOIN (
    SELECT row
    FROM (SELECT row, row_number() OVER (PARTITION BY said ORDER BY row) AS place FROM located) AS placed
    WHERE place <= $most
) AS wanted ON located.row = wanted.row
ORDER BY located.row, located.said
