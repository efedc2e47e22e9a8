"""One text of a text inventory: its cells, or why it has none.

What belongs here: reading one *distinct* line, whatever the number of rows that share it. What does not: what a cell
means (``inventory.judge``).

Invariant: a line is read as the same line of a small return is, by the same reader; one that such a return would be
refused for is refused alone. Source: ``returns.md``, "Semantics" 1-2.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eligo.returns.cells import Torn
from eligo.returns.forms.records import FAULTS, torn_of
from eligo.returns.inventory.blocks import LINE_END, UNENDED, UNREADABLE

JOINT = "\x1f"
"""Parts the cells of a line in the tables of the conversion."""

SPACES = "".join(chr(number) for number in range(0x3001) if chr(number).isspace())
"""What ``str.strip`` takes away."""


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one text, but for those that stand ``apart``; ``fault`` is a key of ``FAULTS`` where it has none,
    with the number of the cell that is to blame behind it.

    It is ``UNENDED`` where there are cells, and no line end after them.
    """

    cells: tuple[str, ...]
    apart: tuple[str, ...]
    fault: str


def read_line(text: str, delimiter: str, places: Sequence[int]) -> Line:
    """The cells of a text; those at ``places`` (0-based) are taken out of them."""
    fault = text[1:2] if text.startswith(UNREADABLE) else ""
    unended = fault == UNENDED
    cells: list[str] = []
    if unended:
        text, fault = text[2:], ""
    if not fault:
        try:
            cells = next(csv.reader([text], delimiter=delimiter, strict=True), [])
        except csv.Error:
            torn = torn_of(text, delimiter)
            fault = f"{torn.fault}{torn.cell or ''}"
    if fault:
        return Line((), ("",) * len(places), fault if fault[0] in FAULTS else "q")
    cells = [cell.replace(LINE_END, "\n").replace(JOINT, " ") for cell in cells]
    apart = tuple(cells[place] if place < len(cells) else "" for place in places)
    for place in places:
        if place < len(cells):
            cells[place] = ""
    return Line(tuple(cells), apart, UNENDED if unended else "")


def torn_by(fault: str) -> Torn:
    """Why a line has no cells, from the ``fault`` of a ``Line``."""
    return Torn(fault[0], int(fault[1:] or 0))


def sameness(cells: Sequence[str]) -> bytes:
    """A short value that two rows share exactly if their cells are the same, spaces around them and blank ones at the
    end aside.

    >>> sameness(["a ", "b", ""]) == sameness([" a", "b"]), sameness(["a", "b"]) == sameness(["ab"])
    (True, False)
    """
    stripped = [cell.strip() for cell in cells]
    while stripped and not stripped[-1]:
        stripped.pop()
    return hashlib.blake2b(JOINT.join(stripped).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Patterns:
    """How the lines of one file are parted, as regular expressions: see ``sql/lines.sql``."""

    cell: str
    before: tuple[str | None, ...]
    at_start: bool


def patterns(delimiter: str, places: Sequence[int], steps: int, *, kept: str = "") -> Patterns:
    """The patterns that find the cells at some places, in ascending order; ``steps`` is how many there can be.

    ``kept`` follows each repetition, none of which ever has to give anything back: ``+`` says so to Java, whose stack
    would otherwise not hold the doubled quotes of one long cell.
    """
    one = re.escape(delimiter)
    cell = f'(?:"[^"]*(?:""[^"]*)*{kept}"|[^"{one}{UNREADABLE}][^{one}]*|)'
    before: list[str | None] = [f"^(?:{cell}{one}){{{places[0]}}}{kept}" if places[0] else "^"]
    for earlier, place in pairwise(places):
        between = f"(?:{cell}{one}){{{place - earlier - 1}}}{kept}" if place - earlier > 1 else ""
        before.append(f"^{one}{between}")
    before += [None] * (steps - len(places))
    return Patterns(f"^{cell}", tuple(before), places[0] == 0)
