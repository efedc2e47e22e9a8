"""A return before it is written: its lines, what is expected to be found in each, and the table around them.

What belongs here: the values that a kind of fault changes. What does not: any fault (``kinds``), and files (``forms``).
Invariant: what is expected is said here in so many words, and never asked of the code under test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from estates.files import Sender
from estates.rows import COLUMNS, DEVICE_TYPES
from faults.cells import Value
from faults.stock import FIRST, PLANNED, SECOND, cells_of, draw_row

ACCEPTED, QUARANTINED, IGNORED, UNREAD = "accepted", "quarantined", "ignored", "unread"
UPGRADE_COLUMNS = (
    "Device type",
    "Manufacturer",
    "Model",
    "Hardware version",
    "From firmware",
    "To firmware",
    "Planned completion",
)


@dataclass(eq=False)
class Line:
    """One line of a table: cells by template column, what becomes of it, and what is truly meant by it."""

    values: dict[str, Value]
    fate: str = ACCEPTED
    counts: tuple[int, int, int] = (0, 0, 0)
    devices: dict[str, str] = field(default_factory=dict)

    def means(self, device_type: str, maker: str, model: str, hardware: str, firmware: str) -> None:
        """State what a device of the line is read as."""
        self.devices[device_type] = "|".join((maker, model, hardware, firmware))


@dataclass(frozen=True)
class Mark:
    """A finding that is expected. ``line`` is ``None`` for the header or, with ``sheet``, a whole sheet.

    ``certain``: it must be found; otherwise it may be, since it only follows from another fault.
    """

    code: str
    severity: str
    line: Line | None
    column: str
    sheet: str = ""
    certain: bool = True


@dataclass
class Layout:
    """The shape of the combinations table: columns in order, headers, and what stands above and beside it."""

    columns: list[str]
    shown: dict[str, str] = field(default_factory=dict)
    titles: list[list[str]] = field(default_factory=list)
    blank_left: int = 0
    two_levels: bool = False
    group_in_every_cell: bool = False
    groups: dict[str, str] = field(default_factory=dict)


@dataclass
class Book:
    """What a workbook has beyond the cells of its tables."""

    sheets: list[tuple[str, bool, list[list[Value]]]] = field(default_factory=list)
    merged: list[tuple[Line, Line, str]] = field(default_factory=list)
    hidden_lines: list[Line] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    hidden_table: bool = False
    names: dict[str, str] = field(default_factory=dict)
    dates_from_1904: bool = False
    merged_titles: bool = False
    changes: list[Callable[[dict[str, bytes]], None]] = field(default_factory=list)


class Draft:
    """One return of one organisation while it is made up. Lines are in blocks, which nothing is put in between."""

    def __init__(self, rng: Random, sender: Sender) -> None:
        self.rng = rng
        self.sender = sender
        self.blocks: list[list[Line]] = []
        self.plans: list[Line] = []
        self.marks: list[Mark] = []
        self.layout = Layout(list(COLUMNS))
        self.book = Book()
        self.kinds: list[str] = []
        self._serial = 0
        self._unplanned = rng.sample(PLANNED, len(PLANNED))

    @property
    def lines(self) -> list[Line]:
        """Every line of the combinations table, in order."""
        return [line for block in self.blocks for line in block]

    @property
    def for_supplier(self) -> bool:
        """Whether a supplier sends it."""
        return self.sender.role == "Supplier"

    def new_line(self, *, dual_fuel: bool = True) -> Line:
        """A line without a fault, in no cell-for-cell repeat of any other, which is not yet in the table."""
        self._serial += 1
        supplier, smso = (self.sender.name, "") if self.for_supplier else ("", self.sender.name)
        intends = self.rng.choice(("Y", "N")) if self.for_supplier else ""
        values, counts, devices = draw_row(self.rng, supplier, smso, intends, dual_fuel=dual_fuel)
        values["ESME Factory configuration"] = f"GB-{self._serial:04d}"
        return Line(values, counts=counts, devices=devices)

    def row(self, *, dual_fuel: bool = True) -> Line:
        """Such a line, somewhere in the table."""
        line = self.new_line(dual_fuel=dual_fuel)
        self.put([line])
        return line

    def put(self, block: list[Line], *, last: bool = False) -> None:
        """Put lines somewhere between the others, or after them all, and keep them together."""
        self.blocks.insert(len(self.blocks) if last else self.rng.randint(0, len(self.blocks)), block)

    def filled(self, **cells: Value) -> Line:
        """A line in which only some cells are filled in, and that is not yet in the table."""
        blank: dict[str, Value] = dict.fromkeys(COLUMNS, "")
        return Line(blank | cells)

    def row_of(self, kind_cells: dict[str, Value]) -> Line:
        """A line in the table with another device model, whose cells are given."""
        line = self.row()
        line.values |= kind_cells
        device_type = next(name for name in DEVICE_TYPES if next(iter(kind_cells)).startswith(f"{name} "))
        if device_type == "PPMID":
            line.values |= {"Display kind": "PPMID", "Display firmware upgradable": "Y"}
        maker, model, hardware, firmware = (str(value) for value in kind_cells.values())
        line.means(device_type, maker, model, hardware, firmware)
        return line

    def plan(self, start: str = FIRST, end: str = SECOND) -> Line:
        """A planned upgrade without a fault, of a model that no other plan is about."""
        line = self.plan_like(cells_of(self._unplanned.pop(), start))
        line.values["To firmware"] = end
        return line

    def plan_like(self, device_cells: dict[str, Value]) -> Line:
        """A planned upgrade from the device whose cells are given; on a day of its own, so that no two are the same."""
        device_type = next(iter(device_cells)).partition(" ")[0]
        typed = [device_type, *device_cells.values(), SECOND, f"2019-09-{1 + len(self.plans) % 30:02}"]
        line = Line(dict(zip(UPGRADE_COLUMNS, typed, strict=True)))
        self.plans.append(line)
        return line

    def error(self, line: Line, column: str, code: str) -> None:
        """Expect an error at that cell, and with it the row in quarantine."""
        line.fate = QUARANTINED
        self.marks.append(Mark(code, "error", line, column))

    def warning(self, line: Line, column: str, code: str) -> None:
        """Expect a warning at that cell."""
        self.marks.append(Mark(code, "warning", line, column))

    def note(self, line: Line | None, column: str, code: str) -> None:
        """Expect a note at that cell, or at that header."""
        self.marks.append(Mark(code, "note", line, column))

    def follows(self, line: Line, column: str, code: str, severity: str = "warning") -> None:
        """Allow, but do not ask for, a finding that only follows from another."""
        self.marks.append(Mark(code, severity, line, column, certain=False))

    def left_out(self, line: Line, code: str, severity: str) -> None:
        """Expect that the whole line is ignored, and said to be."""
        line.fate = IGNORED
        self.marks.append(Mark(code, severity, line, ""))
