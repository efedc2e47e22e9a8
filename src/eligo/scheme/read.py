"""Reading one table of a scheme file, key by key, with every mistake collected at its line.

What belongs here: the kinds of value a scheme file has (text, whole number, share, date ...) and how a
mistake in one is worded. What does not: which keys there are (``sections``) and how values must fit together
(``checks``).

Invariants: nothing here raises; a value that cannot be read is recorded once and stands as ``UNREAD`` (or
``UNREAD_DATE``), so that a later check can tell "wrong" from "not known". A table that is missing as a whole
is one mistake, not one per key.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction

from eligo.scheme.lines import Path, line_of

UNREAD = "\ud800unread"
"""Stands for a text that could not be read; half a surrogate pair can occur in no TOML text."""

UNREAD_DATE = date.min
"""Stands for a date that could not be read."""

_ABSENT = object()
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def shown(value: object) -> str:
    """A value as a message quotes it: short, and in the words of TOML.

    >>> shown("five"), shown(True), shown([1, 2])
    ("'five'", 'true', 'an array of 2')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return f"an array of {len(value)}" if value else "an empty array"
    if isinstance(value, (date, time)):
        return value.isoformat()
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:56]}...{text[-1]}"


def close_match(found: str, known: Iterable[str]) -> str:
    """The known name that is closest, whatever its capitals; empty where none is close."""
    by_folded = {name.casefold(): name for name in known}
    matches = difflib.get_close_matches(found.casefold(), by_folded, n=1)
    return by_folded[matches[0]] if matches else ""


def closest(found: str, known: Iterable[str]) -> str:
    """The end of a message: "; did you mean ...?" where a known name is close, else the known names, else nothing.

    >>> closest("smos", ["smso", "fuel_type"])
    "; did you mean 'smso'?"
    """
    names = [name for name in known if name != UNREAD]
    if match := close_match(found, names):
        return f"; did you mean {match!r}?"
    return f"; known are {', '.join(map(repr, names))}" if 0 < len(names) <= 12 else ""


