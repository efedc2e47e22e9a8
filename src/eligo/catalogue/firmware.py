"""Firmware versions: text with parts, and the forms that spreadsheets and registers turn them into.

What belongs here: reading one cell's forms. What does not: which firmware a model has (``catalogue.model``).

Invariant: a form other than the dotted one is read only against the versions that are known, and only when
exactly one reading is among them. Source: ``returns.md`` 4.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from eligo.catalogue.names import clean
from eligo.terms import TO_BE_CONFIRMED

Key = tuple[int | str, ...]

_PREFIX = re.compile(
    r"^(?:(?:firmware|f/?w)[\s.:_-]*)?(?:(?:version|ver|release|rel|revision|rev|v)\.?[\s:]*)?(?=\d)", re.IGNORECASE
)
_TO_BE_CONFIRMED = re.compile(
    r"^(?:tb[ca]|t\.b\.[ca]\.?|to be (?:confirmed|advised|announced))"
    r"[\s\d*?\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2473]*$",
    re.IGNORECASE,
)
_MOST_DIGITS = 18
_PARTED_OTHERWISE = re.compile(r"\d{1,18}(?:\s*([,_-]|\.(?=\s)|\s)\s*\d{1,18}(?:\s*\1\s*\d{1,18})*)", re.ASCII)
"""Numbers parted by one sign that is no point, or by points with blanks."""
_FOOTNOTES = re.compile(r"(?<=\d)(?:\s*[*\u2020\u2021\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2460-\u2473]+)?\.?$")
"""What stands behind a version: marks of footnotes, a full stop. Several points, or one before a mark, are none."""
_BETWEEN = re.compile(r"\s*(?:[/;,&+]|\b(?:and|or)\b|\s)\s*", re.IGNORECASE)
_VERSION = re.compile(r"[0-9]{1,18}(?:\.[0-9a-z]{1,18})+", re.IGNORECASE)
_MARKS = "\"'`\u00b4\u2018\u2019\u201c\u201d"
_MARKED_AS_TEXT = re.compile(rf"^(?:=(?=\"))?[{_MARKS}](.*?)[{_MARKS}]?$")
_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?(?:E[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_EIGHT_DIGITS = re.compile(r"^(?:0x)?([0-9a-f]{8})$", re.IGNORECASE)
_SEVEN_DIGITS = re.compile(r"\d{7}", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE_TEXT = (
    (re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$"), (0, 1, 2)),
    (re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})$"), (2, 1, 0)),
    (re.compile(r"^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ](\d{4}|\d{2})$", re.IGNORECASE), (2, 1, 0)),
)

_MIDNIGHT = re.compile(r"[T ](?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? ?am)$", re.IGNORECASE)
_DAY_WITH_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def plain(text: str) -> str:
    """The dotted form: trimmed, without a leading ``v`` and marks of text (``="1.0"``, ``'1.0``); ``TBC`` with its
    footnote marks becomes ``TBC``.

    >>> plain(" v03.00.01.61 "), plain("TBC \\u2074")
    ('03.00.01.61', 'TBC')
    """
    cleaned = unmarked(text)
    if _TO_BE_CONFIRMED.match(cleaned):
        return TO_BE_CONFIRMED
    return _PREFIX.sub("", cleaned)


def unmarked(text: str) -> str:
    """A text without the marks by which a spreadsheet was told that it is one, or quotes that somebody typed.

    >>> unmarked("'03000161"), unmarked('="1.0"'), unmarked("\\u20182.1.12\\u2019")
    ('03000161', '1.0', '2.1.12')
    """
    return _MARKED_AS_TEXT.sub(r"\1", clean(text))


def key(text: str) -> Key:
    """What two spellings of one version share: its parts, numbers as numbers.

    >>> key("03.00.01.61") == key("v3.0.1.61"), key("2.1") == key("2.10")
    (True, False)
    """
    return tuple(int(part) if _is_number(part) else part.casefold() for part in plain(text).split("."))


def _is_number(part: str) -> bool:
    """Whether a part is read as a number; one of more digits than any version has stays text."""
    return part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS


def dotted(parts: Iterable[int]) -> str:
    """
    >>> dotted((3, 0, 1, 61))
    '3.0.1.61'
    """
    return ".".join(str(part) for part in parts)


def in_style_of(text: str, known: Collection[str]) -> str:
    """An unknown version written as the known ones of its model are (two digits a part, or as short as can be).

    >>> in_style_of("v3.0.1.99", ["03.00.01.61"]), in_style_of("2.02.09", ["2.2.8"])
    ('03.00.01.99', '2.2.9')
    """
    parts = key(text)
    if not all(isinstance(part, int) for part in parts):
        return plain(text)
    padded = bool(known) and all([len(part) for part in version.split(".")] == [2] * len(parts) for version in known)
    return ".".join(f"{part:02d}" if padded else str(part) for part in parts)


def several(known: Collection[str], text: str) -> tuple[str, ...]:
    """The versions that a text names, where it is of several and the model has one of them at least; else none.

    >>> several(["2.1.12", "2.2.8"], "2.1.12 / 2.1.11"), several(["2.1.12"], "2.1.12 beta"), several([], "2.1 / 2.2")
    (('2.1.12', '2.1.11'), (), ())
    """
    parts = [part for part in _BETWEEN.split(plain(text)) if part]
    keys = {key(version) for version in known}
    is_list = len({key(part) for part in parts}) > 1 and all(_VERSION.fullmatch(plain(part)) for part in parts)
    return tuple(parts) if is_list and any(key(part) in keys for part in parts) else ()


def parted_otherwise(known: Collection[str], text: str) -> tuple[str, ...]:
    """Which of the known versions a text is whose numbers another sign parts than a point, or that has the mark of a
    footnote behind it. An asterisk may stand for what follows, too (``2.1.1*``).

    >>> typed = ("2-1-12", "2,1,12", "2_1_12", "2. 1. 12", "2.1.12*", "2.1.12.", "2.1-12")
    >>> [parted_otherwise(["2.1.12", "2.11.2"], text) for text in typed]
    [('2.1.12',), ('2.1.12',), ('2.1.12',), ('2.1.12',), ('2.1.12',), ('2.1.12',), ()]
    >>> parted_otherwise(["2.1", "2_1"], "2-1")
    ('2.1', '2_1')
    >>> [parted_otherwise(["2.1", "2.1.1", "2.1.12"], text) for text in ("2.1.*", "2.1...", "2.1.1*")]
    [(), (), ('2.1.1', '2.1.12')]
    """
    typed = plain(text)
    bare = _with_points(_FOOTNOTES.sub("", typed))
    begun = bare if "*" in typed else ""
    return tuple(
        version
        for version in known
        if bare and (key(dotted := _with_points(version)) == key(bare) or (begun and dotted.startswith(begun)))
    )


def _with_points(version: str) -> str:
    """Numbers that one other sign parts, parted by points; any other version as it is."""
    return ".".join(re.findall(r"\d+", version)) if _PARTED_OTHERWISE.fullmatch(version) else version


def day_with_points(text: str) -> date | None:
    """The day that a version of three numbers may have become where points part the parts of a day; else nothing.

    >>> str(day_with_points("02.01.2012")), day_with_points("2.1.12")
    ('2012-01-02', None)
    """
    found = _DAY_WITH_POINTS.fullmatch(_MIDNIGHT.sub("", clean(text)))
    return date_of("/".join(found.groups())) if found else None


def eight_digit_readings(text: str) -> tuple[tuple[str, Key], ...] | None:
    """The readings of an eight-digit form as (name, key): BCD where it has no letter, hexadecimal always.

    ``None`` where the text is not of that form.

    >>> eight_digit_readings("0300013D")
    (('hexadecimal', (3, 0, 1, 61)),)
    >>> eight_digit_readings("03000161")
    (('BCD', (3, 0, 1, 61)), ('hexadecimal', (3, 0, 1, 97)))
    """
    match = _EIGHT_DIGITS.match(plain(text))
    if not match:
        return None
    digits = match.group(1)
    pairs = [digits[i : i + 2] for i in range(0, 8, 2)]
    hexadecimal = ("hexadecimal", tuple(int(pair, 16) for pair in pairs))
    return (("BCD", tuple(int(pair) for pair in pairs)), hexadecimal) if digits.isdigit() else (hexadecimal,)


def date_of(text: str) -> date | None:
    """The day that a text states, ISO or day, month, year; ``None`` where it states none.

    >>> date_of("2019-10-15") == date_of("15/10/2019") == date_of("15-Oct-19") == date(2019, 10, 15)
    True
    """
    for pattern, (year, month, day) in _DATE_TEXT:
        match = pattern.match(_MIDNIGHT.sub("", clean(text)))
        if match:
            parts = match.groups()
            try:
                return date(_year(parts[year]), _month(parts[month]), int(parts[day]))
            except ValueError:
                return None
    return None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text.casefold()) + 1


def turned_into_date(known: Collection[str], day: date) -> tuple[str, ...]:
    """Which of the known versions a spreadsheet may have turned into that day, in any order of its parts.

    >>> turned_into_date(["2.1.12", "2.2.8"], date(2012, 1, 2)), turned_into_date(["10.19"], date(2019, 10, 1))
    (('2.1.12',), ('10.19',))
    """
    years = (day.year, day.year % 100)
    shapes: set[Key] = set()
    for year in years:
        shapes |= {(day.day, day.month, year), (day.month, day.day, year), (year, day.month, day.day)}
    shapes |= {(day.day, day.month), (day.month, day.day)}
    if day.day == 1:  # a spreadsheet takes a month and a year for the first day of it
        shapes |= {shape for year in years for shape in ((day.month, year), (year, day.month))}
    return tuple(sorted(version for version in known if key(re.sub("[-/]", ".", version)) in shapes))


def same_number(known: Collection[str], number: str) -> tuple[str, ...]:
    """Which of some names are that number, typed otherwise (leading and trailing zeros, powers).

    >>> same_number(["0042", "E42"], "42"), same_number(["1E5"], "100000")
    (('0042',), ('1E5',))
    """
    value = _as_number(number)
    return tuple(sorted(name for name in known if value is not None and _as_number(name) == value))


def _as_number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def turned_into_number(known: Collection[str], number: str) -> tuple[str, ...]:
    """Which of the known versions a spreadsheet may have turned into that number.

    2.10 becomes 2.1, 0042 becomes 42, 1E5 becomes 100000; so do the eight-digit forms: 03000161 becomes 3000161, and
    in hexadecimal 030001E3 becomes 30001000.

    >>> turned_into_number(["2.10", "2.2"], "2.1"), turned_into_number(["03.00.01.61"], "3000161")
    (('2.10',), ('03.00.01.61',))
    """
    found = set(same_number([version for version in known if version.count(".") <= 1], number))
    found |= {version for version in known if same_number(_eight_digit_forms(key(version)), number)}
    return tuple(sorted(found))


def lost_a_zero(known: Collection[str], text: str) -> tuple[str, ...]:
    """Which of the known versions a text of seven digits may be: a spreadsheet that saved a text file has taken the
    eight digits for a number.

    >>> lost_a_zero(["03.00.01.61", "03.00.01.60"], "3000161"), lost_a_zero(["03.00.01.61"], "300161")
    (('03.00.01.61',), ())
    """
    return turned_into_number(known, text) if _SEVEN_DIGITS.fullmatch(text) else ()


def _eight_digit_forms(parts: Key) -> tuple[str, ...]:
    """The eight digits of a version of four parts, in BCD and in hexadecimal, where it has them.

    >>> _eight_digit_forms((3, 0, 1, 227))
    ('030001E3',)
    """
    numbers = [part for part in parts if isinstance(part, int)]
    if len(numbers) != 4 or len(parts) != 4 or max(numbers) > 255:
        return ()
    hexadecimal = "".join(f"{part:02X}" for part in numbers)
    return (hexadecimal,) if max(numbers) > 99 else ("".join(f"{part:02d}" for part in numbers), hexadecimal)
