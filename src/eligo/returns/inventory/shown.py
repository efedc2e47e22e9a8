"""Columns and lines in Spark as the text that one machine makes of them.

What belongs here: how a cell of a type is shown, and how the bytes of a line are read. What does not: which table has
them (``inventory.spark``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eligo.returns.forms.apart import NO_TEXT, several_in
from eligo.returns.forms.encodings import BEYOND_BOTH, OLDER, Encodings
from eligo.returns.forms.limits import LONGEST_LINE_BYTES
from eligo.returns.inventory.blocks import UNREADABLE
from eligo.returns.inventory.table_apart import SHOWN_WHOLE_BELOW

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

_NESTED = ("array", "struct", "map")
_C1 = [bytes([number]) for number in range(0x80, 0xA0)]
_ALLOWED = [byte for byte in _C1 if byte.decode(OLDER, "replace") != "\ufffd"]
_NOT_ALLOWED = "".join(byte.decode("latin-1") for byte in _C1 if byte not in _ALLOWED)


def cell_text(name: str, kind: str) -> Column:
    """A column as the text that a spreadsheet would show; blank where it has no value."""
    from pyspark.sql import functions as f

    column = _column(name)
    text = column.cast("string")
    if kind == "boolean":
        text = f.upper(text)
    elif kind == "binary":
        text = f.when(f.is_valid_utf8(text), text).otherwise(f.hex(column))
    elif kind.startswith("timestamp"):
        day = column.cast("date")
        text = f.when(day.cast(kind) == column, day.cast("string")).otherwise(text)
    elif kind in ("double", "float"):
        # One of 32 bits by the fewest digits that are it: 2.1 is 2.1, not 2.0999999046325684.
        number = column if kind == "double" else _fewest(column, "float", (5, 6, 7, 8)).try_cast("double")
        whole = number.try_cast("bigint")
        is_whole = (f.abs(number) < f.lit(float(SHOWN_WHOLE_BELOW))) & (whole.cast("double") == number)
        text = f.when(f.isnan(column), f.lit("")).when(is_whole, whole.cast("string")).otherwise(_shortest(number))
    return f.coalesce(text, f.lit(""))


def unread_columns(table: DataFrame) -> dict[int, str]:
    """What the columns hold whose cells have no one value, by place."""
    from pyspark.sql import functions as f

    kinds = [kind for _, kind in table.dtypes]
    found = {place: several_in(kind) for place, kind in enumerate(kinds) if kind.startswith(_NESTED)}
    places = [place for place, kind in enumerate(kinds) if kind == "binary"]
    no_text = [f.bool_or(~f.is_valid_utf8(_column(table.columns[place]).cast("string"))) for place in places]
    for place, strange in zip(places, table.agg(*no_text).first() or () if no_text else (), strict=True):
        if strange:
            found[place] = NO_TEXT
    return found


def _column(name: str) -> Column:
    from pyspark.sql import functions as f

    return f.col(f"`{name.replace('`', '``')}`")


def _shortest(number: Column) -> Column:
    """A number with a fraction, or a large one, in the fewest digits that are it and no other, as ``repr`` shows it."""
    from pyspark.sql import functions as f

    form = _fewest(f.abs(number), "double", (14, 15, 16))
    digits = f.rtrim(f.regexp_replace(f.substring_index(form, "e", 1), "[.]", ""), f.lit("0"))
    power = f.substring_index(form, "e", -1).try_cast("int")
    point = f.when(f.length(digits) > 1, f.lit(".")).otherwise(f.lit(""))
    far = f.concat(digits.substr(1, 1), point, f.substring(digits, 2, 99), f.lit("e"), f.format_string("%+03d", power))
    small = f.concat(f.lit("0."), f.repeat(f.lit("0"), -power - 1), digits)
    plain = f.concat(f.substring(digits, f.lit(1), power + 1), f.lit("."), f.substring(digits, power + 2, f.lit(99)))
    shown = f.when((power < -4) | (power >= 16), far).when(power < 0, small).otherwise(plain)
    shown = f.when(f.abs(number) == f.lit(float("inf")), f.lit("inf")).otherwise(shown)
    return f.concat(f.when(number < 0, f.lit("-")).otherwise(f.lit("")), shown)


def _fewest(number: Column, kind: str, places: Sequence[int]) -> Column:
    """A number in scientific notation, with the fewest digits after the point of which it can be read back."""
    from pyspark.sql import functions as f

    forms = [f.format_string(f"%.{count}e", number.cast("double")) for count in places]
    return f.coalesce(*[f.when(form.try_cast(kind) == number, form) for form in forms], forms[-1])


def looked_at(lines: DataFrame) -> tuple[Encodings, int, int, bool]:
    """The encodings of the lines of a file (``value``), how many they are, their bytes, and whether one may be no row
    by itself: it has a quote without another, a carriage return that does not end it or NUL bytes, or is too long.
    """
    from pyspark.sql import functions as f

    size = f.octet_length("value")
    quotes, returns, nuls = (size - f.octet_length(f.replace(f.col("value"), f.lit(s), f.lit(""))) for s in '"\r\0')
    within = returns - f.when(f.endswith(f.col("value"), f.lit("\r")), 1).otherwise(0)
    other = (quotes % 2 == 1) | (within > 0) | (nuls > 0) | (size > LONGEST_LINE_BYTES)
    in_utf8 = f.is_valid_utf8("value") & (f.char_length("value") < size)
    place = f.col("place")
    placed = lines.select(
        "value", f.col("_metadata.file_block_start").alias("part"), f.monotonically_increasing_id().alias("place")
    )
    firsts = [f.min(f.when(one, place)) - f.min(place) for one in (in_utf8, _is_older())]
    figures = (*firsts, f.count("*"), f.sum(size), f.bool_or(other))
    count, total, has_other, found = 0, 0, False, [0, 0]
    for _, utf8, older, rows, length, others in placed.groupBy("part").agg(*figures).orderBy("part").collect():
        found = [
            one or (0 if first is None else count + first + 1) for one, first in zip(found, (utf8, older), strict=True)
        ]
        count, total, has_other = count + rows, total + length, has_other or others
    return Encodings(*found), count, total, has_other


def line_text() -> Column:
    """A line (``value``) as text, and marked where it is of no encoding: see ``forms.encodings``."""
    from pyspark.sql import functions as f

    before, after = (b"".join(_ALLOWED).decode(encoding) for encoding in ("latin-1", OLDER))
    neither = f.concat(f.lit(f"{UNREADABLE}e"), f.make_valid_utf8("value"))
    text = f.when(f.is_valid_utf8("value"), f.col("value"))
    return text.when(_is_older(), f.translate(_latin(), before, after)).otherwise(neither)


def _is_older() -> Column:
    """Whether a line is in Windows-1252."""
    from pyspark.sql import functions as f

    both = f.make_valid_utf8("value").rlike(BEYOND_BOTH)
    return ~f.is_valid_utf8("value") & ~both & ~_latin().rlike(f"[{_NOT_ALLOWED}]")


def _latin() -> Column:
    from pyspark.sql import functions as f

    return f.decode(f.col("value").cast("binary"), "ISO-8859-1")
