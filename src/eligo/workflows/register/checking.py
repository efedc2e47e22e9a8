"""``eligo register check``: every row of an inventory with its answer, a table in and a table out.

What belongs here: from a row's key to its answer, and writing. What does not: the answer itself (``registers``), how a
file is opened (``inventory_file``), and how it is parted into lines (``inventory_lines``).

Invariants: neither table is ever held; every row that is not blank has one line of answers, in the same order, one that
cannot be read or understood with its fault; equal keys have equal answers, so that each is worked out once. The answers
are there whole or not at all.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import BinaryIO

from eligo.durable import placed
from eligo.errors import UnreadableFile, UsageError, WrongTemplate
from eligo.ports import Progress
from eligo.registers import UNKNOWN, Registers
from eligo.returns import Describing
from eligo.workflows.register.asking import ANSWER_COLUMNS, answer_cells, ask
from eligo.workflows.register.installed import Expected, Installed, Served
from eligo.workflows.register.inventory_file import OpenInventory, opened_inventory, refuse_no_file
from eligo.workflows.register.inventory_lines import (
    DEVICES,
    FAULT,
    OPERATOR,
    Asked,
    Header,
    read_blocks,
    read_header,
)
from eligo.workflows.register.naming import ByDevices, ById, Naming, only_operator
from eligo.workflows.register.standing import OfProducts
from eligo.workflows.uncollected import uncollected

UNREADABLE = "unreadable"
"""The answer of a row that cannot be read, or whose key is none."""

COLUMNS = ("line", *ANSWER_COLUMNS, "fault")
"""What stands before an inventory's own columns, none of which is called so."""

FAULTS_SHOWN = 20
MOST_KEPT = 500_000
"""How many different keys' answers are kept at a time."""