def dotted(path: Path) -> str:
    """A path as a person writes it, array places counted from 1.

    >>> dotted(("scope_rule", 1, "when", 0, "in"))
    'scope_rule[2].when[1].in'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            name = part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{part}"'
            text += f".{name}" if text else name
    return text


@dataclass
class Mistakes:
    """Every mistake of one file. ``known_keys`` grows to the keys that were asked for, as ``table[].key``."""

    file: str
    lines: dict[Path, int] = field(default_factory=dict)
    found: list[tuple[int, str, Path]] = field(default_factory=list)
    known_keys: set[str] = field(default_factory=set)

    def add(self, path: Path, message: str) -> None:
        """Record a mistake at a path: ``my.toml:47 selection.size: found 'five', expected ...``."""
        line = line_of(self.lines, path)
        place = f" {dotted(path)}" if path else ""
        mistake = (line, f"{self.file}:{line}{place}: {message}", path)
        if mistake not in self.found:
            self.found.append(mistake)

    def withdraw(self, path: Path) -> None:
        """Take back that a key is missing, where it turns out to be there under a slip of the pen."""
        self.found = [mistake for mistake in self.found if mistake[2] != path]

    def touches(self, path: Path) -> bool:
        """Whether a mistake was recorded at the path, above it or below it: what is there is not known."""
        return any(path[: len(known)] == known[: len(path)] for _, _, known in self.found)

    def line(self, path: Path) -> int:
        """The line of a path, for messages that name a second place."""
        return line_of(self.lines, path)

    @property
    def details(self) -> tuple[str, ...]:
        """All mistakes in the order of the file."""
        return tuple(text for _, text, _ in sorted(self.found, key=lambda mistake: mistake[0]))


class Table:
    """One table of the file. ``content`` is ``None`` where there is none: all reads are then silent."""

    def __init__(self, content: Mapping[str, object] | None, path: Path, mistakes: Mistakes) -> None:
        self.path = path
        self.mistakes = mistakes
        self._content = content
        self._asked: list[str] = []

    @property
    def silent(self) -> bool:
        """Whether there is no such table, which has been recorded already."""
        return self._content is None

    def has(self, key: str) -> bool:
        """Whether the file gives the key; asking makes it a known key."""
        self._ask(key)
        return self._content is not None and key in self._content

    def names(self) -> tuple[str, ...]:
        """The keys as the file gives them, for tables whose keys are free."""
        return tuple(self._content or ())

    def text(self, key: str, *, default: str | None = None, like: str = "", expected: str = "a text") -> str:
        """A text on one line, not blank; ``expected`` says what the pattern ``like`` stands for."""
        value = self._raw(key, expected, optional=default is not None)
        if value is _ABSENT:
            return UNREAD if default is None or self._content is None else default
        if not isinstance(value, str):
            return self._wrong(key, value, expected)
        if not value.strip():
            return self._wrong(key, value, f"{expected} that is not blank")
        if value != value.strip():
            return self._wrong(key, value, f"{expected} without spaces around it")
        if _CONTROL.search(value):
            return self._wrong(key, value, f"{expected} on one line")
        return value if not like or re.fullmatch(like, value) else self._wrong(key, value, expected)

    def prose(self, key: str) -> str:
        """A text of several lines, kept as it is; it may not be blank."""
        value = self._raw(key, "a text")
        if value is _ABSENT:
            return UNREAD
        return (
            value if isinstance(value, str) and value.strip() else self._wrong(key, value, "a text that is not blank")
        )

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """One of a few words."""
        value = self.text(key, expected=f"one of {', '.join(allowed)}")
        if value == UNREAD or value in allowed:
            return value
        return self._wrong(key, value, f"one of {', '.join(allowed)}")

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """``true`` or ``false``."""
        value = self._raw(key, "true or false", optional=default is not None)
        if isinstance(value, bool):
            return value
        if value is not _ABSENT:
            self._wrong(key, value, "true or false")
        return bool(default)

    def whole(self, key: str, *, least: int, most: int = 10**12) -> int:
        """A whole number within bounds."""
        expected = f"a whole number of at least {least}"
        value = self._raw(key, expected)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        if value is not _ABSENT:
            too_large = isinstance(value, int) and value > most
            self._wrong(key, value, f"a whole number of at most {most}" if too_large else expected)
        return least

    def share(self, key: str) -> Fraction:
        """A share from 0 to 1, written as text in decimals so that it is exact (``"0.05"``)."""
        expected = 'a share from 0 to 1 as a decimal text, such as "0.05"'
        value = self._raw(key, expected)
        if isinstance(value, str) and _DECIMAL.fullmatch(value) and Fraction(value) <= 1:
            return Fraction(value)
        if value is not _ABSENT:
            self._wrong(key, value, expected)
        return Fraction(0)

    def day(self, key: str) -> date:
        """A date without time."""
        value = self._raw(key, "a date such as 2019-11-01")
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not _ABSENT:
            self._wrong(key, value, "a date such as 2019-11-01, without quotes or time")
        return UNREAD_DATE

    def day_if_any(self, key: str) -> date | None:
        """A date without time, or ``None`` where the file gives none."""
        return self.day(key) if self.has(key) else None

    def days(self, key: str) -> tuple[date, ...]:
        """An array of dates, each once; none where the file gives none."""
        found: list[date] = []
        for place, value in enumerate(self.elements(key, "an array of dates") if self.silent or self.has(key) else ()):
            path = (*self.path, key, place)
            if not isinstance(value, date) or isinstance(value, datetime):
                self.mistakes.add(path, f"found {shown(value)}, expected a date such as 2019-12-24, without quotes")
            elif value in found:
                self.mistakes.add(path, f"found {shown(value)} a second time, expected each date once")
            else:
                found.append(value)
        return tuple(found)

    def local_time(self, key: str) -> datetime | None:
        """A date and time without offset, or ``None`` where it cannot be read."""
        expected = "a local date and time such as 2019-10-04T17:00:00, without offset"
        value = self._raw(key, expected)
        if isinstance(value, datetime) and value.tzinfo is None:
            return value
        if value is not _ABSENT:
            self._wrong(key, value, expected)
        return None

    def texts(self, key: str, *, default: tuple[str, ...] | None = None, empty: bool = True) -> tuple[str, ...]:
        """An array of different texts; ``empty``: whether it may have none."""
        value = self._raw(key, "an array of texts", optional=default is not None)
        if value is _ABSENT:
            return (UNREAD,) if default is None or self._content is None else default
        if not isinstance(value, list) or not (value or empty):
            self._wrong(key, value, "an array of texts" if empty else "an array of at least one text")
            return (UNREAD,)
        texts: list[str] = []
        for place, element in enumerate(value):
            path = (*self.path, key, place)
            if not isinstance(element, str) or not element.strip() or _CONTROL.search(element):
                self.mistakes.add(path, f"found {shown(element)}, expected a text of one line that is not blank")
                texts.append(UNREAD)
            elif element in texts:
                self.mistakes.add(path, f"found {shown(element)} a second time, expected each text once")
            else:
                texts.append(element)
        return tuple(texts)

    def texts_by_key(self, key: str, *, optional: bool = False) -> dict[str, str]:
        """A table of texts with free keys, such as ``{ "dual fuel" = "DF" }``."""
        inner = self.table(key, optional=optional)
        return {name: inner.text(name) for name in inner.names()}

    def table(self, key: str, *, optional: bool = False) -> Table:
        """A table within this one."""
        value = self._raw(key, "a table", optional=optional)
        if value is not _ABSENT and not isinstance(value, dict):
            self._wrong(key, value, "a table")
        content = value if isinstance(value, dict) else {} if value is _ABSENT and optional else None
        return Table(content, (*self.path, key), self.mistakes)

    def tables(self, key: str, *, optional: bool = False) -> list[Table]:
        """An array of tables; where there is none but one is needed, one silent table stands for it."""
        path = (*self.path, key)
        header = f"[[{'.'.join(str(part) for part in path if not isinstance(part, int))}]]"
        value = self._raw(key, f"at least one {header}", optional=optional)
        if value is _ABSENT and optional and self._content is not None:
            return []
        if not isinstance(value, list) or not (value or optional):
            if value is not _ABSENT:
                self._wrong(key, value, f"an array of tables ({header})")
            return [Table(None, (*path, 0), self.mistakes)]
        tables: list[Table] = []
        for place, element in enumerate(value):
            if not isinstance(element, dict):
                self.mistakes.add((*path, place), f"found {shown(element)}, expected a table")
            tables.append(Table(element if isinstance(element, dict) else None, (*path, place), self.mistakes))
        return tables

    def elements(self, key: str, expected: str) -> list[object]:
        """The elements of an array of any kind, for what the other readers do not cover."""
        value = self._raw(key, expected)
        if isinstance(value, list):
            return value
        if value is not _ABSENT:
            self._wrong(key, value, expected)
        return []

    def close(self) -> None:
        """Record every key that nothing asked for. Call it once, after the last read."""
        missing = [key for key in self._asked if key not in (self._content or ())]
        for key in self._content or ():
            if key in self._asked:
                continue
            self.mistakes.add((*self.path, key), f"unknown key{closest(key, self._asked)}")
            if meant := close_match(key, missing):
                self.mistakes.withdraw((*self.path, meant))

    def wrong(self, key: str, message: str) -> None:
        """Record a mistake at a key of this table."""
        self.mistakes.add((*self.path, key), message)

    def _ask(self, key: str) -> None:
        self._asked.append(key)
        pattern = ["[]" if isinstance(part, int) else f".{part}" for part in (*self.path, key)]
        self.mistakes.known_keys.add("".join(pattern).lstrip("."))

    def _raw(self, key: str, expected: str, *, optional: bool = False) -> object:
        self._ask(key)
        if self._content is None:
            return _ABSENT
        if key not in self._content and not optional:
            self.wrong(key, f"missing; expected {expected}")
        return self._content.get(key, _ABSENT)

    def _wrong(self, key: str, value: object, expected: str) -> str:
        self.wrong(key, f"found {shown(value)}, expected {expected}")
        return UNREAD
