"""An inventory as a return: counted by combination, in the definitions of the other granularity.

What belongs here: from what each shape means and how many rows have it to accepted rows, quarantine, balance and
causes. What does not: populations (``estate``).

Invariants: every row of the inventory is in one figure of the balance; an accepted row counts every installation that
differs in nothing but its identifier and its status, and stands at the first of them. Source: ``returns.md``,
"Semantics" 1 and 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from eligo.findings import Finding, Issue, Location
from eligo.returns.cells import Form
from eligo.returns.inventory.judge import UNREADABLE, Judge, Judged, Meaning
from eligo.returns.inventory.model import Balance, Cause, Layout
from eligo.returns.model import AcceptedRows, QuarantinedRow, Return, Sender, SheetBalance
from eligo.returns.partly import partly_read
from eligo.scheme import INSTALLATION_COLUMNS, Scheme

COUNTED, NO_ROW, IGNORED, REFUSED, ASTRAY = 0, 1, 2, 3, 4
"""The standing of a row: see ``sql/exceptions.sql``."""

Counter = dict[Any, list[int]]
"""Rows, and the number of the first of them."""

_NOT_READ = Meaning((), ())
"""Of a row astray: it counts in the quarantine by its shape (its number below 0), whatever that would mean."""


@dataclass(frozen=True, slots=True)
class Told:
    """What counting needs to know of a shape's meaning, and under which number a repeat is said to be one."""

    refused: bool
    operator: str
    said_repeated: int


@dataclass
class Tally:
    """Rows by what they mean and by what is said of them, as the engine counts them shape by shape."""

    accepted: Counter = field(default_factory=dict)
    quarantined: Counter = field(default_factory=dict)
    said: Counter = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)
    faulty: int = 0
    rejected: int = 0
    ignored: int = 0
    no_rows: int = 0
    nameless: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    """By the place of a column without a header: its cells, the first row that has one, and what stands there."""

    def add(self, judged: Judged, told: Told, standing: int, said: int, rows: int, first: int) -> None:
        """Count rows of one shape and standing; ``said`` is what is said of them beside what their shape is told."""
        refused = told.refused
        if said:
            _count(self.said, said, rows, first)
        if standing == NO_ROW:
            self.no_rows += rows
        elif standing == IGNORED:
            self.ignored += rows
            if said == told.said_repeated:
                _add(self.repeated, told.operator, rows)
                _add(self.reported, told.operator, rows)
        elif standing == ASTRAY:  # what its shape would be told says nothing of a row none of whose cells is trusted
            self.rejected += rows
            _add(self.reported, "", rows)
            _count(self.quarantined, (-1 - judged.shape, said), rows, first)
        else:
            _add(self.reported, told.operator, rows)
            _count(self.said, judged.said, rows, first)
            for place, text in judged.nameless:
                cells, row, typed = self.nameless.get(place, (0, first, text))
                self.nameless[place] = (cells + rows, row, typed) if row <= first else (cells + rows, first, text)
            if judged.reading >= UNREADABLE:
                self.rejected += rows
            elif refused or standing == REFUSED:
                self.faulty += rows
            if refused or standing == REFUSED:
                _count(self.quarantined, (judged.meaning, said), rows, first)
            else:
                _count(self.accepted, judged.meaning, rows, first)

    def balance(self, read: int) -> Balance:
        """The mass balance, of rows read as the source counted them."""
        good = sum(rows for rows, _ in self.accepted.values())
        return Balance(read - self.no_rows, good, self.faulty, self.rejected, self.ignored)


def _count(counter: Counter, key: object, rows: int, first: int) -> None:
    counted = counter.setdefault(key, [0, first])
    counted[0] += rows
    counted[1] = min(counted[1], first)


def _add(sums: dict[str, int], operator: str, rows: int) -> None:
    sums[operator] = sums.get(operator, 0) + rows


def told_of(judge: Judge, scheme: Scheme, said_repeated: int) -> Mapping[int, Told]:
    """What counting needs to know of every meaning, by its number."""
    place = next(
        place
        for place, check in enumerate(judge.checks)
        if (check.kind, check.subject) == ("attribute", scheme.operator.name)
    )
    return {
        number: Told(meaning.refused, (meaning.readings[place].value or "") if meaning.readings else "", said_repeated)
        for meaning, number in judge.meanings.items()
    }


def causes_of(tally: Tally, judge: Judge) -> tuple[Cause, ...]:
    """Every cause of findings, in the order of the first row that has it."""
    counted: Counter = {}
    issues = {number: issues for issues, number in judge.said.items()}
    for number, (rows, first) in tally.said.items():
        for issue in issues[number]:
            _count(counted, issue, rows, first)
    found = (Cause(issue, rows, first) for issue, (rows, first) in counted.items())
    return tuple(sorted(found, key=lambda one: (one.first_row, one.issue.column, one.issue.code, one.issue.value)))


