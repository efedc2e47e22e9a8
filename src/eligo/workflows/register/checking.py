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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from eligo.durable import placed
from eligo.errors import UnreadableFile, UsageError, WrongTemplate
from eligo.ports import Progress
from eligo.registers import UNKNOWN, Answer, Answering, Statuses
from eligo.returns import Describing
from eligo.workflows.register.asking import ANSWER_COLUMNS, answer_cells, expected_on
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
_SHARED = ANSWER_COLUMNS.index("item")
_UNREADABLE = Answer(UNREADABLE)


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


class _Told(NamedTuple):
    """What is written for a row before its own text; ``counted`` is its answer and whether it has a fault."""

    text: str
    counted: tuple[str, bool]
    fault: str


class _Telling(dict[Asked, _Told]):
    """What is told of the rows of one inventory, by what they ask."""

    def __init__(
        self, header: Header, naming: Naming, of_products: OfProducts, expected: Mapping[Served, Expected], on: date
    ) -> None:
        super().__init__()
        self.header, self.naming, self.of_products, self.expected = header, naming, of_products, expected
        self.answering = Answering(of_products(()).rules, on)
        self.shared = lru_cache(MOST_KEPT)(self._shared)

    def rows(self, every: Sequence[Asked]) -> list[_Told]:
        """What is told of each of some rows; what is not known yet is worked out together."""
        # Of many different keys it is to look one up that takes the time: what is known is looked up once.
        found = [*map(self.get, every)]
        if None not in found:
            return cast("list[_Told]", found)
        self._learn({asked for asked, told in zip(every, found, strict=True) if told is None})
        return [self[asked] if told is None else told for asked, told in zip(every, found, strict=True)]

    def _learn(self, every: Collection[Asked]) -> None:
        if len(self) > MOST_KEPT:
            self.clear()
        named = {one: self._served(one) for one in every}
        registers = self.of_products({served[0] for served, _ in named.values() if served})
        for one, (served, fault) in named.items():
            self[one] = self._told(served, fault, registers)

    def _served(self, asked: Asked) -> tuple[Served | None, str]:
        if asked[0].startswith(FAULT):
            return None, asked[0].removeprefix(FAULT)
        return self.naming.served(asked)

    def _told(self, served: Served | None, fault: str, registers: Statuses) -> _Told:
        if served and self.header.operator and not served[1]:
            served, fault = only_operator(self.header.operator, served[0], registers)
        if served is None:
            found, one = _UNREADABLE, None
        else:
            found, one = self.answering.said(registers.statuses_of(served[0]), served[1])
            fault = fault if found.word == UNKNOWN else ""
        parted, day = self.header.delimiter, expected_on(found, self.expected.get(served) if served else None)
        own = f"{one.item}{parted}{one.entry}" if one else parted
        text = f"{self.shared(found, day)}{parted}{own}{parted}{self.header.written([fault]) if fault else ''}"
        return _Told(text, (found.word, fault != ""), fault)

    def _shared(self, found: Answer, expected: date | None) -> str:
        """What is written of an answer before its item, which is all that differs from many others."""
        return self.header.written(answer_cells(found, expected)[:_SHARED])


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
            telling = _Telling(header, naming, of_products, expected or {}, on)
            with placed(out) as written, uncollected():
                return _answer_all(opened, written, source.name, telling, progress)
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


def _answer_all(opened: OpenInventory, written: BinaryIO, name: str, telling: _Telling, progress: Progress) -> Checked:
    header, parted = telling.header, telling.header.delimiter
    counts, faults = Counter[tuple[str, bool]](), list[str]()
    written.write(f"{header.written([*COLUMNS, *_own(header.columns)])}\n".encode())
    for block in read_blocks(opened.rows, header):
        told = telling.rows(block.asked)
        rows = zip(block.numbers, told, block.texts, strict=True)
        written.write("".join([f"{n}{parted}{one.text}{parted}{own}\n" for n, one, own in rows]).encode())
        counts.update([one.counted for one in told])
        if len(faults) < FAULTS_SHOWN:
            faults += [f"{name}:{n} {one.fault}" for n, one in zip(block.numbers, told, strict=True) if one.fault]
        progress.stage("Answering", opened.read(), opened.size)
    if not counts:
        raise WrongTemplate(f"{name} has no row below its header", hint="Look whether its rows were lost.")
    by_answer = Counter[str]()
    for (word, _), found in counts.items():
        by_answer[word] += found
    order = sorted(by_answer, key=lambda word: (-by_answer[word], word))
    faulty = sum(found for (_, is_faulty), found in counts.items() if is_faulty)
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
