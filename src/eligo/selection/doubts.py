"""The doubts about an estate: quarantined rows, silent suppliers, unknown intentions, and figures that differ.

What belongs here: from the estate to ``Uncertainty``. What does not: which unreported combinations a row may be of
(``newcomers``), or what the doubts can do (``robustness``).

The rules. A row's readable count is what it has; of one that cannot be read there are, with the supplier's accepted
rows, at most so many more than the operator reports as the scheme lets two sources differ without asking, or than can
be read. A silent supplier's figure lies as far from the operator's, on either side; what no operator reports of it is
taken not to be there. A supplier's own figure that differs by more lies between the two. Where the intention is
unknown, none to all of them will be enrolled. Source: ``returns.md``, "Semantics" 7 and 8; issue "certified, explained,
and robust", item 3.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eligo.estate import Contribution, Difference, Estate, Unresolved, may_be
from eligo.scheme import Reconciliation, Scheme
from eligo.scope import ScopedEstate
from eligo.selection.newcomers import Unreported
from eligo.selection.uncertain import Figure, Interval, Kind, Newcomer, Source, Uncertainty, Waiting
from eligo.terms import Combination

Cell = tuple[str, str, Combination]
"""Supplier, operator, combination."""
Pair = tuple[str, str]
"""Supplier, operator."""


def uncertainty_of(scoped: ScopedEstate, scheme: Scheme, strength: int = 1) -> Uncertainty:
    """Every doubt about an estate's figures in scope; ``strength`` as in ``SelectionPolicy``."""
    unreported = Unreported(scoped, scheme, strength)
    told = {one.count.combination: one.combination_id for one in scoped.in_scope}
    cells: dict[Cell, list[Contribution]] = defaultdict(list)
    for one in scoped.estate.contributions:
        if one.counted:
            cells[one.supplier, one.combination.operator, one.combination].append(one)
    differences = {(one.supplier, one.operator, one.combination): one for one in scoped.estate.differences}
    silent = {one.name for one in scoped.estate.responders if one.role == "supplier" and one.stands_in}
    figures, waiting, newcomers = [], [], dict[str, Newcomer]()
    for cell in sorted({*cells, *differences}, key=lambda c: (c[0], c[1], c[2].identity)):
        stated = sum(one.deployed for one in cells[cell])
        kind, least, most = _reach(cell, stated, differences.get(cell), silent, scheme.reconciliation)
        source = Source(kind, cell[0], cell[1], (cell[0], cell[1]) if kind is Kind.DIFFERENCE else (cell[0],))
        if cell[2] in told:
            figure = _figure(source, told[cell[2]], cells[cell], Interval(least, stated, most), scheme)
            figures += [] if figure.deployed.certain and figure.population.certain else [figure]
        elif cell in differences and not stated:
            _, found, unassured = unreported.told(cell[2])
            newcomers |= found
            if found or unassured:
                waiting.append(Waiting(source, 0, most, frozenset(), frozenset(found), True, None, unassured))
    places = _Places(scoped, unreported, scheme)
    reported = Reported(scoped.estate, scheme.reconciliation)
    for row in scoped.estate.unresolved:
        place = places.of(row)
        waiting.append(_waiting(row, place, reported.bounds(row, scheme)))
        newcomers |= place.newcomers
    return Uncertainty(tuple(waiting), tuple(figures), newcomers, tuple(_unknown(scoped.estate)))


def _reach(
    cell: Cell, stated: int, difference: Difference | None, silent: set[str], rule: Reconciliation
) -> tuple[Kind, int, int]:
    """Why a cell is in doubt (if by nothing else: for the intention), and between which figures it lies."""
    if difference is not None:
        figures = (stated, difference.supplier_figure, difference.operator_figure)
        return Kind.DIFFERENCE, min(figures), max(figures)
    if cell[0] in silent:
        return Kind.SILENT, *agreeing(stated, rule)
    return Kind.INTENTION, stated, stated


