"""One combinations sheet: from cells below a header to accepted, quarantined and ignored rows.

Invariant: every row below the header that has a cell under a template column, or no cells that can be told, is read,
and ends up in exactly one of the three. Source: ``returns.md``, "Semantics" 1-2.
"""

from __future__ import annotations

from array import array
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import compress
from typing import Any

from eligo.catalogue import TypedCell, clean
from eligo.findings import Finding, Issue, Location, Severity
from eligo.returns.again import title_of
from eligo.returns.alike_rows import alike_rows
from eligo.returns.astray import astray_rows
from eligo.returns.bare import bare, is_bare, sum_rows
from eligo.returns.checks import UNUSED, Check, whole_number
from eligo.returns.columns import Cells, CheckedColumn, carry_out, is_unread
from eligo.returns.header import Forms, figure_groups, top_of
from eligo.returns.lone import lone_values
from eligo.returns.looks import look_findings
from eligo.returns.loose import Looseness
from eligo.returns.merges import merged_across
from eligo.returns.model import AcceptedRows, Coded, QuarantinedRow, SheetBalance
from eligo.returns.qualified import explanation, groups_other, is_plain, says_unit
from eligo.returns.refused import refused_row, torn_rows
from eligo.returns.sorting import Table, Words, sorted_rows
from eligo.returns.too_many import told_one_by_one


@dataclass(frozen=True, slots=True)
class TableReading:
    """What became of the rows of a table, in its order.

    ``reported`` and ``ignored`` are installations by operator as it was read: in every row but those of totals and
    remarks, and in rows that repeat another.
    """

    accepted: AcceptedRows
    quarantined: tuple[QuarantinedRow, ...]
    balance: SheetBalance
    findings: tuple[Finding, ...]
    reported: Mapping[str, int]
    ignored: Mapping[str, int]

    @property
    def sums(self) -> tuple[int, ...]:
        """What each count adds up to, in the rows that are accepted and, as far as it can be read, in those refused."""
        refused = [row.counts for row in self.quarantined]
        return tuple(
            sum(column) + sum(counts[at] or 0 for counts in refused if counts)
            for at, column in enumerate(self.accepted.counts)
        )


def read_table(table: Table, checks: Sequence[Check], words: Words, operator: str) -> TableReading:
    """Every row of the table, checked. ``checks`` are carried out column by column; ``operator`` is the attribute by
    which installations are added up.
    """
    kinds = _Kinds.of(checks)
    body, repeats, ignored = _sorted(table, kinds, words)
    columns = told_one_by_one(table, body, _carried_out(table, body, _with_something_to_say(table, checks)))
    issues: dict[int, list[Issue]] = {}
    for column in columns:
        for index, said in column.said():
            issues.setdefault(index, []).extend(said)
    strayed = dict(astray_rows(table.sheet.rows, table.header, body))
    proper = merge((number for index, number in enumerate(body) if index not in strayed), repeats)
    loose = Looseness(table, body, _described(table, proper, kinds))
    slipped = {index: [issue] for index, issue in (*loose.slipped(), *strayed.items())}
    issues |= slipped
    refused = {index for index, said in issues.items() if any(issue.severity is Severity.ERROR for issue in said)}
    unread = _unread(table, body, columns, slipped)
    for index in refused - slipped.keys():
        issues[index] += _bare(table, body[index], kinds, words, unread)
    findings = [issue.at(table.location(body[index], issue.column)) for index, said in issues.items() for issue in said]
    findings += _as_seen(table, body, ignored, kinds, words)
    across = (*lone_values(columns, operator, words), *alike_rows(table, body, kinds.counts, refused))
    findings += [issue.at(table.location(body[index], issue.column)) for index, issue in across]
    quarantined = [
        refused_row(table, body[i], [(c.check, c[i]) for c in columns], issues[i], slipped=i in slipped)
        for i in sorted(refused)
    ]
    torn = list(torn_rows(table, kinds.attributes, len(kinds.counts)))
    lots = (len(body) - len(refused), len(refused) + len(torn), len(ignored))
    counting = _counting(checks, kinds.states, operator)
    reporting = [*_carried_out(table, array("I", merge(body, repeats)), counting)] if repeats else columns
    return TableReading(
        _accepted(columns, refused, body),
        tuple(sorted([*quarantined, *(row for row, _ in torn)], key=lambda row: row.row)),
        SheetBalance(table.file, table.sheet.name, sum(lots), *lots),
        (*findings, *(finding for _, finding in torn), *ignored, *loose.nameless_columns(slipped)),
        reported=_installations(reporting, operator),
        ignored=_installations([*_carried_out(table, repeats, counting)], operator),
    )


