"""Lines that are no rows, and rows that come twice: each function puts one kind of line into the table."""

from __future__ import annotations

from estates.rows import COLUMNS, DEVICE_TYPES
from faults.cells import Value
from faults.draft import UNREAD, Draft, Line

TOTALS_NOTE = ("totals-row-ignored", "note")
REPEAT_WARNING = ("row-repeated", "warning")


def _copy(line: Line) -> Line:
    return Line(dict(line.values), line.fate, line.counts, dict(line.devices))


def totals_below(draft: Draft) -> None:
    """Sums below the table."""
    line = draft.filled(
        Supplier=draft.rng.choice(("Total", "TOTALS:", "Sum", "total installations")), Active=9999, Dormant=8
    )
    draft.put([line], last=True)
    draft.left_out(line, *TOTALS_NOTE)


def grand_total_below(draft: Draft) -> None:
    """The sum of all, in two words."""
    line = draft.filled(Supplier="Grand total", Active=99999, Dormant=80)
    draft.put([line], last=True)
    draft.left_out(line, *TOTALS_NOTE)


def totals_in_between(draft: Draft) -> None:
    """Sums of some rows between the others."""
    line = draft.filled(Supplier="Total so far", Active="12,345", Dormant=67, Mixed=8)
    draft.put([line])
    draft.left_out(line, *TOTALS_NOTE)


def totals_under_another_column(draft: Draft) -> None:
    """The word stands under the column before the counts."""
    cells: dict[str, Value] = {"Display firmware upgradable": "Total", "Active": 4321, "Dormant": 1}
    line = draft.filled(**cells)
    draft.put([line], last=True)
    draft.left_out(line, *TOTALS_NOTE)


def repeated(draft: Draft) -> None:
    """A row once more, further down."""
    first = draft.row()
    again = _copy(first)
    draft.put([again], last=True)
    draft.left_out(again, *REPEAT_WARNING)


def repeated_with_spaces(draft: Draft) -> None:
    """A row once more, with spaces around some cells: the same after trimming."""
    first = draft.new_line()
    again = _copy(first)
    for column in ("Supplier", "WAN provider", "CH Model"):
        again.values[column] = f" {again.values[column]}\u00a0"
    draft.put([first, again])
    draft.left_out(again, *REPEAT_WARNING)


def repeated_twice(draft: Draft) -> None:
    """A row three times: two are ignored."""
    first = draft.new_line()
    others = [_copy(first), _copy(first)]
    draft.put([first, *others])
    for again in others:
        draft.left_out(again, *REPEAT_WARNING)


def repeated_fault(draft: Draft) -> None:
    """A faulty row twice: its fault is told once, and the repeat is ignored."""
    first = draft.new_line()
    first.values["Active"] = "unknown"
    again = _copy(first)
    draft.put([first, again])
    draft.error(first, "Active", "count-not-a-number")
    draft.left_out(again, *REPEAT_WARNING)


def differs_in_one_cell(draft: Draft) -> None:
    """Rows that differ in a cell that identifies nothing add up."""
    first = draft.new_line()
    second = _copy(first)
    second.values["CH Factory configuration"] = "GB-ALT"
    draft.put([first, second])


def differs_in_count(draft: Draft) -> None:
    """Rows that differ in a count add up."""
    first = draft.new_line()
    second = _copy(first)
    second.values["Dormant"] = first.counts[1] + 1
    second.counts = (first.counts[0], first.counts[1] + 1, first.counts[2])
    draft.put([first, second])


def blank_in_between(draft: Draft) -> None:
    """Blank lines between rows are no rows, but are counted by those who count lines."""
    lines = [draft.filled() for _ in range(draft.rng.randint(1, 3))]
    for line in lines:
        line.fate = UNREAD
    draft.put(lines)


def spaces_in_between(draft: Draft) -> None:
    """A line of nothing but spaces is blank."""
    line = draft.filled(Supplier=" ", Active="\u00a0\u00a0")
    line.fate = UNREAD
    draft.put([line])


def blank_below(draft: Draft) -> None:
    """Blank lines below the table."""
    lines = [draft.filled() for _ in range(7)]
    for line in lines:
        line.fate = UNREAD
    draft.put(lines, last=True)


def remark_beside(draft: Draft) -> None:
    """A line with nothing but a remark in a column of the sender's own."""
    if "Our remarks" not in draft.layout.columns:
        draft.layout.columns.insert(draft.rng.randint(0, len(draft.layout.columns)), "Our remarks")
        draft.note(None, "Our remarks", "column-ignored")
    line = draft.filled(**{"Our remarks": "figures of the north are estimates"})
    draft.put([line])
    draft.left_out(line, "remark-row-ignored", "note")


def header_once_more(draft: Draft) -> None:
    """The template's columns once more between the rows, whatever the sender calls them."""
    line = draft.filled(**{column: column for column in COLUMNS})
    draft.put([line])
    draft.left_out(line, "header-repeated", "note")


def two_level_header_once_more(draft: Draft) -> None:
    """The same in two rows, the devices above their fields."""
    upper = {column: column for column in COLUMNS if not column.startswith(DEVICE_TYPES)}
    parted = [column.split(" ", 1) for column in COLUMNS if column not in upper]
    lines = [
        draft.filled(**upper, **{f"{kind} {name}": kind for kind, name in parted}),
        draft.filled(**{f"{kind} {name}": name for kind, name in parted}),
    ]
    draft.put(lines)
    for line in lines:
        draft.left_out(line, "header-repeated", "note")


def totals_of_a_part(draft: Draft) -> None:
    """Sums of the sender's own rows, without a word for it: no row, and nothing that may be left out unseen."""
    own = "Supplier" if draft.for_supplier else "SMSO"
    cells: dict[str, Value] = {own: draft.sender.name, "Active": draft.rng.randint(10_000, 99_999)}
    line = draft.filled(**cells)
    draft.put([line], last=True)
    _no_combination(draft, line)


def row_in_one_cell(draft: Draft) -> None:
    """A row whose cells were all pasted into one."""
    line = draft.filled(Supplier="; ".join(str(value) for value in draft.new_line().values.values()))
    draft.put([line])
    draft.error(line, "", "row-astray")


def most_rows_parted_by_another_sign(draft: Draft) -> None:
    """More rows than not that are parted by another sign than the header, as where two exports were joined."""
    for _ in range(len(draft.lines) + 3):
        line = draft.filled(Supplier=";".join(str(value) for value in draft.new_line().values.values()))
        draft.put([line])
        draft.error(line, "", "row-astray")


def _no_combination(draft: Draft, line: Line) -> None:
    """It is said once what is wrong with the line; what its other cells lack only follows."""
    draft.error(line, "", "row-without-combination")
    for column in COLUMNS:
        for code in ("value-missing", "count-missing", "device-required", "supplier-not-sender"):
            draft.follows(line, column, code, "error")
