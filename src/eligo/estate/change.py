"""What has changed between two rounds: grown, shrunk, new, gone, and where a figure has jumped.

What belongs here: comparing two estates of one scheme, cell by cell. What does not: why (that is asked of whoever
reported it). Nothing is corrected here: a jump is a question.

Invariant: the changes of the cells of an organisation add up to the change of its total.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from eligo.catalogue import fold_organisation
from eligo.estate.model import Contribution, Estate
from eligo.returns import Role
from eligo.scheme import Jump, Scheme
from eligo.terms import Combination

Cell = tuple[str, str, Combination]
"""Supplier (folded: a round may spell it otherwise than the one before), operator, combination."""


class Trend(Enum):
    """What has become of a figure since the round before."""

    NEW = "new"
    GONE = "gone"
    UNREPORTED = "not reported"
    GROWN = "grown"
    SHRUNK = "shrunk"
    UNCHANGED = "unchanged"
    FIRMWARE = "firmware changed"


@dataclass(frozen=True, slots=True)
class FirmwareChange:
    """A device type whose firmware was ``before`` in the earlier round and is ``after`` in the later one."""

    device_type: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One supplier x operator x combination cell in two rounds, in installations that count.

    ``is_reported`` is false where neither the supplier nor the operator has answered the later round, so that nobody
    says whether it is gone. ``is_jump`` says that it changed by more than the scheme takes for plausible. ``place`` is
    where the later round reports it (the earlier one where it is gone), as file, sheet and row.

    ``firmware`` is what has changed where the combination is the one that is new and ``before`` is that of the only one
    that is gone from the same cell and differs from it in firmware alone.
    """

    supplier: str
    operator: str
    combination: Combination
    before: int
    after: int
    is_reported: bool
    is_jump: bool
    place: tuple[str, str, int]
    firmware: tuple[FirmwareChange, ...] = ()

    @property
    def trend(self) -> Trend:
        """What has become of it."""
        if self.firmware:
            return Trend.FIRMWARE
        return trend(self.before, self.after) if self.is_reported else Trend.UNREPORTED


