-- The texts that a block has brought, none yet.
-- Reads: nothing. Writes: the table learned, empty. Grain: one row per text. Order: none.
CREATE OR REPLACE TABLE learned (
    text VARCHAR, shape BIGINT, apart_1 VARCHAR, apart_2 VARCHAR, apart_3 VARCHAR,
    cells VARCHAR[], fault VARCHAR
)
