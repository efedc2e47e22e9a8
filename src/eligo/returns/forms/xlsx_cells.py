"""One cell of an .xlsx sheet: from its markup to the number of a typed cell.

What belongs here: what a cell's type, style, formula and value together mean. What does not: where it stands.

Invariants: a formula counts by its saved value, and without one the cell is of the kind ``formula``, with the formula
as its text; an error is of the kind ``error``; neither is blank. Source: ECMA-376 Part 1, 18.3.1.4 and 18.18.11.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eligo.returns.cells import PLAIN_LOOK, Look
from eligo.returns.forms.builder import CellTable
from eligo.returns.forms.days import day_text, number_text, percentage_text, typed_day_text
from eligo.returns.forms.xlsx_strings import Strings
from eligo.returns.forms.xlsx_styles import Styles, is_struck
from eligo.returns.forms.xml import Document, Malformed, local, plain, unescaped

_MOST_KEPT = 500_000
_MARKUP = (
    rb"((?: [a-z]+=\"[^\"<>&]*\")*)(?:/>|>"
    rb"(<%(p)sf(?: [^<>]*)?(?:/>|>([^<]*)</%(p)sf>))?"
    rb"(?:<%(p)sv>([^<]*)</%(p)sv>|(<%(p)sv/>)"
    rb"|<%(p)sis><%(p)st(?: xml:space=\"preserve\")?>([^<]*)</%(p)st></%(p)sis>)?"
    rb"</%(p)sc>)\s*"
)
_HELD = {"f": "formula", "v": "value", "is": "inline"}
"""What a cell holds, each once at the most, by its element."""

_ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"]*)"')


@dataclass(slots=True)
class Markup:
    """What stands in one cell's markup; ``None`` where the element is not there. ``struck``: a part of its text is."""

    style: str = "0"
    kind: str = "n"
    formula: str | None = None
    value: str | None = None
    inline: str | None = None
    struck: bool = False


class Cells:
    """The numbers of cells by what they hold. Raises ``Malformed`` for a string that is not there."""

    def __init__(self, table: CellTable, strings: Strings, styles: Styles) -> None:
        self._table = table
        self._strings = strings
        self._styles = styles

    def number(self, markup: Markup) -> int:
        """The number of the cell; 0 where it is blank."""
        number, look = self._plain(markup), self._look(markup)
        return self._table.looking(number, look) if number and look != PLAIN_LOOK else number

    def _look(self, markup: Markup) -> Look:
        """What its style says, and its runs; a number format says nothing of what is no number."""
        look = self._styles.looks.get(_place(markup.style), PLAIN_LOOK)
        in_part = markup.struck or (markup.kind == "s" and _place(markup.value or "") in self._strings.struck)
        return Look(look.struck or in_part, look.number_format if markup.kind == "n" else "")

    def _plain(self, markup: Markup) -> int:
        kind, value = markup.kind, markup.value
        if kind == "inlineStr":
            return self._table.texts[markup.inline or ""]
        if kind == "str" and value is not None:
            return self._table.texts[plain(value)]
        if value is None or not value.strip():
            return 0 if markup.formula is None else self._table.number(f"={markup.formula}", "formula")
        value = value.strip()
        if kind == "s":
            return self._table.texts[self._string(value)]
        if kind == "b":
            return self._table.number("TRUE" if value.casefold() in ("1", "true") else "FALSE", "boolean")
        if kind == "e":
            return self._table.number(value, "error")
        if kind == "d":
            return self._table.number(typed_day_text(value), "date")
        return self._number(value, markup.style)

    def _string(self, value: str) -> str:
        if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) < len(self._strings.texts)):
            raise Malformed(f"a cell refers to string {value[:20]}, and there are {len(self._strings.texts):,}")
        return self._strings.texts[int(value)]

    def _number(self, value: str, style: str) -> int:
        place = _place(style)
        if place in self._styles.days:
            day = day_text(value, from_1904=self._styles.from_1904)
            if day is not None:
                return self._table.number(day, "date")
        if place in self._styles.percentages:
            return self._table.number(percentage_text(value), "number")
        return self._table.number(number_text(value), "number")


def _place(number: str) -> int:
    number = number.strip()
    return int(number) if number.isdigit() and len(number) < 10 else 0


class ByMarkup(dict[bytes, int]):
    """The number of a cell by the markup after its reference: the same markup is understood once.

    ``prefix`` is that of the sheet's elements (``x:``). Raises ``Malformed`` for markup that cannot be understood.
    """

    __slots__ = ("_cells", "_pattern", "_prefix")

    def __init__(self, cells: Cells, prefix: bytes) -> None:
        super().__init__()
        self._cells = cells
        self._prefix = prefix
        self._pattern = re.compile(_MARKUP % {b"p": re.escape(prefix)})

    def __missing__(self, markup: bytes) -> int:
        found = self._pattern.fullmatch(markup)
        number = self._cells.number(self._matched(found) if found is not None else self._parsed(markup))
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[markup] = number
        return number

    def _matched(self, found: re.Match[bytes]) -> Markup:
        attributes, has_formula, formula, value, no_value, inline = found.groups()
        markup = Markup()
        for name, text in _ATTRIBUTE.findall(attributes):
            if name == b"t":
                markup.kind = text.decode()
            elif name == b"s":
                markup.style = text.decode()
        if has_formula:
            markup.formula = unescaped(formula or b"")
        if value is not None or no_value:
            markup.value = unescaped(value or b"")
        if inline is not None:
            markup.inline = plain(unescaped(inline))
        return markup

    def _parsed(self, markup: bytes) -> Markup:
        """A cell whose markup is right, but not of the usual form."""
        parsed: list[Markup] = []
        gatherer = MarkupGatherer(lambda one, _: parsed.append(one))
        document = Document("", gatherer.start, gatherer.end, gatherer.characters)
        document.feed(b"<" + self._prefix + b"c" + markup, last=True)
        return parsed[0]


class MarkupGatherer:
    """Gathers cells as a parser comes by their elements: each with its reference.

    Raises ``Malformed`` for a cell that holds two values, of which one would be lost.
    """

    def __init__(self, done: Callable[[Markup, str], object]) -> None:
        self._done = done
        self._markup = Markup()
        self._reference = ""
        self._within: list[str] = []
        self._texts: list[str] = []

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(element)
        self._within.append(name)
        if name == "c":
            self._markup = Markup(attributes.get("s", "0"), attributes.get("t", "n"))
            self._reference = attributes.get("r", "")
        elif is_struck(name, attributes):
            self._markup.struck = True
        elif name in _HELD:
            if getattr(self._markup, _HELD[name]) is not None:
                raise Malformed(f"a cell has more than one <{name}>")
            self._texts = []

    def characters(self, text: str) -> None:
        """Text stands in it."""
        if self._within[-1:] in (["f"], ["v"]) or (self._within[-1:] == ["t"] and "rPh" not in self._within):
            self._texts.append(text)

    def end(self, _: str) -> None:
        """It ends."""
        name = self._within.pop()
        if name == "f":
            self._markup.formula = "".join(self._texts)
        elif name == "v":
            self._markup.value = "".join(self._texts)
        elif name == "is":
            self._markup.inline = plain("".join(self._texts))
        elif name == "c":
            self._done(self._markup, self._reference)