@dataclass(frozen=True, slots=True)
class Total:
    """One supplier's installations in two rounds; it has ``answered`` the later one itself or not."""

    supplier: str
    before: int
    after: int
    answered: bool

    @property
    def trend(self) -> Trend:
        """What has become of it."""
        return trend(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rounds compared: every cell that changed, the greatest change first; every supplier, by name."""

    earlier: str
    later: str
    changes: tuple[Change, ...]
    totals: tuple[Total, ...]

    @property
    def jumps(self) -> tuple[Change, ...]:
        """The changes that somebody should be asked about."""
        return tuple(change for change in self.changes if change.is_jump)


def trend(before: int, after: int) -> Trend:
    """What a change is called.

    >>> trend(0, 7), trend(7, 0), trend(7, 9)
    (<Trend.NEW: 'new'>, <Trend.GONE: 'gone'>, <Trend.GROWN: 'grown'>)
    """
    if before == after:
        return Trend.UNCHANGED
    if not before:
        return Trend.NEW
    if not after:
        return Trend.GONE
    return Trend.GROWN if after > before else Trend.SHRUNK


def compare_estates(earlier: Estate, later: Estate, scheme: Scheme) -> Comparison:
    """What has changed from one round to the next, in installations that count."""
    before, first = _cells(earlier, scheme)
    after, last = _cells(later, scheme)
    names = {cell[0]: one.supplier for cell, one in (*first.items(), *last.items())}
    suppliers, operators = _answered(later, Role.SUPPLIER, scheme), _answered(later, Role.OPERATOR, scheme)
    reported = {cell for cell in {**before, **after} if cell[0] in suppliers or cell[1] in operators}

    changes = [
        Change(
            supplier=names[cell[0]],
            operator=cell[1],
            combination=cell[2],
            before=before[cell],
            after=after[cell],
            is_reported=cell in reported,
            is_jump=cell in reported and is_jump(before[cell], after[cell], scheme.jump),
            place=_place(last.get(cell) or first[cell]),
        )
        for cell in {**before, **after}
        if before[cell] != after[cell]
    ]
    return Comparison(
        earlier.rfi_reference,
        later.rfi_reference,
        tuple(
            sorted(
                _with_firmware(changes, scheme),
                key=lambda c: (-abs(c.after - c.before), c.supplier, c.operator, c.combination.identity),
            )
        ),
        tuple(_totals(before, after, names, suppliers)),
    )


def _with_firmware(changes: Sequence[Change], scheme: Scheme) -> list[Change]:
    """The changes, with what is gone and what is new in its place as one, where they differ in firmware alone.

    Where more than one of a cell is gone or new, nothing says which became which, and all stand as they are.
    """
    groups: dict[str, dict[Trend, dict[Combination, Change]]] = defaultdict(lambda: {Trend.GONE: {}, Trend.NEW: {}})
    for one in changes:
        if one.trend in (Trend.NEW, Trend.GONE):
            groups[one.supplier][one.trend][one.combination] = one
    merged: dict[Change, Change | None] = {}
    for group in groups.values():
        for after, before in successions([*group[Trend.GONE]], [*group[Trend.NEW]]).items():
            gone, new = group[Trend.GONE][before], group[Trend.NEW][after]
            merged[gone], merged[new] = None, _became(gone, new, scheme)
    return [found for one in changes if (found := merged.get(one, one)) is not None]


def successions(gone: Sequence[Combination], new: Sequence[Combination]) -> Mapping[Combination, Combination]:
    """What is gone, by what is new in its place: the only two of an operator that differ in firmware alone."""
    groups: dict[Combination, tuple[list[Combination], list[Combination]]] = defaultdict(lambda: ([], []))
    for place, ones in enumerate((gone, new)):
        for one in ones:
            groups[_without_firmware(one)][place].append(one)
    return {after[0]: before[0] for before, after in groups.values() if len(before) == len(after) == 1}


def firmware_changes(gone: Combination, new: Combination) -> tuple[FirmwareChange, ...]:
    """In which devices' firmware two combinations differ."""
    return tuple(
        FirmwareChange(one.device_type, one.firmware, other.firmware)
        for one, other in zip(gone.devices, new.devices, strict=True)
        if one and other and one.firmware != other.firmware
    )


def _became(gone: Change, new: Change, scheme: Scheme) -> Change:
    jump, firmware = is_jump(gone.before, new.after, scheme.jump), firmware_changes(gone.combination, new.combination)
    return replace(new, before=gone.before, is_jump=jump, firmware=firmware)


def _without_firmware(combination: Combination) -> Combination:
    return replace(combination, devices=tuple(one and replace(one, firmware="") for one in combination.devices))


def is_jump(before: int, after: int, limits: Jump | None) -> bool:
    """Whether a figure has changed by more than both limits: the share of the greater one, and the installations."""
    if limits is None:
        return False
    apart = abs(after - before)
    return apart > limits.installations and apart > limits.share * max(before, after)


def _folded(name: str, scheme: Scheme) -> str:
    return fold_organisation(name, scheme.legal_suffixes)


def _answered(estate: Estate, role: Role, scheme: Scheme) -> frozenset[str]:
    """Those in a role that have returned; suppliers folded, operators as the scheme has them."""
    names = [one.name for one in estate.responders if one.file and one.role == role.value]
    return frozenset(_folded(name, scheme) if role is Role.SUPPLIER else name for name in names)


def _cells(estate: Estate, scheme: Scheme) -> tuple[Counter[Cell], Mapping[Cell, Contribution]]:
    sums: Counter[Cell] = Counter()
    first: dict[Cell, Contribution] = {}
    folded = {name: _folded(name, scheme) for name in {one.supplier for one in estate.contributions}}
    for one in estate.contributions:
        if one.counted:
            cell = (folded[one.supplier], one.combination.operator, one.combination)
            sums[cell] += one.deployed
            first.setdefault(cell, one)
    return sums, first


def _totals(
    before: Counter[Cell], after: Counter[Cell], names: Mapping[str, str], answered: frozenset[str]
) -> list[Total]:
    sums: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for total, cells in zip(sums, (before, after), strict=True):
        for (supplier, _, _), installations in cells.items():
            total[supplier] += installations
    known = sorted({*sums[0], *sums[1]}, key=lambda key: names[key])
    return [Total(names[key], sums[0][key], sums[1][key], key in answered) for key in known]


def _place(one: Contribution) -> tuple[str, str, int]:
    return one.file, one.sheet, one.row