_SIGN = "line,answer,state,since"
_NO_ANSWER = (UNREADABLE, *[""] * (len(ANSWER_COLUMNS) - 1))


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of an inventory: rows by answer, which add up to ``rows``; the first of the ``faulty`` rows' faults,
    each at its line.
    """

    rows: int
    answers: Mapping[str, int]
    faults: tuple[str, ...]
    faulty: int
    key: str
    operator: str


@dataclass(frozen=True, slots=True)
class _Answering:
    """How the rows of one inventory are answered."""

    header: Header
    naming: Naming
    of_products: OfProducts
    expected: Mapping[Served, Expected]
    on: date

    def cells(self, asked: Collection[Asked]) -> Iterator[tuple[Asked, tuple[str, ...]]]:
        """The cells of the answers to some rows, the fault of each among them; the register is asked once."""
        named = {one: self._served(one) for one in asked}
        registers = self.of_products({served[0] for served, _ in named.values() if served})
        for one, (served, told) in named.items():
            yield one, self._answered(served, told, registers)

    def _answered(self, served: Served | None, told: str, registers: Registers) -> tuple[str, ...]:
        if served and self.header.operator and not served[1]:
            served, told = only_operator(self.header.operator, served[0], registers)
        if served is None:
            return (*_NO_ANSWER, told)
        found = ask(registers, self.expected, *served, self.on)
        return (*answer_cells(found), told if found.answer.word == UNKNOWN else "")

    def _served(self, asked: Asked) -> tuple[Served | None, str]:
        if asked[0].startswith(FAULT):
            return None, asked[0].removeprefix(FAULT)
        return self.naming.served(asked)


def check_inventory(
    source: Path,
    out: Path,
    of_products: OfProducts,
    on: date,
    progress: Progress,
    *,
    installed: Installed | None = None,
    expected: Mapping[Served, Expected] | None = None,
    describing: Callable[[], Describing | None] = lambda: None,
) -> Checked:
    """Write ``out``: every row of ``source`` with its answer; ``of_products`` gives the registers as of ``on``.

    ``installed`` is needed where rows are known by their combination, ``describing`` where by their devices; it is
    asked once, and only then.

    Raises ``NotFound``, ``UnreadableFile`` and ``WrongTemplate`` for what is no inventory, ``UsageError`` for a place
    that holds anything but earlier answers, and ``CannotWrite``.
    """
    refuse_no_file(source)
    _refuse_place(source, out)
    columns = (OPERATOR, *([installed.operator_column] if installed else ()))
    describing = cache(describing)
    try:
        with opened_inventory(source, out) as opened:
            header = read_header(source.name, opened.header, columns, describing, opened.delimiter)
            naming = _naming(source, header, of_products, installed, describing)
            answering = _Answering(header, naming, of_products, expected or {}, on)
            with placed(out) as written, uncollected():
                return _answer_all(opened, written, source.name, answering, progress)
    except (OSError, EOFError, zlib.error) as error:
        hint = "Check that it is a file you may read, and whole."
        told = getattr(error, "strerror", None) or error
        raise UnreadableFile(f"{source} cannot be read: {told}", hint=hint) from None


def _naming(
    source: Path,
    header: Header,
    of_products: OfProducts,
    installed: Installed | None,
    describing: Callable[[], Describing | None],
) -> Naming:
    """How rows name what they are about. Raises ``UsageError`` for combinations of an unknown run."""
    if header.key == DEVICES and (devices := describing()):
        return ByDevices(header, devices)
    if header.key == "combination_id" and installed is None:
        raise UsageError(
            f"{source.name} names combinations, which a register does not know by their ids",
            hint="Name the run that they are of with --results.",
        )
    rules = of_products(()).rules
    own = {name: name for name in (rules.operators if rules else ())}
    return ById(header, installed, own | dict(installed.names if installed else {}))


class _Known(dict[Asked, str]):
    """What is written for a row before its own text, by what it asks; ``words`` has the answer of each such text, and
    whether it has a fault.
    """

    def __init__(self, answering: _Answering) -> None:
        super().__init__()
        self.answering = answering
        self.words: dict[str, tuple[str, bool]] = {}
        self.faulty: dict[Asked, str] = {}

    def learn(self, every: Iterable[Asked]) -> None:
        """Work out the answers that are not known yet."""
        for asked, cells in self.answering.cells(set(every).difference(self)):
            self[asked] = written = self.answering.header.written(cells)
            self.words[written] = cells[0], cells[-1] != ""
            if cells[-1]:
                self.faulty[asked] = cells[-1]

    def forget(self) -> None:
        """Keep no answer longer, so that memory does not grow with the number of different keys."""
        for kept in (self, self.words, self.faulty):
            kept.clear()


def _answer_all(
    opened: OpenInventory, written: BinaryIO, name: str, answering: _Answering, progress: Progress
) -> Checked:
    header, parted = answering.header, answering.header.delimiter
    counts, faults, known = Counter[tuple[str, bool]](), list[str](), _Known(answering)
    written.write(f"{header.written([*COLUMNS, *_own(header.columns)])}\n".encode())
    for block in read_blocks(opened.rows, header):
        known.learn(block.asked)
        told = [known[asked] for asked in block.asked]
        lines = [f"{n}{parted}{t}{parted}{own}\n" for n, t, own in zip(block.numbers, told, block.texts, strict=True)]
        written.write("".join(lines).encode())
        for text, rows in Counter(told).items():
            counts[known.words[text]] += rows
        if known.faulty and len(faults) < FAULTS_SHOWN:
            places = zip(block.numbers, block.asked, strict=True)
            faults += [f"{name}:{n} {known.faulty[one]}" for n, one in places if one in known.faulty]
        if len(known) > MOST_KEPT:
            known.forget()
        progress.stage("Answering", opened.read(), opened.size)
    if not counts:
        raise WrongTemplate(f"{name} has no row below its header", hint="Look whether its rows were lost.")
    by_answer = Counter[str]()
    for (word, _), rows in counts.items():
        by_answer[word] += rows
    order = sorted(by_answer, key=lambda word: (-by_answer[word], word))
    faulty = sum(rows for (_, is_faulty), rows in counts.items() if is_faulty)
    shown, answers = tuple(faults[:FAULTS_SHOWN]), {word: by_answer[word] for word in order}
    return Checked(counts.total(), answers, shown, faulty, header.key, header.operator)


def _own(columns: Iterable[str]) -> Iterator[str]:
    """An inventory's own columns; one that is called as one of the answers' is called ``own ...``."""
    for column in columns:
        yield f"own {column}" if column.casefold() in COLUMNS else column


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
