"""``eligo register check``: every row of an inventory with its answer, a table in and a table out.

What belongs here: from a row's key to its answer, and writing. What does not: the answer itself (``registers``), and
how a file is parted into lines (``inventory_lines``).

Invariants: neither table is ever held; every row that is not blank has one line of answers, in the same order, one that
cannot be read or understood with its fault; equal keys have equal answers, so that each is worked out once. The answers
are there whole or not at all.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from eligo.durable import placed
from eligo.errors import NotFound, UnreadableFile, UsageError, WrongTemplate
from eligo.formula_safe import unguarded
from eligo.ports import Progress
from eligo.registers import Registers
from eligo.workflows.register.asking import ANSWER_COLUMNS, answer_cells, ask
from eligo.workflows.register.installed import Expected, Installed, Served
from eligo.workflows.register.inventory_lines import FAULT, OPERATOR, Asked, Header, read_blocks, read_header

UNREADABLE = "unreadable"
"""The answer of a row that cannot be read, or whose key is none."""

COLUMNS = ("line", *ANSWER_COLUMNS, "fault")
"""What stands before an inventory's own columns."""

FAULTS_SHOWN = 20
MOST_KEPT = 500_000
"""How many different keys' answers are kept at a time."""

_SIGN = "line,answer,state,since"
_NO_ANSWER = (UNREADABLE, *[""] * (len(ANSWER_COLUMNS) - 1))
_ID = "[0-9A-HJKMNP-TV-Z]{12}"
_PATTERNS = {
    "product_id": (re.compile(f"P-{_ID}"), "a product's id, such as P-5H7FZFG0YEWA"),
    "combination_id": (re.compile(f"C-{_ID}"), "a combination's id, such as C-5H7FZFG0YEWA"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of an inventory: rows by answer, which add up to ``rows``; the first faults, each at its line."""

    rows: int
    answers: Mapping[str, int]
    faults: tuple[str, ...]
    key: str
    operator: str


@dataclass(frozen=True, slots=True)
class _Answering:
    """How the rows of one inventory are answered; ``names``: what an operator may be called, and its published name."""

    header: Header
    registers: Registers
    on: date
    installed: Installed | None
    expected: Mapping[Served, Expected]
    names: Mapping[str, str]

    def cells(self, asked: Asked) -> tuple[str, ...]:
        """The cells of the answer to a row, its fault among them."""
        if asked[0].startswith(FAULT):
            return (*_NO_ANSWER, asked[0].removeprefix(FAULT))
        key, operator = (unguarded(cell.strip()) for cell in asked)
        if faults := "; ".join(self._faults((key, operator))):
            return (*_NO_ANSWER, faults)
        return (*answer_cells(ask(self.registers, self.expected, *self._served(key, operator), self.on)), "")

    def _faults(self, asked: Asked) -> Iterator[str]:
        pattern, expected = _PATTERNS[self.header.key]
        if not pattern.fullmatch(asked[0]):
            yield f"{self.header.key}: {_shown(asked[0])}, expected {expected}"
        if self.header.operator:
            named, own = self.names.get(asked[1], ""), self._own(asked[0])[1]
            if not named:
                yield f"{self.header.operator}: {_shown(asked[1])}, expected one of {', '.join(sorted(self.names))}"
            elif own and own != named:
                yield f"{self.header.operator}: {_shown(asked[1])}, but the combination is of {own}"

    def _own(self, key: str) -> Served:
        """The product and the operator that a row's key names; blank where it names none."""
        if self.header.key == "product_id":
            return key, ""
        return self.installed.of_combination.get(key, ("", "")) if self.installed else ("", "")

    def _served(self, key: str, operator: str) -> Served:
        product_id, own = self._own(key)
        return product_id, own or (self.names[operator] if self.header.operator else "")


def check_inventory(
    source: Path,
    out: Path,
    registers: Registers,
    on: date,
    progress: Progress,
    *,
    installed: Installed | None = None,
    expected: Mapping[Served, Expected] | None = None,
) -> Checked:
    """Write ``out``: every row of ``source`` with its answer; ``registers`` are those as of ``on``.

    ``installed`` is needed where rows are known by their combination. Raises ``NotFound``, ``UnreadableFile`` and
    ``WrongTemplate`` for what is no inventory, ``UsageError`` for a place that holds anything but earlier answers, and
    ``CannotWrite``.
    """
    _refuse_what_is_no_file(source)
    _refuse_place(source, out)
    columns = (OPERATOR, *([installed.operator_column] if installed else ()))
    try:
        with source.open("rb", buffering=1 << 20) as file:
            header = read_header(source.name, file, columns)
            if header.key == "combination_id" and installed is None:
                raise UsageError(
                    f"{source.name} names combinations, which a register does not know by their ids",
                    hint="Name the run that they are of with --results.",
                )
            rules = registers.rules
            names = {name: name for name in (rules.operators if rules else ())} | dict(
                installed.names if installed else {}
            )
            answering = _Answering(header, registers, on, installed, expected or {}, names)
            with placed(out) as written, _uncollected():
                return _answer_all(file, written, source, answering, progress)
    except OSError as error:
        hint = "Check that it is a file you may read."
        raise UnreadableFile(f"{source} cannot be read: {error.strerror}", hint=hint) from None


class _Known(dict[Asked, str]):
    """What is written for a row before its own text, by what it asks; ``words`` has the answer of each such text."""

    def __init__(self, answering: _Answering) -> None:
        super().__init__()
        self.answering = answering
        self.words: dict[str, str] = {}
        self.faulty: dict[Asked, str] = {}

    def __missing__(self, asked: Asked) -> str:
        cells = self.answering.cells(asked)
        written = self.answering.header.written(cells)
        self.words[written] = cells[0]
        if cells[-1]:
            self.faulty[asked] = cells[-1]
        self[asked] = written
        return written

    def forget(self) -> None:
        """Keep no answer longer, so that memory does not grow with the number of different keys."""
        for kept in (self, self.words, self.faulty):
            kept.clear()


def _answer_all(file: BinaryIO, written: BinaryIO, source: Path, answering: _Answering, progress: Progress) -> Checked:
    header, parted, size = answering.header, answering.header.delimiter, source.stat().st_size
    counts, faults, known = Counter[str](), list[str](), _Known(answering)
    written.write(f"{header.written([*COLUMNS, *header.columns])}\n".encode())
    for block in read_blocks(file, header):
        told = [known[asked] for asked in block.asked]
        lines = [f"{n}{parted}{t}{parted}{own}\n" for n, t, own in zip(block.numbers, told, block.texts, strict=True)]
        written.write("".join(lines).encode())
        for text, rows in Counter(told).items():
            counts[known.words[text]] += rows
        if known.faulty and len(faults) < FAULTS_SHOWN:
            places = zip(block.numbers, block.asked, strict=True)
            faults += [f"{source.name}:{n} {known.faulty[one]}" for n, one in places if one in known.faulty]
        if len(known) > MOST_KEPT:
            known.forget()
        progress.stage("Answering", file.tell(), size)
    if not counts:
        raise WrongTemplate(f"{source.name} has no row below its header", hint="Look whether its rows were lost.")
    order = sorted(counts, key=lambda word: (-counts[word], word))
    by_answer = {word: counts[word] for word in order}
    return Checked(counts.total(), by_answer, tuple(faults[:FAULTS_SHOWN]), header.key, header.operator)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles while the block lasts: millions of short-lived rows set it off, and have none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _refuse_what_is_no_file(source: Path) -> None:
    """A pipe would be waited for, and has no size to say how far the reading has come."""
    if not source.exists():
        raise NotFound(f"There is no file {source}", hint="Check the name of the inventory.")
    if not source.is_file():
        raise UnreadableFile(f"{source} is not a file", hint="Name the inventory itself.")


def _refuse_place(source: Path, out: Path) -> None:
    """Raise ``UsageError`` where something would be lost that this command has not written."""
    if not out.exists():
        return
    if not out.is_file():
        raise UsageError(f"{out} is a folder, or no file", hint="Name the file for the answers.")
    with out.open("rb") as file:
        sign = file.read(len(_SIGN)).decode("utf-8", "replace")
    if out.samefile(source) or (sign and re.sub(r"[;\t|]", ",", sign) != _SIGN):
        hint = "Name a new file, or one with earlier answers to replace."
        raise UsageError(f"{out} holds something else than earlier answers", hint=hint)


def _shown(text: str) -> str:
    return f"found '{text[:80]}'" if text else "blank"
