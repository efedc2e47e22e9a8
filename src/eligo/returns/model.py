"""One return: what a file said, row for row, as columns.

What belongs here: the values that ``read_return`` makes. What does not: populations (``estate``).

Invariants: per sheet, accepted + quarantined + ignored = rows read; columns of one table have equal length and
one entry per row, in the file's order. Source: ``returns.md``, "Semantics" 1-2.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from eligo.catalogue import PartialDevice
from eligo.findings import Finding
from eligo.terms import Device

T = TypeVar("T")


class Role(Enum):
    """Who sends a return: one who supplies premises, or one who operates them."""

    SUPPLIER = "supplier"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a return, in which role, for which round, as of which day (``None`` where a file states none)."""

    organisation: str
    role: Role
    rfi_reference: str
    snapshot: date | None


@dataclass(frozen=True, slots=True)
class SheetBalance:
    """The mass balance of one sheet, in rows: ``read == accepted + quarantined + ignored``."""

    file: str
    sheet: str
    read: int
    accepted: int
    quarantined: int
    ignored: int


class Coded(Sequence[T]):
    """A column in which each distinct value is held once, and every row has its number: a million rows cost little.

    >>> Coded(("Y", "N"), array("H", (0, 0, 1))) == ("Y", "Y", "N")
    True
    """

    __slots__ = ("_distinct", "_numbers")

    def __init__(self, distinct: Sequence[T], numbers: array[int]) -> None:
        self._distinct = distinct
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: Any) -> Any:
        return self._distinct[self._numbers[index]]

    def __iter__(self) -> Iterator[T]:
        return map(self._distinct.__getitem__, self._numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class AcceptedRows:
    """The accepted rows of one return, as columns.

    ``attributes`` holds one column of canonical values per attribute of the scheme (empty text where blank);
    ``devices`` one column per device type, with the full firmware, ``None`` where the device is not part of
    the combination; ``counts`` one column of installations per state; ``intends`` is ``None`` where unknown.
    """

    rows: Sequence[int]
    suppliers: Sequence[str]
    attributes: Mapping[str, Sequence[str]]
    devices: Mapping[str, Sequence[Device | None]]
    counts: tuple[Sequence[int], ...]
    intends: Sequence[bool | None]

    def emptied(self) -> AcceptedRows:
        """The same columns without a row."""
        return AcceptedRows(
            rows=(),
            suppliers=(),
            attributes=dict.fromkeys(self.attributes, ()),
            devices=dict.fromkeys(self.devices, ()),
            counts=tuple(() for _ in self.counts),
            intends=(),
        )


@dataclass(frozen=True, slots=True)
class PartlyRead:
    """What a refused row still says: the attributes that could not be read (a legal blank is read), each device type
    as far as its cells go (empty: nothing of any), whether its supplier intends to enrol (``None``: unknown), and
    whether its counts are its own, which they may not be where its cells have slipped under other columns.
    """

    unread: frozenset[str] = frozenset()
    devices: tuple[PartialDevice, ...] = ()
    intends: bool | None = None
    counts: bool = True


NOTHING_READ = PartlyRead()
"""Of a row of which nothing but its number of installations is known."""


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """One row that was refused, as typed, with what could be read of it all the same.

    ``cells`` are (template column, value as typed) in the file's order; a column that the template does not have
    goes by the sender's own header. ``attributes`` and
    ``supplier`` are canonical, empty where unreadable; ``devices`` is ``None`` where a fault hides which devices
    the row is about; ``counts`` has ``None`` for each count that cannot be read. ``partly`` is what it says field by
    field.
    """

    file: str
    sheet: str
    row: int
    codes: tuple[str, ...]
    cells: tuple[tuple[str, str], ...]
    supplier: str
    attributes: Mapping[str, str]
    devices: tuple[Device | None, ...] | None
    counts: tuple[int | None, ...]
    partly: PartlyRead = NOTHING_READ


@dataclass(frozen=True, slots=True)
class PlannedUpgrade:
    """One accepted row of the planned upgrades: this model moves from one firmware to another by that day."""

    file: str
    sheet: str
    row: int
    device_type: str
    manufacturer: str
    model: str
    hardware: str
    from_firmware: str
    to_firmware: str
    completion: date

    @property
    def place(self) -> str:
        """Where it was reported, as ``file!sheet!row``."""
        return "!".join(part for part in (self.file, self.sheet, str(self.row)) if part)


@dataclass(frozen=True, slots=True)
class Return:
    """One organisation's answer to one round: accepted, quarantined and ignored rows, with every finding.

    ``columns`` says where a template column stands in the file (for findings made later), ``form`` in what form it was
    sent, encoding and delimiter included, as they were detected. ``reported`` are the
    installations in readable cells of every row that reports any, ``ignored`` those in rows that do not count, both by
    operator (under an empty name where it cannot be read).
    """

    file: str
    sheet: str
    sender: Sender
    accepted: AcceptedRows
    quarantined: tuple[QuarantinedRow, ...]
    upgrades: tuple[PlannedUpgrade, ...]
    balances: tuple[SheetBalance, ...]
    reported: Mapping[str, int]
    ignored: Mapping[str, int]
    columns: Mapping[str, tuple[int, str]]
    form: str
    findings: tuple[Finding, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it has no row of a combination: it returns nothing (``returns.md`` 7)."""
        return not self.accepted.rows and not any(row.counts for row in self.quarantined)