@dataclass(frozen=True, slots=True)
class _Kinds:
    """The template columns by what they hold, and the names of the attributes and of the states that are counted."""

    devices: tuple[str, ...]
    counts: tuple[str, ...]
    others: tuple[str, ...]
    attributes: tuple[str, ...]
    states: tuple[str, ...]

    @classmethod
    def of(cls, checks: Sequence[Check]) -> _Kinds:
        devices = [name for check in checks if check.kind == "device" for name in check.columns[: check.own]]
        counts = [name for check in checks if check.kind == "count" for name in check.columns]
        others = [name for check in checks if check.kind not in ("device", "count") for name in check.columns]
        subjects = [tuple(one.subject for one in checks if one.kind == kind) for kind in ("attribute", "count")]
        return cls(tuple(devices), tuple(counts), tuple(others), *subjects)


def _counting(checks: Sequence[Check], states: Sequence[str], operator: str) -> list[Check]:
    """The checks by whose values installations are added up by operator."""
    added_up = {("count", name) for name in states} | {("attribute", operator)}
    return [check for check in checks if (check.kind, check.subject) in added_up]


def _sorted(table: Table, kinds: _Kinds, words: Words) -> tuple[array[int], array[int], list[Finding]]:
    """The rows to check, those that repeat one of them, and a finding for each that is ignored: totals that are told by
    their sums, too.
    """
    body, repeats, ignored = sorted_rows(table, kinds.devices, kinds.counts, words)
    told = {finding.location.row for finding in ignored if finding.code == "totals-row-ignored"}
    sums = list(sum_rows(table, body, repeats, told, kinds.counts, words))
    if sums:
        rows = {finding.location.row for finding in sums}
        body, repeats = (array("I", (row for row in lot if row not in rows)) for lot in (body, repeats))
        ignored = [finding for finding in ignored if finding.location.row not in rows]
        ignored = sorted([*ignored, *sums], key=lambda finding: finding.location.row)
    return body, repeats, ignored


def _as_seen(
    table: Table, body: array[int], ignored: Sequence[Finding], kinds: _Kinds, words: Words
) -> Iterator[Finding]:
    """What is said of rows that a person sees in the sheet, and their values do not have."""
    yield from merged_across(table, body, words)
    yield from look_findings(table, body, kinds.counts)
    yield from _headings(table, body, ignored)


def _headings(table: Table, body: array[int], ignored: Sequence[Finding]) -> Iterator[Finding]:
    """A warning for each text that stands alone above rows to check, and may say that they are of something else: any
    that has a header of its own below it, unless it plainly says nothing of them.
    """
    for finding in (one for one in ignored if one.code == "remark-row-ignored"):
        number = finding.location.row
        if says_unit(finding.value):
            yield _in_another_unit(table, number, finding.value)
        codes, at = table.sheet.rows.row(number), bisect(body, number)
        if at == len(body) or codes.count(0) != len(codes) - 1:
            continue
        has_header = any(number < row < body[at] for row in table.again)
        if groups_other(finding.value) or (has_header and not is_plain(finding.value)):
            message = f"The rows below stand under '{finding.value}'; they were read as rows of this round."
            yield Issue("rows-under-heading", "", finding.value, "", message).at(finding.location)


