"""Reading XML of unknown senders with expat: no document type, no entities of its own, every failure told.

What belongs here: the one way in which a part of a workbook is parsed. What does not: what its elements mean.
Without a document type no entity can be declared, so none can grow or fetch anything. Expat keeps every element that is
open, every name, and one piece of markup as a whole: how many and how long they may be is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from eligo.errors import UnreadableFile
from eligo.returns.forms.limits import CHUNK_BYTES, LONGEST_MARKUP_BYTES, MOST_DEEP, MOST_NAMES

DAMAGED_HINT = "Open it, save it again and send it again."

_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


class Malformed(ValueError):
    """What was read is not XML as it should be."""


def local(name: str) -> str:
    """The name of an element or attribute without its prefix.

    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]


class Document:
    """One part, parsed piece by piece. ``place`` names it in messages."""

    def __init__(
        self, place: str, start: Start | None = None, end: End | None = None, characters: Characters | None = None
    ) -> None:
        self._place = place
        self._start, self._end = start, end
        self._names: dict[str, str] = {}
        self._depth = self._fed = 0
        self._parser = expat.ParserCreate(intern=self._names)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_document_type
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartElementHandler = self._began
        self._parser.EndElementHandler = self._ended
        self.encoding = "UTF-8"
        """The encoding that the part declares, in capitals."""
        if characters is not None:
            self._parser.CharacterDataHandler = characters

    @property
    def line(self) -> int:
        """The line of what is being told, counted from 1."""
        return self._parser.CurrentLineNumber

    def feed(self, content: bytes, *, last: bool = False) -> None:
        """The next bytes. Raises ``UnreadableFile`` for a document type, ``Malformed`` where it is no XML."""
        try:
            for start in range(0, len(content), CHUNK_BYTES):
                self._feed(content[start : start + CHUNK_BYTES])
            if last:
                self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise Malformed(str(error)) from None

    def _feed(self, piece: bytes) -> None:
        self._parser.Parse(piece, False)
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > LONGEST_MARKUP_BYTES:
            raise Malformed(f"markup of more than {LONGEST_MARKUP_BYTES:,} bytes")
        if len(self._names) > MOST_NAMES:
            raise Malformed(f"more than {MOST_NAMES:,} names of elements and attributes")

    def _began(self, element: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise Malformed(f"more than {MOST_DEEP:,} elements within each other")
        if self._start is not None:
            self._start(element, attributes)

    def _ended(self, element: str) -> None:
        self._depth -= 1
        if self._end is not None:
            self._end(element)

    def _refuse_document_type(self, *_: object) -> None:
        raise UnreadableFile(
            f"{self._place} has a document type (DTD), which no spreadsheet program writes",
            hint="Open it in a spreadsheet program, save it again and send that.",
        )

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = (encoding or "UTF-8").upper()


def parse(
    place: str, pieces: Iterable[bytes], start: Start, end: End | None = None, text: Characters | None = None
) -> None:
    """A whole part. Raises ``UnreadableFile``, also where it is no XML."""
    document = Document(place, start, end, text)
    try:
        for piece in pieces:
            document.feed(piece)
        document.feed(b"", last=True)
    except Malformed as error:
        raise damaged(place, str(error)) from None


def damaged(place: str, why: str) -> UnreadableFile:
    """The error for a file that cannot be read on."""
    return UnreadableFile(f"{place} is damaged ({why})", hint=DAMAGED_HINT)


def unescaped(text: bytes) -> str:
    """Character data as text. Raises ``Malformed`` for a reference that XML does not have.

    >>> unescaped(b"L &amp; G &#8212; a")
    'L & G — a'
    """
    try:
        decoded = text.decode()
    except UnicodeDecodeError as error:
        raise Malformed(str(error)) from None
    if "\r" in decoded:
        decoded = decoded.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in decoded:
        return decoded
    resolved, references = _REFERENCE.subn(_referred, decoded)
    if decoded.count("&") != references:
        raise Malformed("a reference that XML does not have")
    return resolved


def _referred(found: re.Match[str]) -> str:
    decimal, hexadecimal, named = found.groups()
    if named:
        return _NAMED[named]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF or (number < 32 and number not in (9, 10, 13)):
        raise Malformed(f"a character that there is not ({number})")
    return chr(number)


def plain(text: str) -> str:
    """Text of a workbook with the characters that it writes as ``_x000D_`` (ECMA-376 Part 1, 22.9.2.19).

    >>> plain("a_x000A_b"), plain("_x005F_x000A_")
    ('a\\nb', '_x000A_')
    """
    return _ESCAPED.sub(_escaped, text) if "_x" in text else text


def _escaped(found: re.Match[str]) -> str:
    """The character; as written where there is no such character in a text."""
    number = int(found[1], 16)
    return found[0] if number == 0 or 0xD800 <= number <= 0xDFFF else chr(number)
