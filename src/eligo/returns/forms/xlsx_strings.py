"""The shared strings of a workbook, in their order.

Plain strings are found by a pattern; one of several runs, with readings or escapes, is parsed. A part that is not
written as the pattern has it is parsed as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from eligo.errors import UnreadableFile
from eligo.returns.forms.limits import LARGEST_STRINGS_BYTES, MOST_DISTINCT_CELLS
from eligo.returns.forms.xlsx_styles import is_struck
from eligo.returns.forms.xml import Document, Malformed, local, parse, plain, unescaped
from eligo.returns.forms.zipped import Zipped

_PLAIN = re.compile(rb"\s*<si>\s*<t(?: xml:space=\"preserve\")?(?:/>|>([^<]*)</t>)\s*")
_LIKELY_ENCODINGS = ("UTF-8", "US-ASCII", "ASCII")


@dataclass(frozen=True, slots=True)
class Strings:
    """The shared strings, and the places of those of which a part is struck through."""

    texts: list[str] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)

    def add(self, text: str, *, struck: bool) -> None:
        """One more."""
        if struck:
            self.struck.add(len(self.texts))
        self.texts.append(text)


def read_strings(package: Zipped, part: str) -> Strings:
    """Every shared string; none where the workbook has no such part. Raises ``UnreadableFile``."""
    if not part:
        return Strings()
    content = package.whole(part, LARGEST_STRINGS_BYTES)
    if content.count(b"<si") + content.count(b":si") > 2 * MOST_DISTINCT_CELLS:
        raise UnreadableFile(
            f"{package.name} would unpack to more than {MOST_DISTINCT_CELLS:,} strings", hint="Split the return."
        )
    try:
        return _by_pattern(package.place_of(part), content)
    except Malformed:
        return _by_parser(package.place_of(part), content)


def _by_pattern(name: str, content: bytes) -> Strings:
    """Raises ``Malformed`` where the part is written in another way."""
    first, last = content.find(b"<si>"), content.rfind(b"</si>")
    if first < 0 or last < 0:
        raise Malformed("no string")
    if b"<si" in content[:first] or b"<si" in content[last:]:
        raise Malformed("a string written otherwise")
    frame = Document(name)
    frame.feed(content[:first] + content[last + 5 :], last=True)
    if frame.encoding not in _LIKELY_ENCODINGS:
        raise Malformed("another encoding")
    strings = Strings()
    for piece in content[first:last].split(b"</si>"):
        found = _PLAIN.fullmatch(piece)
        if found is None:
            _add_runs(strings, name, piece)
        else:
            strings.texts.append(plain(unescaped(found[1] or b"")))
    return strings


def _add_runs(strings: Strings, name: str, piece: bytes) -> None:
    try:
        _add_parsed(strings, name, b"<sst>" + piece + b"</si></sst>")
    except UnreadableFile as error:
        raise Malformed(error.message) from None


def _by_parser(name: str, content: bytes) -> Strings:
    strings = Strings()
    _add_parsed(strings, name, content)
    return strings


def _add_parsed(strings: Strings, name: str, content: bytes) -> None:
    gatherer = _Gatherer(strings)
    parse(name, [content], gatherer.start, gatherer.end, gatherer.characters)


class _Gatherer:
    """Gathers the text of every string: that of its runs joined, without readings (``rPh``)."""

    def __init__(self, strings: Strings) -> None:
        self._strings = strings
        self._texts: list[str] = []
        self._struck = False
        self._within: list[str] = []

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(element)
        if name == "si":
            self._texts, self._struck = [], False
        self._struck = self._struck or is_struck(name, attributes)
        self._within.append(name)

    def characters(self, text: str) -> None:
        """Text stands in it."""
        if self._within[-1:] == ["t"] and "rPh" not in self._within:
            self._texts.append(text)

    def end(self, _: str) -> None:
        """It ends."""
        if self._within.pop() == "si":
            self._strings.add(plain("".join(self._texts)), struck=self._struck)