def _in_another_unit(table: Table, row: int, text: str) -> Finding:
    message = f"'{text}' stands above or below the rows, whose counts were read as they are."
    return Issue("header-explained", "", text, "installations", message).at(table.location(row, ""))


def _described(table: Table, rows: Iterable[int], kinds: _Kinds) -> Iterator[int]:
    """The rows that describe a device, in whatever words."""
    places = [table.header.columns[name][0] for name in kinds.devices if name in table.header.columns]
    for number in rows:
        codes = table.sheet.rows.row(number)
        if any(codes[place] for place in places if place < len(codes)):
            yield number


def _unread(table: Table, body: Sequence[int], columns: Sequence[CheckedColumn], slipped: Collection[int]) -> int:
    """The first row below the header of which some count cannot be read; the one below the last if all can."""
    found = [number for number in table.sheet.lines.torn if number > table.header.row]
    found += [body[index] for index in slipped]
    for column in columns:
        for index, said in column.said() if column.check.kind == "count" else ():
            if any(issue.severity is Severity.ERROR and issue.code != "count-missing" for issue in said):
                found.append(body[index])
    return min(found, default=len(table.sheet.rows) + 1)


def _bare(table: Table, number: int, kinds: _Kinds, words: Words, unread: int) -> list[Issue]:
    """What is said of a refused row as a whole, where it describes nothing; ``unread`` is the first row of which some
    count cannot be read.
    """
    row, blanks = table.sheet.rows[number - 1], {word.casefold() for word in words.placeholders}

    def texts(names: Sequence[str]) -> list[str]:
        places = [table.header.columns[name][0] for name in names if name in table.header.columns]
        stripped = [row[place].text.strip() for place in places if place < len(row)]
        return [text for text in stripped if text and text.casefold() not in blanks]

    devices, counts, others = texts(kinds.devices), texts(kinds.counts), texts(kinds.others)
    if not is_bare(others, devices, counts):
        return []
    template = {place for place, _ in table.header.columns.values()}
    own = (cell.text.strip().casefold() for place, cell in enumerate(row) if place not in template)
    return [bare(others, counts, beside=any(text and text not in blanks for text in own), unread=unread < number)]


def _with_something_to_say(table: Table, checks: Sequence[Check]) -> Iterator[Check]:
    """All checks but those of cells that decide nothing and all hold a value."""
    rows = table.sheet.rows
    unread = {code for code, cell in enumerate(rows.cells) if is_unread(cell)}
    for check in checks:
        places = [table.header.columns[name][0] for name in check.columns if name in table.header.columns]
        if check.kind != UNUSED or (unread and any(not unread.isdisjoint(rows.column(place)) for place in places)):
            yield check


def _carried_out(table: Table, numbers: Sequence[int], checks: Iterable[Check]) -> Iterator[CheckedColumn]:
    cells = Cells(table.sheet.rows, numbers, {name: place for name, (place, _) in table.header.columns.items()})
    return (carry_out(check, cells) for check in checks)


def _installations(columns: Sequence[CheckedColumn], operator: str) -> Mapping[str, int]:
    """Installations in cells that can be read, by operator; under an empty name where that cannot be read."""
    (operators,) = (one for one in columns if (one.check.kind, one.check.subject) == ("attribute", operator))
    names = [reading.value or "" for reading in operators.readings]
    sums: Counter[str] = Counter(dict.fromkeys((names[number] for number in set(operators.numbers)), 0))
    for column in columns:
        if column.check.kind == "count":
            counts = [0 if reading.refused else reading.value or 0 for reading in column.readings]
            for (own, count), rows in Counter(zip(operators.numbers, column.numbers, strict=True)).items():
                sums[names[own]] += counts[count] * rows
    return dict(sums)


