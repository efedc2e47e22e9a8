-- The rows that describe no device: blank ones, totals, remarks and faulty ones, to be told apart one by one.
-- Reads: rows, judged. Grain: one row per such row. Order: the file's.
SELECT row, shape, installation, beside_1, beside_2
FROM rows SEMI JOIN (SELECT shape FROM judged WHERE reading IN (1, 3)) AS bare ON rows.shape = bare.shape
ORDER BY row
