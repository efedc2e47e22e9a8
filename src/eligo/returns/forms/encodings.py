"""In which encoding a line of a text is: one definition for a small return, and for both engines of an inventory.

What belongs here: UTF-8 and Windows-1252, line by line. What does not: UTF-16 and marks (``forms.text``,
``inventory.unpacked``).

A line that is UTF-8 is read so, whatever stands in other lines: as Windows-1252 its letters would be two or three that
nobody writes beside each other. Any other is Windows-1252, unless it has a letter of UTF-8 as well, or a byte that
Windows-1252 does not know: then it is of neither. So no line's reading depends on another, or on where a block ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OLDER = "cp1252"
BEYOND_BOTH = "[^\x00-\x7f\ufffd]"
"""Finds a letter of UTF-8 where each byte that is none has been replaced by U+FFFD, as the Unicode standard has it."""

_ONLY_UTF8 = re.compile(BEYOND_BOTH)


@dataclass(frozen=True, slots=True)
class Encodings:
    """The first line of a text that has letters in UTF-8, and the first in Windows-1252; 0 where there is none.

    >>> Encodings().name, Encodings(utf8=3).name, Encodings(older=3).name, Encodings(4, 3).name
    ('UTF-8', 'UTF-8', 'Windows-1252', 'UTF-8 and Windows-1252')
    """

    utf8: int = 0
    older: int = 0

    @property
    def name(self) -> str:
        """The encoding, or both."""
        if not self.older:
            return "UTF-8"
        return "UTF-8 and Windows-1252" if self.utf8 else "Windows-1252"

    @property
    def doubt(self) -> str:
        """What is said of a text in two encodings; empty of any other."""
        if not (self.utf8 and self.older):
            return ""
        return (
            f"Line {self.utf8:,} has letters in UTF-8, and line {self.older:,} in Windows-1252: "
            "each line was read in its own encoding."
        )


def text_of(line: bytes) -> tuple[str, str]:
    """(encoding, text) of a line that is not all ASCII; the encoding is empty where it is of neither.

    >>> text_of(b"caf\\xc3\\xa9"), text_of(b"caf\\xe9"), text_of(b"caf\\xc3\\xa9 \\xe9")
    (('utf-8', 'café'), ('cp1252', 'café'), ('', 'café \\\\xe9'))
    """
    try:
        return "utf-8", line.decode()
    except UnicodeDecodeError:
        pass
    try:
        if not _ONLY_UTF8.search(line.decode("utf-8", "replace")):
            return OLDER, line.decode(OLDER)
    except UnicodeDecodeError:
        pass
    return "", line.decode("utf-8", "backslashreplace")