def _accepted(columns: Sequence[CheckedColumn], refused: set[int], body: Sequence[int]) -> AcceptedRows:
    kept = bytearray(b"\1") * len(body)
    for index in refused:
        kept[index] = 0

    def values(kind: str) -> dict[str, Coded[Any]]:
        return {column.check.subject: column.values(kept) for column in columns if column.check.kind == kind}

    return AcceptedRows(
        rows=Coded(range(max(body, default=0) + 1), array("I", compress(body, kept))),
        suppliers=values("supplier")["supplier"],
        attributes=values("attribute"),
        devices=values("device"),
        counts=tuple(values("count").values()),
        intends=values("intention")["intention"],
    )


def header_findings(table: Table) -> Iterator[Finding]:
    """A note for every column that the template does not have."""
    for place, shown in table.header.others.items():
        location = Location(table.file, table.sheet.name, table.header.row, "", place + 1, shown)
        again = any(shown == own for _, own in table.header.columns.values())
        message = (
            f"The column '{shown}' is that of a table beside." if again else f"The template has no column '{shown}'."
        )
        yield Issue("column-ignored", "", shown, "", message).at(location)


def explained_findings(table: Table, figures: Forms, sums: Mapping[str, int]) -> Iterator[Finding]:
    """A warning for every count beside whose name, or above it, stands what may say that something else is counted, and
    for a title that says that all are in another unit. ``sums`` are those of the counts, which say nothing of the kind.
    """
    row, rows = table.header.row, table.sheet.rows
    for number, line in enumerate(rows[: row - 1], start=1):
        texts = [text for text in (clean(cell.text) for cell in line) if text]
        if len(texts) == 1 and says_unit(texts[0]):
            yield _in_another_unit(table, number, texts[0])
    title = title_of(table.header, rows, (0, top_of(table.header, rows) - 1))
    if groups_other(title) and not says_unit(title):
        message = f"'{title}' stands above the table, whose counts were read as those of this round."
        yield Issue("header-explained", "", title, "", message).at(table.location(row, ""))
    groups = figure_groups(rows[row - 1], rows[row - 2] if row > 1 else (), figures)
    for name, (place, shown) in table.header.columns.items():
        group = groups.get(place, "")
        is_sum = name in sums and whole_number(TypedCell(group)) == sums[name]
        above = "" if is_plain(group) or group == shown or is_sum else group
        said = (explanation(shown) or above) if name in figures.figures else ""
        if said:
            message = f"'{said}' stands with the column '{shown}', which was read as the count of this round."
            yield Issue("header-explained", name, said, name, message).at(table.location(row, name))


def hidden_findings(table: Table) -> Iterator[Finding]:
    """A note where rows that are read are hidden from whoever looks at the sheet, and one where the sheet is, or one of
    the template's columns.
    """
    place = Location(table.file, table.sheet.name)
    if table.sheet.hidden:
        yield Issue("hidden-read", "", table.sheet.name, "", "The sheet is hidden; it was read.").at(place)
    hidden = [row for row in table.sheet.hidden_rows if row > table.header.row]
    if hidden:
        several = len(hidden) > 1
        message = f"{len(hidden):,} row{'s are' if several else ' is'} hidden or filtered out; all were read."
        yield Issue("hidden-read", "", _ranges(hidden), "", message).at(place)
    for name, (at, shown) in table.header.columns.items():
        if any(first <= at + 1 <= last for first, last in table.sheet.hidden_columns):
            issue = Issue("hidden-read", name, shown, "", "The column is hidden; it was read.")
            yield issue.at(table.location(table.header.row, name))


def _ranges(rows: Sequence[int]) -> str:
    """Row numbers, runs of them in one.

    >>> _ranges([3, 4, 5, 9])
    '3-5, 9'
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def texts_under(table: Table, name: str) -> Counter[str]:
    """The texts under one template column, and how often each stands there."""
    place = table.header.columns.get(name, (None, ""))[0]
    rows = table.sheet.rows
    return Counter({rows.cells[c].text: n for c, n in Counter(rows.column(place)[table.header.row :]).items() if c})
