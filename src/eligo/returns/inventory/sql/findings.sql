-- Every row of which something is said, what, and the installation it is about.
-- Reads: located. Grain: one row per row and thing said. Order: the file's, then what is said.
SELECT row, said, other, installation FROM located ORDER BY row, said