def agreeing(figure: int, rule: Reconciliation) -> tuple[int, int]:
    """The smallest and the largest figure that another source may give without being asked about it.

    >>> from fractions import Fraction
    >>> agreeing(1_000, Reconciliation(Fraction(1, 20), 50)), agreeing(9_500, Reconciliation(Fraction(1, 20), 50))
    ((950, 1052), (9025, 10000))
    """
    part, whole = rule.share.numerator, rule.share.denominator
    below = max(rule.installations, figure * part // whole)
    above = figure * whole // (whole - part) if part < whole else figure
    return max(0, figure - below), max(figure + rule.installations, above)


def _figure(source: Source, one_id: str, rows: list[Contribution], deployed: Interval, scheme: Scheme) -> Figure:
    """A cell whose figure lies in an interval; of further installations nobody knows whether they will be enrolled."""
    intended = sum(one.deployed for one in rows if one.intends)
    unknown = sum(one.deployed for one in rows if one.intends is None)
    stated = intended + (unknown if scheme.selection.unknown_intention_counts else 0)
    least = max(0, intended - (deployed.stated - deployed.least))
    most = intended + unknown + deployed.most - deployed.stated
    return Figure(source, one_id, deployed, Interval(least, stated, most))


class Reported:
    """What operators report on suppliers that have returned, beside what of these suppliers' rows counts."""

    def __init__(self, estate: Estate, rule: Reconciliation) -> None:
        self._rule = rule
        self._operators: dict[Pair, Counter[Combination]] = defaultdict(Counter)
        self._counted: dict[Pair, Counter[Combination]] = defaultdict(Counter)
        for one in estate.contributions:
            figures = self._counted if one.counted else self._operators
            figures[one.supplier, one.combination.operator][one.combination] += one.deployed

    def bounds(self, row: Unresolved, scheme: Scheme) -> tuple[int, int | None]:
        """How many installations a row has at least, and at most; ``None`` where nothing bounds it."""
        readable = row.readable if row.partly.counts else 0
        least = readable if row.supplier else 0
        if row.partly.counts and not row.unreadable_counts:
            return least, readable
        pair = (row.supplier, row.operator)
        if pair not in self._operators:
            return least, None
        figures, counted = self._operators[pair], self._counted[pair]
        others = [agreeing(figures[one], self._rule)[1] - counted[one] for one in figures if may_be(row, one, scheme)]
        return least, max(readable + self._rule.installations, *others, 0)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row may belong: candidates, newcomers, elsewhere, or to variants that nobody has reported."""

    members: frozenset[str]
    newcomers: Mapping[str, Newcomer]
    elsewhere: bool
    unassured: tuple[str, ...]


class _Places:
    """Where rows may belong; rows that say the same are looked at once."""

    def __init__(self, scoped: ScopedEstate, unreported: Unreported, scheme: Scheme) -> None:
        self._scoped, self._unreported, self._scheme = scoped, unreported, scheme
        self._known: dict[object, _Place] = {}

    def of(self, row: Unresolved) -> _Place:
        said = (row.combination, tuple(row.attributes.items()), row.partly, row.supplier, row.operator)
        if said not in self._known:
            self._known[said] = self._look(row)
        return self._known[said]

    def _look(self, row: Unresolved) -> _Place:
        possible = [one for one in self._scoped.combinations if may_be(row, one.count.combination, self._scheme)]
        members = frozenset(one.combination_id for one in possible if one.decision.in_scope)
        others, found, unassured = self._unreported.of(row)
        elsewhere = others or not row.supplier or len(members) < len(possible) or not members
        return _Place(members, found, elsewhere, unassured)


def _waiting(row: Unresolved, place: _Place, bounds: tuple[int, int | None]) -> Waiting:
    least, most = bounds
    at = "!".join(part for part in (row.sheet, str(row.row)) if part)
    source = Source(Kind.QUARANTINED, row.supplier, row.operator, (row.sent_by,), row.file, at)
    members, newcomers = place.members, frozenset(place.newcomers)
    return Waiting(source, least, most, members, newcomers, place.elsewhere, row.partly.intends, place.unassured)


def _unknown(estate: Estate) -> Iterator[str]:
    """What the returns do not let anybody see."""
    missing = sorted(one.name for one in estate.responders if one.role == "operator" and not one.file)
    if missing:
        yield (
            f"{', '.join(missing)} {'has' if len(missing) == 1 else 'have'} not returned: of a supplier that has not "
            "returned either, nothing there is known."
        )
    yield "A supplier that has not returned and that no operator reports is not seen here at all."
