"""An .xlsx workbook: which sheets it has, what its strings and styles are, and what stands in the sheets wanted.

What belongs here: the parts of the package and how they refer to each other. What does not: the cells of a sheet
(``forms.xlsx_sheet``). Formulas are never evaluated, links never followed, macros never opened.
Source: ECMA-376 Part 1 (SpreadsheetML) and Part 2 (packages).
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from eligo.errors import UnreadableFile
from eligo.returns.cells import Form, Rows, Sheet
from eligo.returns.forms.builder import CellTable
from eligo.returns.forms.kinds import what_a_zip_is
from eligo.returns.forms.limits import (
    LARGEST_AREA_CELLS,
    LARGEST_PROPERTIES_BYTES,
    LARGEST_SIDE_CELLS,
    LARGEST_SIDE_SHEET_BYTES,
    MOST_DISTINCT_CELLS,
    MOST_SHEETS,
)
from eligo.returns.forms.model import LINKS, Opened, Remark
from eligo.returns.forms.xlsx_sheet import FoundSheet, read_sheet
from eligo.returns.forms.xlsx_strings import Strings, read_strings
from eligo.returns.forms.xlsx_styles import Styles, read_styles
from eligo.returns.forms.xml import damaged, local, parse
from eligo.returns.forms.zipped import Zipped

Wanted = Callable[[str], bool]
"""Whether a sheet of that name is to be read; the others are only named."""

_FORM = Form("Excel workbook (.xlsx)")
_MAIN = "/officeDocument"
_PROPERTIES = "docProps/custom.xml"
_TYPES = "[Content_Types].xml"
_MACROS = re.compile(rb"vbaProject|macrosheet|macroEnabled", re.IGNORECASE)
"""In the types of the parts of a workbook: under whatever name a macro stands."""
_EMPTY = Rows([], array("I"), 1)


@dataclass(slots=True)
class _Book:
    """What the workbook part says: (name, visibility, relationship) of each sheet, and from when days are counted."""

    sheets: list[tuple[str, str, str]]
    from_1904: bool = False


def read_xlsx(name: str, content: bytes, wanted: Wanted) -> Opened:
    """The sheets of a workbook, hidden ones included. Raises ``UnreadableFile``."""
    package = Zipped(name, content, "an .xlsx workbook")
    _refuse_other_packages(package)
    main = _main_part(package)
    targets = _relationships(package, main)
    book = _book(package, main)
    by_type = dict(targets.values())
    styles = read_styles(package, by_type.get("/styles", ""), from_1904=book.from_1904)
    strings = cache(lambda: read_strings(package, by_type.get("/sharedStrings", "")))
    due = _Sheets(package, strings, styles, LARGEST_AREA_CELLS, MOST_DISTINCT_CELLS)
    own = _Sheets(package, strings, styles, LARGEST_SIDE_CELLS, LARGEST_SIDE_CELLS)
    sheets = []
    for title, state, relationship in book.sheets:
        kind, part = targets.get(relationship, ("", ""))
        is_small = part in package and package.parts[part].file_size <= LARGEST_SIDE_SHEET_BYTES
        found = FoundSheet(_EMPTY)
        if wanted(title) and not kind:
            raise damaged(f"{name}, sheet {title},", "its cells are not in the workbook")
        if kind == "/worksheet" and (wanted(title) or is_small):
            try:
                found = (due if wanted(title) else own).cells(title, part)
            except UnreadableFile:
                if wanted(title):
                    raise
                # A sheet of the sender's own need not be one that is read.
        hidden = (found.hidden_rows, found.hidden_columns)
        sheets.append(Sheet(title, state != "visible", found.rows, _FORM, found.merges, *hidden, looks=found.looks))
    return Opened(name, tuple(sheets), _FORM, _remarks(package), _properties(package))


class _Sheets:
    """The sheets of a workbook that are read for one end: all of them together within ``most`` cells, blank ones
    included, and ``most_distinct`` different ones.
    """

    def __init__(
        self, package: Zipped, strings: Callable[[], Strings], styles: Styles, most: int, most_distinct: int
    ) -> None:
        self._package = package
        self._strings, self._styles = strings, styles
        self._most, self._most_distinct = most, most_distinct
        self._titles: dict[str, str] = {}
        self._area = self._distinct = 0

    def cells(self, title: str, part: str) -> FoundSheet:
        """What stands in one of them. Raises ``UnreadableFile``."""
        place = f"{self._package.name}, sheet {title},"
        if part in self._titles:
            raise damaged(place, f"its cells are those of the sheet {self._titles[part]}")
        self._titles[part] = title
        self._refuse_more(title)
        found = read_sheet(self._package, part, CellTable(place), self._strings(), self._styles)
        self._area += len(found.rows.codes)
        self._distinct += len(found.rows.cells)
        self._refuse_more(title)
        return found

    def _refuse_more(self, title: str) -> None:
        if self._area > self._most or self._distinct > self._most_distinct:
            raise UnreadableFile(
                f"{self._package.name} has more in its sheets together than can be held, up to the sheet {title}",
                hint="Save only the cells of the return.",
            )


def _refuse_other_packages(package: Zipped) -> None:
    """A zip file that is another thing than its name says, or holds what no .xlsx may."""
    name = package.name
    if "xl/workbook.bin" in package or not any(part.startswith("xl/") for part in package.parts):
        raise UnreadableFile(
            f"{name} is {what_a_zip_is(package.parts)}, not the .xlsx workbook that its name says",
            hint="Open it, save it as .xlsx and send it again.",
        )
    is_program = any(posixpath.basename(part).casefold() == "vbaproject.bin" for part in package.parts)
    if is_program or _MACROS.search(package.whole(_TYPES)):
        raise UnreadableFile(
            f"{name} holds macros, which an .xlsx workbook never does", hint="Save it as .xlsx, without macros."
        )


def _main_part(package: Zipped) -> str:
    if "_rels/.rels" in package:
        for kind, part in _relationships(package, "").values():
            if kind == _MAIN:
                return part
    return "xl/workbook.xml"


def _relationships(package: Zipped, part: str) -> Mapping[str, tuple[str, str]]:
    """(last part of its type, part it leads to) of every relationship inside the package, by its identifier."""
    folder, file = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if local(element) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            led = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = "/" + attributes.get("Type", "").rpartition("/")[2]
            found.setdefault(attributes.get("Id", ""), (kind, led))

    parse(package.place_of(path), [package.whole(path)], start)
    return found


def _book(package: Zipped, main: str) -> _Book:
    book = _Book([])

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if local(element) == "sheet":
            relationship = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            book.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), relationship))
        elif local(element) == "workbookPr":
            book.from_1904 = attributes.get("date1904", "0").casefold() in ("1", "true", "on")

    parse(package.place_of(main), [package.whole(main)], start)
    if len(book.sheets) > MOST_SHEETS:
        raise UnreadableFile(
            f"{package.name} has {len(book.sheets):,} sheets, more than {MOST_SHEETS:,}",
            hint="Save only the sheets of the return.",
        )
    return book


def _properties(package: Zipped) -> Mapping[str, str]:
    """The workbook's own properties by name (ECMA-376 Part 1, 15.2.12.2), as far as they are texts."""
    if _PROPERTIES not in package:
        return {}
    found: dict[str, list[str]] = {}
    named: list[str] = [""]

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if local(element) == "property":
            named[0] = attributes.get("name", "")

    def characters(text: str) -> None:
        found.setdefault(named[0], []).append(text)

    content = package.whole(_PROPERTIES, LARGEST_PROPERTIES_BYTES)
    parse(package.place_of(_PROPERTIES), [content], start, None, characters)
    return {name: "".join(texts) for name, texts in found.items()}


def _remarks(package: Zipped) -> tuple[Remark, ...]:
    links = [part for part in package.parts if part.startswith("xl/externalLinks/") and part.endswith(".xml")]
    if not links:
        return ()
    return (
        Remark(
            LINKS,
            f"{len(links)} other workbook{'s' if len(links) > 1 else ''}",
            "The workbook refers to others; nothing was fetched, and the values that stand in its cells were read.",
        ),
    )
