"""What an inventory is while it is read, and when it has been.

What belongs here: values. What does not: making them.

Source: ``returns.md``, "Template, version 1" (the second granularity) and "Semantics" 1-2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eligo.findings import Issue
from eligo.returns.cells import Form
from eligo.returns.forms.encodings import Encodings
from eligo.returns.model import Return

PLACES_APART = 3
"""How many columns of a text inventory can be kept row by row: the installations', and others that hardly repeat."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one inventory is laid out.

    ``delimiter`` is empty for a table that has none. ``columns`` maps a template column to its 0-based place and the
    sender's own header, ``others`` the places of the sender's other columns. ``apart`` are the places whose cells are
    kept row by row, in ascending order, that of the installations' identifiers among them. ``kinds`` are the kinds of
    the cells of a column that is not text (``catalogue.TypedCell``). ``width`` is how many cells the header is typed
    with, blank ones at its end included.
    """

    delimiter: str
    header_row: int
    columns: Mapping[str, tuple[int, str]]
    others: Mapping[int, str]
    apart: tuple[int, ...]
    installation: int
    kinds: Mapping[int, str]
    width: int

    @property
    def named(self) -> int:
        """How many cells the header has up to the last that has a name."""
        return max((place + 1 for place in self.named_places), default=0)

    @property
    def named_places(self) -> frozenset[int]:
        """The 0-based places that have a name."""
        return frozenset((*(place for place, _ in self.columns.values()), *self.others))

    @property
    def beside(self) -> tuple[int, ...]:
        """The places kept row by row beside the installations' identifiers."""
        return tuple(place for place in self.apart if place != self.installation)


@dataclass(frozen=True, slots=True)
class Advance:
    """How far long work has come: ``done`` of ``total`` bytes of the source, and rows so far.

    The rate and the time left follow from it and a clock, which is the shell's: ``pace``.
    """

    stage: str
    rows: int
    done: int
    total: int


Report = Callable[[Advance], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """``rate`` in rows a second, ``seconds_left`` until the stage is done; ``None`` where it cannot be said yet."""

    rate: float | None
    seconds_left: float | None


def pace(advance: Advance, seconds: float, *, since: int = 0) -> Pace:
    """The pace of work that has taken so many seconds, ``since`` so many bytes that an earlier attempt had done.

    >>> pace(Advance("Reading", 1000, 50, 200), 2.0)
    Pace(rate=500.0, seconds_left=6.0)
    """
    done = advance.done - since
    if seconds <= 0 or done <= 0:
        return Pace(None, None)
    return Pace(advance.rows / seconds, (advance.total - advance.done) * seconds / done)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An inventory as Parquet: every row of the file, once.

    ``folder/rows`` has one row per row of the file below its header: ``row`` (its number as its sender sees it),
    ``shape``, ``installation``, ``beside_1`` and ``beside_2`` (the cells at ``layout.beside``). ``folder/shapes`` has
    one row per distinct rest of a row: ``shape``, ``cells`` (at ``layout.apart`` blank), ``fault``; where it is
    ``wide``, the cells are columns. ``form`` is that of the file, as it was detected, and ``encodings``
    are those of a text.
    """

    folder: Path
    layout: Layout
    rows: int
    source_digest: str
    wide: bool = False
    form: Form = field(default_factory=Form)
    encodings: Encodings = field(default_factory=Encodings)


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of findings: an issue, how many rows have it, and the first of them."""

    issue: Issue
    rows: int
    first_row: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What became of the rows of an inventory, to the row: ``read == good + faulty + rejected + ignored``.

    ``good`` rows are accepted. ``faulty`` rows have an error, ``rejected`` ones cannot be read: both are quarantined.
    ``ignored`` rows are repeats, totals and remarks.
    """

    read: int
    good: int
    faulty: int
    rejected: int
    ignored: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """An inventory that has been read.

    ``as_return`` counts it by combination, as the other granularity of the template states it: each of its rows stands
    for all installations that differ in nothing but their identifiers, at the number of the first; its findings are one
    for each cause. ``located`` is the Parquet that has what is said of every row, by its number in ``said``
    (``inventory.findings_of`` reads it).
    """

    as_return: Return
    balance: Balance
    causes: tuple[Cause, ...]
    said: tuple[tuple[Issue, ...], ...]
    prepared: Prepared
    located: Path
