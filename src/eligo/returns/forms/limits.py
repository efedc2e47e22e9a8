"""How much of a file is read, whoever sent it: the bounds that hold for every form.

Each is far above any return that was ever asked for, and low enough that memory and time stay bounded.
"""

from __future__ import annotations

MEBIBYTE = 1024**2

LARGEST_FILE_BYTES = 512 * MEBIBYTE
"""A larger inventory comes by path, as CSV, gz or Parquet, and is never held in memory."""

LARGEST_UNPACKED_BYTES = 2048 * MEBIBYTE
LARGEST_RATIO = 200
RATIO_MATTERS_FROM_BYTES = 64 * MEBIBYTE
MOST_PARTS = 10_000
MOST_SHEETS = 1_000
LARGEST_DIRECTORY_BYTES = 4 * MEBIBYTE

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""What a sheet of a spreadsheet program can have; a text file may have more rows, never more columns."""

LARGEST_AREA_CELLS = 60_000_000
SPARSE_FROM_CELLS = 5_000_000
SPARSE_RATIO = 100

MOST_LINES = 5_000_000
"""Of a text, blank ones included: as many rows of the template's columns as can be held."""

LONGEST_LINE_BYTES = MEBIBYTE
LONGEST_CELL_CHARACTERS = 131_072
LONGEST_ROW_BYTES = 16 * MEBIBYTE
LONGEST_RECORD_LINES = 200
"""How far a quote is followed that opens a cell: one that is not closed by then is a stray one."""

LARGEST_STRINGS_BYTES = 256 * MEBIBYTE
LARGEST_UNUSUAL_BYTES = 256 * MEBIBYTE
LARGEST_SIDE_SHEET_BYTES = 8 * MEBIBYTE
LARGEST_SIDE_CELLS = 1_000_000
"""Up to which a sheet that is not the template's is looked into, for rows that stand on the wrong one; the cells are
those of all such sheets.
"""

LARGEST_PROPERTIES_BYTES = 8 * MEBIBYTE
LARGEST_SMALL_PART_BYTES = 64 * MEBIBYTE
"""The shared strings of a workbook, a sheet written in an unusual way, and any other part that is read."""

MOST_DISTINCT_CELLS = 5_000_000
MOST_DISTINCT_CHARACTERS = 256 * MEBIBYTE

CHUNK_BYTES = MEBIBYTE

MOST_DEEP = 1_000
MOST_NAMES = 10_000
LONGEST_MARKUP_BYTES = 4 * MEBIBYTE
"""What a parser of XML has to keep at once: open elements, distinct names, and a tag or comment with all it holds."""
