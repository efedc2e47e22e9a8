-- The texts of a block that are not known yet.
-- Reads: block (the rows of lines.sql). Grain: one row per text. Order: where each stands first.
SELECT unknown FROM block WHERE unknown IS NOT NULL GROUP BY unknown ORDER BY min(row)
