"""Reading a file's JSON piece by piece, however it is laid out, so that a log is never held as a whole.

This file needs Python's standard library alone. What is read is JSON (RFC 8259), less what has no one meaning or no one
text: a name that stands twice in one object, a number that is not whole, half of a character.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from eligo_verify_register.proof import canonical

PIECE = 1 << 18
"""How many characters are read at a time."""

MOST_DIGITS = 640
"""Of a number, with its sign: far more than a register has, and what Python reads however it is set."""


class NoSuchFile(Exception):
    """A file is none that can be checked; the text says why."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text:.40} is no whole number")


def _number(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(f"a number has more than {MOST_DIGITS} digits")
    return int(text)


QUICK = json.JSONDecoder(parse_int=_number, parse_float=_no_number, parse_constant=_no_number)
STRICT = json.JSONDecoder(
    parse_int=_number, parse_float=_no_number, parse_constant=_no_number, object_pairs_hook=_unique
)


class Reader:
    """A file that is one JSON object, from its first name to its last. Every method raises ``ValueError`` where what
    stands there is not what is due; within the ``with`` block that is ``NoSuchFile``.
    """

    def __init__(self, name: str, piece: int = PIECE) -> None:
        self.name, self.piece, self.text, self.at, self.line = name, piece, "", 0, 1

    def __enter__(self) -> Self:
        try:
            self.file = Path(self.name).open(encoding="utf-8", newline="")
        except OSError as error:
            raise NoSuchFile(f"{self.name}: {error}") from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.file.close()
        if isinstance(error, OSError | ValueError | RecursionError):
            raise NoSuchFile(f"{self.name}: {error}") from None

    def names(self) -> Iterator[str]:
        """The names of the object; after each, its value has to be taken."""
        seen = set[str]()
        self.take("{")
        is_last = self.sign() == "}" and self.take("}") == "}"
        while not is_last:
            if self.sign() != '"':
                self.take('"')
            name, _ = self.value()
            if name in seen:
                raise ValueError(f"{name} stands twice")
            seen.add(name)
            self.take(":")
            yield name
            is_last = self.take(",}") == "}"
        if self.sign():
            raise ValueError(f"line {self.here()}: something follows the end")

    def elements(self) -> Iterator[tuple[Any, bytes]]:
        """The elements of an array, each as ``value`` gives it."""
        self.take("[")
        is_last = self.sign() == "]" and self.take("]") == "]"
        while not is_last:
            yield self.value()
            is_last = self.take(",]") == "]"

    def value(self) -> tuple[Any, bytes]:
        """The next value, and its canonical text."""
        self.sign()
        try:
            found, end = self.decoded()
            written, canonically = self.text[self.at : end], canonical(found)
            if written.encode() != canonically:  # of canonical text it is known that no name stands twice
                found = STRICT.decode(written)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {self.here()}: {getattr(error, 'msg', error)}") from None
        self.at = end
        return found, canonically

    def decoded(self) -> tuple[Any, int]:
        """The next value, and where it ends."""
        while True:
            try:
                found, end = QUICK.raw_decode(self.text, self.at)
            except json.JSONDecodeError:
                if not self.more():
                    raise
            else:
                if end < len(self.text) or not self.more():  # a number that ends here may go on
                    return found, end

    def take(self, signs: str) -> str:
        """The next sign, which has to be one of these."""
        sign = self.sign()
        if not sign or sign not in signs:
            raise ValueError(f"line {self.here()}: Expecting {' or '.join(signs)}, found {sign or 'the end'}")
        self.at += 1
        return sign

    def sign(self) -> str:
        """The next sign that is no space, which is not taken; nothing at the end."""
        while True:
            while self.at < len(self.text):
                if (sign := self.text[self.at]) not in " \t\r\n":
                    return sign
                self.at += 1
            if not self.more():
                return ""

    def more(self) -> bool:
        """Read some more, as much as is held already, so that no value is read many times; whether there was any."""
        read = self.file.read(max(self.piece, len(self.text) - self.at))
        if read:
            self.line = self.here()
            self.text, self.at = self.text[self.at :] + read, 0
        return bool(read)

    def here(self) -> int:
        """The line of the file in which the next sign stands."""
        return self.line + self.text.count("\n", 0, self.at)
