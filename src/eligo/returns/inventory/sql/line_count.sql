-- How many lines a text has below its header.
-- Reads: lines. Grain: one row. Order: none.
SELECT count(*) AS lines FROM lines
