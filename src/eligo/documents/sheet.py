"""One sheet as its sender sees it: letters, row numbers, header, and the rows with findings between their neighbours.

What belongs here: which rows are shown, and their markup. What does not: the rest of the page (``documents.returned``).

Invariant: a row with a finding is shown, or the page says how many are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from eligo.catalogue import TypedCell
from eligo.causes import Cause
from eligo.findings import Severity, column_letters
from eligo.returns import FoundAt, Marks, SentSheet, marks_of, shown, worst

MOST_ROWS = 1_000
"""How many rows with findings of one sheet a page shows."""

TAGS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note-mark"}


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows of a sheet that are shown, 1-based and in order; ``found`` is what was found on the sheet, and
    ``left_out`` how many rows with findings are not shown.
    """

    numbers: tuple[int, ...]
    found: Marks
    left_out: int


def shown_rows(sheet: SentSheet, causes: Iterable[Cause]) -> ShownRows:
    """The header, and the rows with findings with one row of context on either side of each."""
    found = marks_of(causes, sheet.file, sheet.name)
    below = sorted(row for row in found if row > sheet.header_row)
    near = {row + step for row in below[:MOST_ROWS] for step in (-1, 0, 1)}
    last = len(sheet.rows)
    numbers = sorted({*range(1, sheet.header_row + 1), *(row for row in near if sheet.header_row < row <= last)})
    return ShownRows(tuple(numbers), found, len(below[MOST_ROWS:]))


def sheet_section(number: int, sheet: SentSheet, held: ShownRows) -> str:
    """One sheet as a heading and a table that scrolls."""
    width = max((_width(sheet.rows[row - 1]) for row in held.numbers), default=0)
    loud = {column for cells in held.found.values() for column in cells if column}
    letters = "".join(
        f'<th scope="col"{_classes(column not in loud and "quiet")}>{column_letters(column)}</th>'
        for column in range(1, width + 1)
    )
    identifier = f"sheet-{number}"
    rest = ""
    if held.left_out:
        left = f"{held.left_out:,} further rows with findings are not on this page"
        rest = f"<p>{left}; findings.xlsx has all of them.</p>\n"
    return (
        f'<h2 id="{identifier}">{escape(shown(sheet.title))}</h2>\n'
        "<p>Your header, and your rows with findings between the rows before and after them. On paper, columns without "
        "a finding are left out.</p>\n"
        f'<div class="sheet" role="region" tabindex="0" aria-labelledby="{identifier}">\n<table>\n'
        f"<thead><tr><td></td>{letters}</tr></thead>\n<tbody>\n{_body(number, sheet, held, width, loud)}</tbody>\n"
        f"</table></div>\n{rest}"
    )


def _body(number: int, sheet: SentSheet, held: ShownRows, width: int, loud: set[int]) -> str:
    parts = []
    before = 0
    for row in held.numbers:
        if row > before + 1:
            parts.append(_gap(before + 1, row - 1, width))
        found = held.found.get(row, {})
        kind = "head" if row <= sheet.header_row else "found" if found else "context"
        parts.append(_row(f"s{number}", row, sheet.rows[row - 1], found, width, loud, kind))
        if found:
            parts.append(_said(row, found, width))
        before = row
    if before < len(sheet.rows) and not held.left_out:
        parts.append(_gap(before + 1, len(sheet.rows), width))
    return "".join(parts)


def _gap(first: int, last: int, width: int) -> str:
    rows = f"Row {first:,} has" if first == last else f"Rows {first:,} to {last:,} have"
    return f'<tr class="gap"><th></th><td colspan="{width}"><div>{rows} no finding</div></td></tr>\n'


def _row(
    sheet: str,
    row: int,
    cells: Sequence[TypedCell],
    found: Mapping[int, Sequence[FoundAt]],
    width: int,
    loud: set[int],
    kind: str,
) -> str:
    whole = found.get(0, ())
    label = f' id="{sheet}-0-{row}"{_classes(TAGS[worst(whole)])}' if whole else ""
    texts = [f'<tr class="{kind}"><th scope="row"{label}>{row}</th>']
    for column in range(1, width + 1):
        text = escape(shown(cells[column - 1].text)) if column <= len(cells) else ""
        said = found.get(column, ())
        look = _classes(said and TAGS[worst(said)], column not in loud and "quiet")
        about = ""
        if said:
            hover = " ".join(f"{one.finding.severity.value}: {one.finding.message}" for one in said)
            about = f' id="{sheet}-{column}-{row}" title="{escape(shown(hover))}"'
        texts.append(f"<td{look}{about}>{text}</td>")
    return "".join([*texts, "</tr>\n"])


def _said(row: int, found: Mapping[int, Sequence[FoundAt]], width: int) -> str:
    items = []
    for column, said in sorted(found.items()):
        at = f"{column_letters(column)}{row}" if column else f"Row {row}"
        for one in said:
            finding = one.finding
            todo = "" if finding.severity is Severity.NOTE else f" {escape(shown(finding.suggestion))}"
            items.append(
                f'<li><span class="at">{at}</span><span class="tag {TAGS[finding.severity]}">{finding.severity.value}'
                f"</span> {escape(shown(finding.message))}{todo} "
                f'<a href="#cause-{one.cause.number}">line {one.cause.number}</a></li>'
            )
    return f'<tr class="said"><th></th><td colspan="{width}"><ul>{"".join(items)}</ul></td></tr>\n'


def _classes(*names: object) -> str:
    given = " ".join(str(name) for name in names if name)
    return f' class="{given}"' if given else ""


def _width(cells: Sequence[TypedCell]) -> int:
    return max((place for place, cell in enumerate(cells, start=1) if cell.text), default=0)
