-- The texts that a block has brought are known from now on.
-- Reads: learned. Writes: rows of the table texts. Grain: one row per text. Order: none.
INSERT INTO texts
SELECT text, shape, apart_1, apart_2, apart_3 FROM learned
