"""Many findings, few causes: one line for each thing that somebody has to mend.

What belongs here: which findings have one cause, which of them only follow from another, and how the cells of a
cause are written. What does not: how causes are shown (``returns``, ``documents``, ``artefacts``).

Invariants: every finding is in exactly one cause; a cause names every one of its cells; a finding is marked as
following from another of the same cell, device or row alone, and never goes away for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from eligo.findings import Finding, Location, Severity, column_letters

SEVERITIES: tuple[Severity, ...] = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
"""The gravest first."""

_OTHER_ROW = re.compile(r"\b([Rr]ow) \d+")
_FIGURE = re.compile(r"'.*'|-?\d(?:[\d,.]*\d)?")
_MOST_VALUES = 3

_OF_FIGURES = ("count-negative", "count-fractional", "count-implausible", "count-not-a-number", "count-formatted")
"""What is wrong with how a count was typed, whichever figure it is: one cause in a whole column."""

_TYPED = tuple(
    f"{what}-{how}"
    for what in ("manufacturer", "model", "hardware", "firmware")
    for form in ("date", "number", "boolean")
    for how in (f"{form}-unreadable", f"from-{form}")
)
"""What a spreadsheet has made of a column of texts, whichever texts they were."""

_WHATEVER_VALUE = (
    *_OF_FIGURES,
    *_TYPED,
    "row-unreadable",
    "row-astray",
    "row-without-combination",
    "row-unfilled",
    "remark-row-ignored",
    "device-not-expected",
    "firmware-missing",
    "struck-through",
    "number-shown-otherwise",
)
"""Of these one cause is in a whole column, or in rows as wholes, whatever stands there."""

_ITS_OWN = (
    (re.compile(r"^(The cell holds the (?:date|number) ).*(, which fits no)"), r"\1…\2"),
    (re.compile(r"^(The (?:date|number) ).*( was read back as ).*"), r"\1…\2…"),
    (re.compile(r"^.*( has no firmware version)"), r"…\1"),
)
"""What a message says of one cell alone."""


class Reach(Enum):
    """How near two findings have to be for one to follow from the other."""

    CELL = "the same cell"
    DEVICE = "the same device of the same row"
    ROW = "the same row"


@dataclass(frozen=True, slots=True)
class Follows:
    """A finding of ``code`` that is within ``reach`` of one of ``others`` is there only because of that one."""

    code: str
    others: tuple[str, ...]
    reach: Reach
    why: str


_NO_VERSIONS = "While the model is not known, no firmware version is known to read it back from."
_UNKNOWN = ("manufacturer-unknown", "manufacturer-missing", "model-unknown", "name-uncertain")
_LEFT_BLANK = (
    "device-without-model",
    "manufacturer-missing",
    "hardware-missing",
    "firmware-missing",
    "manufacturer-inferred",
    "hardware-inferred",
    "condition-missing",
    "condition-assumed",
    "upgrade-incomplete",
)

_MERGED = "The cell is covered by a merged one, which is read under its first column alone."
_BARE = "The row is none of a combination, or most of it is missing."
_OF_A_BARE_ROW = (
    "count-missing",
    "count-negative",
    "count-fractional",
    "count-implausible",
    "count-not-a-number",
    "value-missing",
    "value-not-allowed",
    "supplier-not-sender",
    "operator-not-sender",
    "cell-error",
    "formula-without-value",
    "cell-covered",
    "value-not-text",
    "name-uncertain",
    "device-required",
    "condition-missing",
    "condition-assumed",
    "count-formatted",
    "value-normalised",
    "placeholder-as-blank",
    "cell-without-value",
)

FOLLOWS: tuple[Follows, ...] = (
    *(Follows(code, ("row-without-combination",), Reach.ROW, _BARE) for code in _OF_A_BARE_ROW),
    *(Follows(code, ("cells-merged-across",), Reach.DEVICE, _MERGED) for code in _LEFT_BLANK[:-1]),
    Follows(
        "model-unknown",
        ("manufacturer-unknown", "manufacturer-missing", "name-uncertain"),
        Reach.DEVICE,
        "While the manufacturer is not known, none of its models is.",
    ),
    Follows("firmware-form-unreadable", _UNKNOWN, Reach.DEVICE, _NO_VERSIONS),
    Follows("firmware-date-unreadable", _UNKNOWN, Reach.DEVICE, _NO_VERSIONS),
    Follows("firmware-number-unreadable", _UNKNOWN, Reach.DEVICE, _NO_VERSIONS),
    Follows("placeholder-as-blank", _LEFT_BLANK, Reach.CELL, "The blank cell is what is wrong."),
    Follows("placeholder-as-blank", ("device-required",), Reach.DEVICE, "The blank device is what is wrong."),
)
"""Which finding can be there only because of which other; of several others, the first is the origin."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing to mend: findings of one code, column, value, expectation and wording, in the order of their places.

    Counts that are wrong in one way are one cause, whatever their figures. ``number`` counts from 1 over all causes.
    ``message`` has ``…`` where the findings name different rows or figures. ``follows_from`` is the number of the cause
    without which it would not be there, and ``why`` says so.
    """

    number: int
    findings: tuple[Finding, ...]
    message: str
    follows_from: int | None = None
    why: str = ""

    @property
    def first(self) -> Finding:
        """The first of its findings, in which all but the row, and what stands there, is as in the others."""
        return self.findings[0]

    @property
    def place(self) -> Location:
        """Where it is found first."""
        return self.first.location

    @property
    def value(self) -> str:
        """What was typed; of different values the first few, and how many more there are."""
        return _first_few(one.value for one in self.findings)

    @property
    def expected(self) -> str:
        """What was expected, or read, in the same way."""
        return _first_few(one.expected for one in self.findings)

    @property
    def cells(self) -> str:
        """Every one of its cells, as ``cell_ranges`` writes them."""
        return ", ".join(cell_ranges(self.place.column_number, [one.location.row for one in self.findings]))


def _first_few(texts: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(texts))
    more = len(distinct) - _MOST_VALUES
    return "; ".join(distinct[:_MOST_VALUES]) + (f" and {more:,} more" if more > 0 else "")


def cell_ranges(column_number: int, rows: Iterable[int]) -> list[str]:
    """Cells of one column as a spreadsheet writes them; whole rows for column 0; nothing for row 0, the whole sheet.

    >>> cell_ranges(6, [7, 8, 9, 15])
    ['F7:F9', 'F15']
    >>> cell_ranges(0, [4, 5])
    ['4:5']
    """
    letters = column_letters(column_number)
    runs: list[list[int]] = []
    for row in sorted({row for row in rows if row}):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    is_whole_row = not column_number
    return [
        f"{letters}{start}" if start == end and not is_whole_row else f"{letters}{start}:{letters}{end}"
        for start, end in runs
    ]


def causes_of(findings: Iterable[Finding], devices: Mapping[str, str]) -> tuple[Cause, ...]:
    """The causes of some findings: the gravest first, then by place.

    ``devices`` says for a column of the template which device it describes; columns of no device are left out.
    """
    ordered = sorted(findings, key=lambda finding: finding.order)
    origins = _origins(ordered, devices)
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in ordered:
        origin = origins.get(id(finding))
        key = (_key(finding), _key(origin[0]) if origin else None)
        groups.setdefault(key, []).append(finding)
    ranked = sorted(groups.values(), key=lambda ones: (SEVERITIES.index(ones[0].severity), ones[0].order))
    numbers = {id(finding): number for number, ones in enumerate(ranked, start=1) for finding in ones}
    causes = []
    for number, ones in enumerate(ranked, start=1):
        message = ones[0].message if len({one.message for one in ones}) == 1 else _shape(ones[0])
        origin = origins.get(id(ones[0]))
        follows = (numbers[id(origin[0])], origin[1].why) if origin else (None, "")
        causes.append(Cause(number, tuple(ones), message, *follows))
    return tuple(causes)


def _key(finding: Finding) -> tuple[object, ...]:
    """What findings of one cause have in common."""
    place = finding.location
    where = (place.file, place.sheet, place.column, place.column_number, place.header, place.row == 0)
    typed = () if finding.code in _WHATEVER_VALUE else (finding.value, finding.expected)
    return (where, finding.code, typed, _shape(finding), finding.suggestion)


def _shape(finding: Finding) -> str:
    """What is said of a finding without what is its own: its figure or its version, or any other row that it names."""
    if finding.code in _OF_FIGURES:
        return re.sub(r"…\.$", "…", _FIGURE.sub("…", finding.message, count=1))
    shape = _OTHER_ROW.sub(r"\1 …", finding.message)
    if finding.code in _WHATEVER_VALUE:
        for own, without in _ITS_OWN:
            shape = own.sub(without, shape)
    return shape


def _origins(findings: Sequence[Finding], devices: Mapping[str, str]) -> dict[int, tuple[Finding, Follows]]:
    """For each finding that follows from another (by identity): that other one, and by which relation."""
    others = {code for relation in FOLLOWS for code in relation.others}
    near: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        if finding.code in others:
            for reach in Reach:
                near.setdefault((*_place(finding, reach, devices), finding.code), finding)
    found: dict[int, tuple[Finding, Follows]] = {}
    for finding in findings:
        for relation in FOLLOWS:
            if relation.code == finding.code and id(finding) not in found:
                at = _place(finding, relation.reach, devices)
                origin = next((near[*at, code] for code in relation.others if (*at, code) in near), None)
                if origin is not None:
                    found[id(finding)] = (origin, relation)
    return found


def _place(finding: Finding, reach: Reach, devices: Mapping[str, str]) -> tuple[object, ...]:
    """Where a finding is, as precisely as the reach asks; a column of no device is a place of its own."""
    place = finding.location
    within = {
        Reach.CELL: place.column,
        Reach.DEVICE: devices.get(place.column, f"column {place.column}"),
        Reach.ROW: "",
    }
    return (reach, place.file, place.sheet, place.row, within[reach])