def return_of(
    file: str,
    sender: Sender,
    scheme: Scheme,
    judge: Judge,
    tally: Tally,
    balance: Balance,
    firsts: Mapping[int, tuple[str, ...]],
    form: Form,
) -> Return:
    """The return that an inventory amounts to. ``firsts`` are the cells apart of the first row of each refused kind.

    Its findings are one for each cause, at the first row that has it; their messages say how many others do.
    """
    layout = judge.layout
    meanings = {number: meaning for meaning, number in judge.meanings.items()}
    quarantined = _quarantined(file, scheme, judge, meanings, tally, firsts)
    causes = causes_of(tally, judge)
    refused = balance.faulty + balance.rejected
    return Return(
        file=file,
        sheet="",
        sender=sender,
        accepted=_accepted(scheme, judge, meanings, tally.accepted),
        quarantined=quarantined,
        upgrades=(),
        balances=(SheetBalance(file, "", balance.read, balance.good, refused, balance.ignored),),
        reported=tally.reported,
        ignored=tally.repeated,
        columns=layout.columns,
        form=f"inventory, {form}",
        findings=tuple(sorted((_finding(file, layout, cause) for cause in causes), key=lambda one: one.order)),
    )


def location_of(file: str, layout: Layout, row: int, column: str) -> Location:
    """Where a column of a row stands."""
    place, shown = layout.columns.get(column, (-1, ""))
    return Location(file, "", row, column, place + 1, shown)


def _finding(file: str, layout: Layout, cause: Cause) -> Finding:
    issue = cause.issue
    more = cause.rows - 1
    if more:
        message = f"{issue.message} So in {more:,} more row{'s' if more > 1 else ''}."
        issue = Issue(issue.code, issue.column, issue.value, issue.expected, message, issue.suggestion)
    return issue.at(location_of(file, layout, cause.first_row, cause.issue.column))


def _by_kind(judge: Judge, meaning: Meaning, kind: str) -> dict[str, Any]:
    return {
        check.subject: reading.value
        for check, reading in zip(judge.checks, meaning.readings, strict=True)
        if check.kind == kind
    }


def _accepted(scheme: Scheme, judge: Judge, meanings: Mapping[int, Meaning], counted: Counter) -> AcceptedRows:
    rows: dict[tuple[object, ...], int] = {}
    counts: dict[tuple[object, ...], list[int]] = {}
    for number, (installations, first) in counted.items():
        *values, status = (reading.value for reading in meanings[number].readings)
        key = tuple(values)
        counts.setdefault(key, [0] * len(scheme.counts))[status] += installations
        rows[key] = min(rows.get(key, first), first)
    keys = sorted(rows, key=rows.__getitem__)
    places = {(check.kind, check.subject): place for place, check in enumerate(judge.checks)}

    def column(kind: str, subject: str) -> tuple[Any, ...]:
        return tuple(key[places[kind, subject]] for key in keys)

    return AcceptedRows(
        rows=tuple(rows[key] for key in keys),
        suppliers=column("supplier", "supplier"),
        attributes={one.name: column("attribute", one.name) for one in scheme.attributes},
        devices={one.name: column("device", one.name) for one in scheme.device_types},
        counts=tuple(tuple(counts[key][state] for key in keys) for state in range(len(scheme.counts))),
        intends=column("intention", "intention"),
    )


def _quarantined(
    file: str,
    scheme: Scheme,
    judge: Judge,
    meanings: Mapping[int, Meaning],
    tally: Tally,
    firsts: Mapping[int, tuple[str, ...]],
) -> tuple[QuarantinedRow, ...]:
    """One for each kind of refused row, as the first of them is typed."""
    issues = {number: issues for issues, number in judge.said.items()}
    found = []
    for (number, said), (rows, first) in tally.quarantined.items():
        meaning = meanings.get(number, _NOT_READ)
        codes = sorted({*meaning.codes, *(issue.code for issue in issues[said])})
        cells = tuple(_cells(judge, number, firsts[first]))
        found.append(_refused_row(file, scheme, judge, meaning, first, rows, tuple(codes), cells))
    return tuple(sorted(found, key=lambda row: (row.row, row.codes)))


def _refused_row(
    file: str,
    scheme: Scheme,
    judge: Judge,
    meaning: Meaning,
    first: int,
    rows: int,
    codes: tuple[str, ...],
    cells: tuple[tuple[str, str], ...],
) -> QuarantinedRow:
    if not meaning.readings:
        return QuarantinedRow(file, "", first, codes, cells, "", {}, None, (rows,))
    device_readings = [r for c, r in zip(judge.checks, meaning.readings, strict=True) if c.kind == "device"]
    status = meaning.readings[-1].value
    return QuarantinedRow(
        file=file,
        sheet="",
        row=first,
        codes=codes,
        cells=cells,
        supplier=_by_kind(judge, meaning, "supplier")["supplier"] or "",
        attributes={name: value or "" for name, value in _by_kind(judge, meaning, "attribute").items()},
        devices=None if any(r.refused for r in device_readings) else tuple(r.value for r in device_readings),
        counts=_counts(rows, status, len(scheme.counts)),
        partly=partly_read(zip(judge.checks, meaning.readings, strict=True)),
    )


def _counts(rows: int, status: int | None, states: int) -> tuple[int, ...]:
    """Each row is one installation, whether or not its status can be read."""
    return (rows,) if status is None else tuple(rows if state == status else 0 for state in range(states))


def _cells(judge: Judge, number: int, apart: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    layout = judge.layout
    named = {place: name for name, (place, _) in layout.columns.items()} | dict(layout.others)
    cells = dict(enumerate(judge.typed[number]))
    cells |= dict(zip((layout.installation, *layout.beside), apart, strict=False))
    for place in sorted(cells):
        if cells[place] or place in named:
            yield named.get(place, ""), cells[place]


def installation_issue(code: str, message: str, expected: str = "") -> Issue:
    """What is said of a row because of its installation; the value as typed is the row's own."""
    return Issue(code, INSTALLATION_COLUMNS[0], "", expected, message)
