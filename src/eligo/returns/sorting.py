"""The rows below a header, sorted: those to check, and those of remarks, totals and exact repeats.

What belongs here: what a row is before any of its cells is read. What does not: the checks (``returns.table``).

Invariant: every row below the header that holds cells is in exactly one of the lots. Source: ``returns.md``,
"Semantics" 1.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from eligo.catalogue import TypedCell, fold
from eligo.findings import Finding, Issue, Location, column_letters
from eligo.returns.astray import FEWEST_CELLS, astray
from eligo.returns.cells import Rows, Sheet
from eligo.returns.header import LEAST_OF_HEADER, Header, named_places
from eligo.returns.plausible import MayHold, is_guidance

GUIDANCE = "The row says what is to stand below, and is none of the table."
_LONGEST_ORDINAL = 3
_MOST_OF_REMARK = 8
"""Cells that a remark fills at most where it counts nothing: with more, a row of the table may have slipped."""
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"\W*(?:\d{1,2}[.):]\s*)?[^\W\d]+\W+[^\W\d]")
"""What begins with two words is no count, whatever number comes later: ``1. Figures of 31 August``."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's rows below its header, and what the sheet calls its columns. ``again``: rows that name them again."""

    file: str
    sheet: Sheet
    header: Header
    again: frozenset[int] = frozenset()

    def location(self, row: int, column: str) -> Location:
        """Where a template column of a row stands; a column that the sender does not have has no letter."""
        place, shown = self.header.columns.get(column, (-1, ""))
        return Location(self.file, self.sheet.name, row, column, place + 1, shown)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the template: those that rows of totals bear, those that stand for a blank cell, and by column what may
    stand under those of chosen values.
    """

    totals: Sequence[str]
    placeholders: Sequence[str]
    chosen: MayHold


def sorted_rows(
    table: Table, device_columns: Collection[str], counts: Collection[str], words: Words
) -> tuple[array[int], array[int], list[Finding]]:
    """The 1-based rows to check, those that repeat one of them, and a finding for each that is ignored: remarks,
    totals, the header once more, exact repeats. A record of a text that has no cells is in none of them.
    """
    rows = table.sheet.rows
    kinds, same = _Kinds(table, device_columns, counts, words), _SameTexts(rows.cells)
    numbers, hashes, ignored = array("I"), array("q"), []
    looked_at = kinds.telling | same.others
    for number, codes in filled_rows(rows, table.header.row):
        if number in table.sheet.lines.torn:
            continue
        is_plain = looked_at.isdisjoint(codes) and number not in table.again
        why = (None if is_plain else kinds.told_by_words(codes, again=number in table.again)) or kinds.remark(codes)
        if number == table.header.row + 1:
            why = why or kinds.guidance(codes)
        if why and not kinds.is_astray(codes):
            ignored.append(_ignored(table, number, *why))
        else:
            numbers.append(number)
            hashes.append(hash(codes.tobytes() if is_plain else same.shape(codes)))
    again = _again(rows, numbers, hashes, same.shape)
    for number, first in again.items():
        message = f"The row repeats row {first} in every cell."
        ignored.append(_ignored(table, number, "row-repeated", _first(rows, rows.row(number)), message))
    ignored.sort(key=lambda finding: finding.location.row)
    return array("I", (row for row in numbers if row not in again)), array("I", again), ignored


Ignored = tuple[str, str, str]
"""(code, value, message) of a row that is none of the table."""


class _Kinds:
    """What tells a row of totals, or a remark, from a row of the table. Only rows with a cell in ``telling`` can be
    the header once more, or totals.
    """

    def __init__(self, table: Table, device_columns: Collection[str], counts: Collection[str], template: Words) -> None:
        rows = table.sheet.rows
        places = {name: place for name, (place, _) in table.header.columns.items() if place < rows.width}
        self._rows, self._named = rows, named_places(table.header)
        self._template = {place for place, _ in table.header.columns.values()}
        self._places = list(places.values())
        self._nameless = [place for place in range(rows.width) if place not in self._named]
        self._devices = [place for name, place in places.items() if name in device_columns]
        self._counts = [place for name, place in places.items() if name in counts]
        self._others = [p for name, p in places.items() if name not in counts and name not in device_columns]
        words = {fold(word) for word in template.totals}
        self._exact = {code for code, cell in enumerate(rows.cells) if code and fold(cell.text.rstrip(" :")) in words}
        longest = max((len(word.split()) for word in template.totals), default=0)
        self._about = {
            code for code, cell in enumerate(rows.cells) if code and not words.isdisjoint(_ends(cell.text, longest))
        }
        self._chosen = {places[name]: fits for name, fits in template.chosen.items() if name in places}
        self._blank = blank_codes(rows, template)
        self._uncounted = self._blank | {code for code, cell in enumerate(rows.cells) if not _DIGIT.search(cell.text)}
        above = table.header.row
        stacked = zip(*(rows.row(n) for n in (above - 1, above) if n), strict=True)
        self._headers = [{fold(rows.cells[code].text) for code in own if code} for own in stacked]
        named = set().union(*self._headers)
        self.telling = self._about | {code for code, cell in enumerate(rows.cells) if code and fold(cell.text) in named}

    def told_by_words(self, codes: array[int], *, again: bool) -> Ignored | None:
        """Why a row with some cell in ``telling`` is ignored, if it is: the header once more (``again``: in whatever
        words), or totals.
        """
        if again or self._is_header(codes):
            return "header-repeated", _first(self._rows, codes), "The row repeats the header."
        total = self._total(codes)
        return ("totals-row-ignored", total, "The row states totals.") if total else None

    def remark(self, codes: array[int]) -> Ignored | None:
        """Why a row is ignored that holds nothing under the template's columns, or one text alone, or that counts
        nothing and describes nothing; else nothing.
        """
        filled = [place for place in self._places if codes[place]]
        alone = len(filled) == 1 and codes.count(0) == len(codes) - 1
        alone = alone and (filled[0] not in self._counts or _SENTENCE.match(_first(self._rows, codes)) is not None)
        if not alone and not all(codes[place] in self._uncounted for place in self._counts):
            return None
        if not filled or alone or self._blank.issuperset(codes):
            message = "The row has no cell under a column of the template, or one alone that counts nothing."
            return "remark-row-ignored", _first(self._rows, codes), message
        return self._unfilled(codes) if self._counts else None

    def _unfilled(self, codes: array[int]) -> Ignored | None:
        """Why a row that counts nothing is ignored: it describes no device, or is a remark in a few cells, of which
        none may stand where it does. One with many cells, there or beside the table, may be a row that has slipped.
        """
        told = [place for place in self._places if codes[place] not in self._blank]
        if sum(bool(codes[place]) for place in self._nameless) >= FEWEST_CELLS:
            return None
        chosen = [self._may_stand(place, codes) for place in told if place in self._chosen]
        value = _first(self._rows, codes)
        if any(chosen):
            message = "The row names some of what it is about, but no device, and counts nothing: it was ignored."
            return None if any(place in self._devices for place in told) else ("row-unfilled", value, message)
        in_words = chosen and len(told) <= _MOST_OF_REMARK and 2 * len(told) < len(self._places)
        if not in_words and any(place in self._devices for place in told):
            return None
        return "remark-row-ignored", value, "The row describes no device and counts nothing."

    def _may_stand(self, place: int, codes: array[int]) -> bool:
        """Whether a cell may stand under a column of chosen values."""
        return self._chosen[place](self._rows.cells[codes[place]].text)

    def guidance(self, codes: array[int]) -> Ignored | None:
        """Why the row below the header is ignored where it says what is to be filled in, or numbers the columns."""
        texts = {place: self._rows.cells[codes[place]].text.strip() for place in self._places if codes[place]}
        if _numbers(texts, len(self._places)):
            return "remark-row-ignored", texts[min(texts)], "The row numbers the columns."
        if not is_guidance(texts, self._chosen, self._counts or self._places):
            return None
        return "remark-row-ignored", texts[min(texts)], GUIDANCE

    def is_astray(self, codes: array[int]) -> bool:
        """Whether a row is one of the table in a single cell, or beside it: it is to be checked, and refused."""
        return astray([self._rows.cells[code].text for code in codes], self._named, self._template) is not None

    def _is_header(self, codes: array[int]) -> bool:
        """Whether all that a row holds stands above it in the header, too."""
        filled = [place for place in self._places if codes[place]]
        return len(filled) >= LEAST_OF_HEADER and all(
            fold(self._rows.cells[codes[place]].text) in self._headers[place] for place in filled
        )

    def _total(self, codes: array[int]) -> str:
        """The word by which a row states totals; empty where it does not.

        It describes no device, and the word stands alone, or in a text that is all there is beside the counts or that
        stands where it may not (``SMSO-1 Total`` for an operator). In a column of the sender's own it stands alone, in
        a row that says nothing but counts.
        """
        described = [codes[place] for place in self._devices if codes[place] not in self._blank]
        if not self._exact.issuperset(described):
            return ""
        filled = [*described, *(codes[place] for place in self._others if codes[place] not in self._blank)]
        words = self._about if len(filled) == 1 else self._exact
        told = [code for code in filled if code in words] or [
            codes[place] for place in self._chosen if codes[place] in self._about and not self._may_stand(place, codes)
        ]
        told = told or [code for place, code in enumerate(codes) if not filled and code in self._exact]
        return self._rows.cells[told[0]].text.strip() if told else ""


def _numbers(texts: Mapping[int, str], columns: int) -> bool:
    """Whether the cells of a row, by their places, do nothing but number the columns, as forms do below their header,
    or letter them.

    >>> _numbers({0: "1", 1: "2", 3: "4"}, 4), _numbers({0: "1", 1: "3"}, 2), _numbers({0: "1"}, 4)
    (True, False, False)
    >>> _numbers({0: "A", 1: "B"}, 2)
    True
    """
    first = min(texts, default=0)
    if 2 * len(texts) < columns or len(texts[first]) > _LONGEST_ORDINAL:
        return False
    if not texts[first].isdecimal():
        return all(text == column_letters(place + 1) for place, text in texts.items())
    start = int(texts[first]) - first
    return all(text == str(start + place) for place, text in texts.items())


def blank_codes(rows: Rows, words: Words) -> frozenset[int]:
    """The numbers of the cells that are blank, or hold what stands for it."""
    blanks = {word.casefold() for word in words.placeholders}
    return frozenset({0, *(code for code, cell in enumerate(rows.cells) if cell.text.strip().casefold() in blanks)})


def filled_rows(rows: Rows, above: int) -> Iterator[tuple[int, array[int]]]:
    """(1-based row, numbers of its cells) of every row below ``above`` others that holds anything."""
    width, codes = rows.width, rows.codes
    for start in range(above * width, len(codes), width):
        own = codes[start : start + width]
        if any(own):
            yield start // width + 1, own


Shape = Callable[["array[int]"], bytes]
"""Of the cells of a row what two rows have in common that say the same."""


def repeats(rows: Rows, numbers: Sequence[int], places: Sequence[int]) -> dict[int, int]:
    """(row, the first row that has the same texts at some places), for rows that have an earlier one."""
    same, pick = _SameTexts(rows.cells), itemgetter(*places, places[0])

    def shape(codes: array[int]) -> bytes:
        return same.shape(array("I", pick(codes)))

    return _again(rows, numbers, array("q", (hash(shape(rows.row(number))) for number in numbers)), shape)


def _again(rows: Rows, numbers: Sequence[int], hashes: Sequence[int], shape: Shape) -> dict[int, int]:
    """The same, with the hash of each row's shape.

    Two looks, so that what is held stays small: the rows whose hash comes twice, and then those alone, cell by cell.
    """
    again = {value for value, following in pairwise(sorted(hashes)) if value == following}
    found: dict[int, int] = {}
    first: dict[bytes, int] = {}
    for number, value in zip(numbers, hashes, strict=True) if again else ():
        if value in again:
            own = shape(rows.row(number))
            if first.setdefault(own, number) != number:
                found[number] = first[own]
    return found


class _SameTexts:
    """Rows as bytes that two have in common exactly if their trimmed texts are the same."""

    def __init__(self, cells: Sequence[TypedCell]) -> None:
        first: dict[str, int] = {"": 0}
        self._same = array("I", (first.setdefault(cell.text.strip(), code) for code, cell in enumerate(cells)))
        self.others = frozenset(code for code, same in enumerate(self._same) if code != same)

    def shape(self, codes: array[int]) -> bytes:
        """The row, each cell by the first with its text."""
        if self.others.isdisjoint(codes):
            return codes.tobytes()
        return array("I", map(self._same.__getitem__, codes)).tobytes()


def _ends(text: str, words: int) -> Iterator[str]:
    """The first words of a text and its last, one, two and so on of them, folded.

    >>> sorted(_ends("Sub-total", 2))
    ['sub', 'subtotal', 'subtotal', 'total']
    """
    parts = [part for part in re.split(r"[\W_]+", text) if part]
    for count in range(1, min(words, len(parts)) + 1):
        yield fold(" ".join(parts[:count]))
        yield fold(" ".join(parts[-count:]))


def _first(rows: Rows, codes: Iterable[int]) -> str:
    return next(rows.cells[code].text.strip() for code in codes if code)


def _ignored(table: Table, row: int, code: str, value: str, message: str) -> Finding:
    place = Location(table.file, table.sheet.name, row)
    return Issue(code, "", value, "", message).at(place)
