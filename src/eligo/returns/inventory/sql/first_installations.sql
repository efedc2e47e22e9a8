-- The installations of some rows, as typed.
-- Reads: rows, wanted (row). Grain: one row per row wanted. Order: the file's.
SELECT rows.row, rows.installation, rows.beside_1, rows.beside_2
FROM rows SEMI JOIN wanted ON rows.row = wanted.row
ORDER BY rows.row
