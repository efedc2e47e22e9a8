"""The cell formats of an .xlsx workbook: which show a number as something else, and which say more than a value does.

What belongs here: the part with the styles. What does not: the cells that have them (``forms.xlsx_cells``).
Source: ECMA-376 Part 1, 18.8 (styles) and 18.4.10 (strikethrough).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from eligo.returns.cells import PLAIN_LOOK, Look
from eligo.returns.forms.days import shows_another, shows_day, shows_percentage
from eligo.returns.forms.xml import local, parse
from eligo.returns.forms.zipped import Zipped

_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Styles:
    """Which cell formats show a day, and which a percentage; ``from_1904`` is whether days are counted from 1904.
    ``looks`` has those that say more, by their place.
    """

    days: Collection[int] = ()
    percentages: Collection[int] = ()
    from_1904: bool = False
    looks: Mapping[int, Look] = field(default_factory=dict)


def read_styles(package: Zipped, part: str, *, from_1904: bool) -> Styles:
    """The cell formats of a workbook; none where it has no such part."""
    if part not in package:
        return Styles(from_1904=from_1904)
    found = _Found()
    parse(package.place_of(part), [package.whole(part)], found.start, found.end)
    codes = {number: found.codes.get(number, "") for number, _ in found.formats}
    days = {number for number, code in codes.items() if shows_day(number, code)}
    percentages = {number for number, code in codes.items() if shows_percentage(number, code)}
    another = {number: code for number, code in codes.items() if shows_another(code)}
    looks = {
        place: Look(font < len(found.struck) and found.struck[font], another.get(number, ""))
        for place, (number, font) in enumerate(found.formats)
    }
    return Styles(
        frozenset(place for place, (number, _) in enumerate(found.formats) if number in days),
        frozenset(place for place, (number, _) in enumerate(found.formats) if number in percentages),
        from_1904,
        {place: look for place, look in looks.items() if look != PLAIN_LOOK},
    )


def is_struck(element: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element says that text is struck through."""
    return element == "strike" and attributes.get("val", "1").casefold() not in _OFF


@dataclass(slots=True)
class _Found:
    """What the part says: codes of number formats, whether each font strikes, (number format, font) of cell formats."""

    codes: dict[int, str] = field(default_factory=dict)
    struck: list[bool] = field(default_factory=list)
    formats: list[tuple[int, int]] = field(default_factory=list)
    _within: list[str] = field(default_factory=list)

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        name = local(element)
        self._within.append(name)
        if name == "numFmt":
            self.codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif self._within[-2:] == ["fonts", "font"]:
            self.struck.append(False)
        elif self._within[-3:-1] == ["fonts", "font"] and is_struck(name, attributes):
            self.struck[-1] = True
        elif self._within[-2:] == ["cellXfs", "xf"]:
            self.formats.append((_whole(attributes.get("numFmtId")), _whole(attributes.get("fontId"))))

    def end(self, _: str) -> None:
        self._within.pop()


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0
