"""``eligo trace``: where does this figure come from? Down to file, sheet and row.

What belongs here: from a figure to the combinations it sums, and from those to the rows that were counted. The run
is derived again from its inputs, so that what is shown is what the figure is made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from eligo.errors import NotFound
from eligo.estate import Contribution
from eligo.ports import Progress
from eligo.scope import ScopedCombination
from eligo.selection import Selection, set_name
from eligo.terms import Route
from eligo.workflows.derive import Outcome
from eligo.workflows.verify import verify

SINGLE = "combinations.csv#C-"
"""How the pointers of single combinations begin; those of groups go on with ``deployed[`` and the like."""

_PERCENT = re.compile(r"^\s*(?:less than|<)?\s*(\d+(?:\.(\d+))?)\s*%\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a return behind a figure. ``counts`` are its readable installations, state by state."""

    file: str
    sheet: str
    row: int
    supplier: str
    combination_id: str
    counts: tuple[int, ...]
    upgrades: tuple[str, ...] = ()

    @property
    def installations(self) -> int:
        """Its installations in any state."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure. ``pointer`` is where it is published; ``of`` says what the total is of.

    The figure is ``part`` (installations), or ``part / total`` where it is a share.
    """

    pointer: str
    meaning: str
    combinations: int
    rows: tuple[Row, ...]
    part: int
    total: int | None
    of: str = "deployed in scope"

    @property
    def share(self) -> Fraction | None:
        """The figure as a share; ``None`` for a plain number."""
        return Fraction(self.part, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure, and the public labels of the combinations behind it."""

    figure: Figure
    labels: Mapping[str, str]


def trace(out: Path, question: str, progress: Progress) -> tuple[Trace, ...]:
    """Every figure that the question means: a percentage ("42 %"), a pointer, a combination id or a label.

    Raises ``NotFound`` with what can be asked where it means none, and ``VerificationFailed`` where the run is not
    what its inputs give (its figures then come from nowhere).
    """
    return traced(verify(out, progress).outcome, question)


def traced(outcome: Outcome, question: str) -> tuple[Trace, ...]:
    """The same of a run that has been derived again. Raises ``NotFound``."""
    figures = list(_figures(outcome))
    meant = [figure for figure in figures if _means(question, figure, outcome.labels)]
    if not meant:
        raise NotFound(
            f"No figure of this run is '{question}'",
            hint="Ask for a percentage, a combination, or one of these.",
            details=[figure.pointer for figure in figures if not figure.pointer.startswith(SINGLE)],
        )
    published = [figure for figure in meant if not figure.pointer.startswith(SINGLE)]
    return tuple(Trace(figure, outcome.labels) for figure in (published or meant))


def _figures(outcome: Outcome) -> Iterator[Figure]:
    """Every figure in installations that a run publishes, and last those of single combinations."""
    scoped, scheme = outcome.scoped, outcome.scheme
    total = scoped.deployed_in_scope
    if isinstance(outcome.answer, Selection):
        yield from _selection_figures(outcome, outcome.answer)
    yield _figure(outcome, "combinations.csv#deployed[in_scope]", "deployed in scope", scoped.in_scope, None)
    for operator in scheme.operator.values:
        yield from _operator_figures(outcome, operator)
    everything = sum(one.count.deployed for one in scoped.combinations)
    for rule in dict.fromkeys(one.decision.rule for one in scoped.out_of_scope):
        ones = [one for one in scoped.out_of_scope if one.decision.rule == rule]
        pointer = f"combinations.csv#deployed[scope_rule={rule}]"
        yield _figure(outcome, pointer, f"out of scope by rule {rule}", ones, everything, of="reported")
    yield from _open_figures(outcome)
    for one in scoped.combinations:
        share = total if one.decision.in_scope else None
        pointer = f"combinations.csv#{one.combination_id}"
        yield _figure(outcome, pointer, "deployed of this combination", [one], share)


def _selection_figures(outcome: Outcome, answer: Selection) -> Iterator[Figure]:
    total, name = outcome.scoped.deployed_in_scope, outcome.scheme.operator.name
    ids = {candidate.combination_id for candidate in answer.selected}
    chosen = [one for one in outcome.scoped.in_scope if one.combination_id in ids]
    meaning = "share of the deployed estate that is selected"
    yield _figure(outcome, "selection.json#/share_of_deployed", meaning, chosen, total)
    for operator in answer.share_by_operator:
        ones = [one for one in chosen if one.operator == operator]
        yield _figure(outcome, f"selection.json#/share_by_{name}/{operator}", f"{meaning} at {operator}", ones, total)
    for found in outcome.together:
        own, (many, _) = {*found.whole.ids}, set_name(found.strength)
        ones = [one for one in outcome.scoped.in_scope if one.combination_id in own]
        pointer = f"selection.json#/interactions/{found.strength}/whole/share_of_deployed"
        yield _figure(outcome, pointer, f"deployed where every {many} of hardware variants is exercised", ones, total)
    unknown_counts = outcome.scheme.selection.unknown_intention_counts
    rows = _rows(outcome, chosen, lambda row: unknown_counts if row.intends is None else row.intends)
    pointer = "selection.json#/population"
    yield Figure(pointer, "population of the selected", len(chosen), rows, answer.population, None)


def _operator_figures(outcome: Outcome, operator: str) -> Iterator[Figure]:
    """What is deployed at an operator: all of it, by route, and by model."""
    total = outcome.scoped.deployed_in_scope
    mine = [one for one in outcome.scoped.in_scope if one.operator == operator]
    place = f"combinations.csv#deployed[in_scope,{outcome.scheme.operator.name}={operator}"
    yield _figure(outcome, f"{place}]", f"deployed at {operator}", mine, total)
    for route in Route:
        ones = [one for one in mine if outcome.routes.get(one.combination_id) is route]
        if ones:
            meaning = f"deployed at {operator} in combinations of the route {route.value}"
            yield _figure(outcome, f"{place},route={route.value}]", meaning, ones, total)
    deployed = sum(one.count.deployed for one in mine)
    for device_type in outcome.scheme.device_types:
        found = [(one, one.count.combination.device(device_type.name)) for one in mine]
        for model in sorted({device.model for _, device in found if device}):
            ones = [one for one, device in found if device and device.model == model]
            pointer = f"{place},{device_type.name.lower()}_model={model}]"
            meaning = f"deployed at {operator} with the {device_type.label} {model}"
            yield _figure(outcome, pointer, meaning, ones, deployed, of=f"deployed at {operator}")


def _open_figures(outcome: Outcome) -> Iterator[Figure]:
    """What is unknown: intentions, and the rows in quarantine."""
    scoped = outcome.scoped
    rows = _rows(outcome, scoped.in_scope, lambda row: row.intends is None)
    unknown = sum(row.installations for row in rows)
    pointer, meaning = "combinations.csv#intention_unknown[in_scope]", "intention to enrol unknown"
    yield Figure(pointer, meaning, len({row.combination_id for row in rows}), rows, unknown, scoped.deployed_in_scope)
    waiting = tuple(
        Row(u.file, u.sheet, u.row, u.supplier, u.combination.combination_id if u.combination else "", (u.readable,))
        for u in scoped.estate.unresolved
    )
    part = sum(row.installations for row in waiting)
    meaning = "readable in quarantined rows, set against what is deployed in scope"
    combinations = len({row.combination_id for row in waiting if row.combination_id})
    yield Figure("quarantine.csv#counts", meaning, combinations, waiting, part, scoped.deployed_in_scope)


def _figure(
    outcome: Outcome,
    pointer: str,
    meaning: str,
    ones: Sequence[ScopedCombination],
    total: int | None,
    of: str = "deployed in scope",
) -> Figure:
    part = sum(one.count.deployed for one in ones)
    return Figure(pointer, meaning, len(ones), _rows(outcome, ones, lambda _: True), part, total, of)


def _rows(
    outcome: Outcome, ones: Sequence[ScopedCombination], wanted: Callable[[Contribution], bool]
) -> tuple[Row, ...]:
    """The counted rows of some combinations, in the order of files and rows."""
    combinations = {one.count.combination for one in ones}
    rows = [
        Row(r.file, r.sheet, r.row, r.supplier, r.combination.combination_id, r.counts, r.upgrades)
        for r in outcome.scoped.estate.contributions
        if r.counted and r.combination in combinations and wanted(r)
    ]
    return tuple(sorted(rows, key=lambda row: (row.file, row.sheet, row.row)))


def _means(question: str, figure: Figure, labels: Mapping[str, str]) -> bool:
    percent = _PERCENT.match(question)
    if percent:
        places = len(percent[2] or "")
        return figure.share is not None and _percent(figure.share, places) == Decimal(percent[1])
    asked = question.strip().casefold()
    number = asked.replace(",", "").replace(" ", "")
    if number.isdecimal():
        return figure.part == int(number)
    own = figure.pointer.split("#", 1)[1].strip("/")
    return asked in {name.casefold() for name in (figure.pointer, own, labels.get(own, own))}


def _percent(share: Fraction, places: int) -> Decimal:
    """Rounded half up, as the paper rounds; a share that is not nothing is never 0."""
    step = Decimal(1).scaleb(-places)
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    return step if share and not rounded else rounded
