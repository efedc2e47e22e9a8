-- The lines known by now, by their text.
-- Reads: nothing. Writes: the tables texts and learned, empty. Grain: one row per text. Order: none.
CREATE OR REPLACE TABLE texts (text VARCHAR, shape BIGINT, apart_1 VARCHAR, apart_2 VARCHAR, apart_3 VARCHAR)
