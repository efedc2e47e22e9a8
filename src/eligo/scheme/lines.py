"""Where each key of a TOML text stands, since the standard library's reader does not say.

What belongs here: a walk over a text that ``tomllib`` has already accepted, so that nothing is judged twice.
What does not: reading values.

Invariant: every key, table and array element of the text has a line; a missing one has that of its nearest
parent that is there.
Source: TOML v1.0.0, "Keys", "String", "Table", "Array of Tables", "Inline Table".
"""

from __future__ import annotations

import re
from bisect import bisect_right

Path = tuple[str | int, ...]
"""The way to a value: names of tables and keys, and 0-based places in arrays."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PLAIN_VALUE = re.compile(r"[^,\]}#\n]*")
_STRINGS = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{1,2}(?!"))?'
    r"|'''.*?'''(?:'{1,2}(?!'))?"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def key_lines(text: str) -> dict[Path, int]:
    """The 1-based line of every key, table and array element of a valid TOML text.

    >>> key_lines('[[step]]\\nid = "a"\\n\\n[[step]]\\nid = "b"')[("step", 1, "id")]
    5
    """
    return _Walk(text).document()


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of its nearest parent that is there; 1 where none is."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Walk:
    """One pass over the text; ``position`` only grows, ``lengths`` counts elements of arrays of tables."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.lines: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}
        self.line_ends = [match.start() for match in re.finditer("\n", text)]

    def document(self) -> dict[Path, int]:
        table: Path = ()
        while self.skip_blank():
            table = self.header() if self.at("[") else self.pair(table)
        return self.lines

    def header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``: the path that the following keys belong to."""
        line, is_array = self.line(), self.at("[[")
        self.position += 2 if is_array else 1
        names = self.key()
        self.skip_blank()
        self.position += 2 if is_array else 1
        table = (*self.resolve(names[:-1], line), names[-1])
        if is_array:
            self.lengths[table] = self.lengths.get(table, 0) + 1
            self.lines.setdefault(table, line)
        if table in self.lengths:
            table += (self.lengths[table] - 1,)
        self.lines[table] = line
        return table

    def resolve(self, names: list[str], line: int) -> Path:
        """A header's parents, where the name of an array of tables means its last element."""
        path: Path = ()
        for name in names:
            path += (name,)
            self.lines.setdefault(path, line)
            if path in self.lengths:
                path += (self.lengths[path] - 1,)
        return path

    def pair(self, table: Path) -> Path:
        """``a.b = value``; gives the table back, so that a document reads as one chain."""
        line, path = self.line(), table
        for name in self.key():
            path += (name,)
            self.lines.setdefault(path, line)
        self.skip_blank()
        self.position += len("=")
        self.skip_blank()
        self.value(path)
        return table

    def value(self, path: Path) -> None:
        if self.at("["):
            self.array(path)
        elif self.at("{"):
            self.inline_table(path)
        elif string := _STRINGS.match(self.text, self.position):
            self.position = string.end()
        else:
            self.match(_PLAIN_VALUE)

    def array(self, path: Path) -> None:
        self.position += len("[")
        place = 0
        while self.skip_blank() and not self.at("]"):
            self.lines[(*path, place)] = self.line()
            self.value((*path, place))
            place += 1
            self.skip_comma()
        self.position += len("]")

    def inline_table(self, path: Path) -> None:
        self.position += len("{")
        while self.skip_blank() and not self.at("}"):
            self.pair(path)
            self.skip_comma()
        self.position += len("}")

    def key(self) -> list[str]:
        """A bare, quoted or dotted key as its parts."""
        parts: list[str] = []
        while True:
            self.skip_blank()
            if self.at('"') or self.at("'"):
                parts.append(_unquoted(self.match(_STRINGS)))
            else:
                parts.append(self.match(_BARE_KEY))
            self.skip_blank()
            if not self.at("."):
                return parts
            self.position += len(".")

    def skip_comma(self) -> None:
        self.skip_blank()
        if self.at(","):
            self.position += len(",")

    def skip_blank(self) -> bool:
        """Past spaces, line ends and comments; whether anything is left."""
        self.match(_BLANK)
        return self.position < len(self.text)

    def match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.position)
        if found is None:
            raise ValueError(f"not a TOML text: line {self.line()}")
        self.position = found.end()
        return found.group()

    def at(self, mark: str) -> bool:
        return self.text.startswith(mark, self.position)

    def line(self) -> int:
        return bisect_right(self.line_ends, self.position - 1) + 1


def _unquoted(quoted: str) -> str:
    """The text of a quoted key.

    >>> _unquoted('"a \\\\u0042"')
    'a B'
    """
    inner = quoted[1:-1]
    if quoted[0] == "'":
        return inner
    return _ESCAPE.sub(
        lambda found: chr(int(found[1][1:], 16)) if found[1][0] in "uU" else _ESCAPED.get(found[1], found[1]),
        inner,
    )
