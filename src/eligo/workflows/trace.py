"""``eligo trace``: where does this figure come from? Down to file, sheet and row.

What belongs here: from a figure to the combinations it sums, and from those to the rows that were counted. The run
is derived again from its inputs, so that what is shown is what the figure is made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from eligo.errors import NotFound
from eligo.estate import Contribution
from eligo.ports import Progress
from eligo.scope import ScopedCombination
from eligo.selection import Selection
from eligo.workflows.derive import Outcome
from eligo.workflows.verify import verify

_PERCENT = re.compile(r"^\s*(\d+(?:\.(\d+))?)\s*%\s*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure. ``pointer`` is where it is published; ``total`` is ``None`` for a plain number.

    ``figure`` is ``part`` (installations), or ``part / total`` where it is a share.
    """

    pointer: str
    meaning: str
    combinations: tuple[ScopedCombination, ...]
    part: int
    total: int | None

    @property
    def share(self) -> Fraction | None:
        """The figure as a share; ``None`` for a plain number."""
        return Fraction(self.part, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure with the rows that it counts, in the order of files and rows, and the combinations' public labels."""

    figure: Figure
    rows: tuple[Contribution, ...]
    labels: Mapping[str, str]


def trace(out: Path, question: str, progress: Progress) -> tuple[Trace, ...]:
    """Every figure that the question means: a percentage ("42 %"), a pointer, a combination id or a label.

    Raises ``NotFound`` with what can be asked where it means none, and ``VerificationFailed`` where the run is not
    what its inputs give (its figures then come from nowhere).
    """
    outcome = verify(out, progress).outcome
    figures = list(_figures(outcome))
    meant = [figure for figure in figures if _means(question, figure, outcome)]
    if not meant:
        raise NotFound(
            f"No figure of this run is '{question}'",
            hint="Ask for a percentage, a combination, or one of these.",
            details=[figure.pointer for figure in figures if not figure.pointer.startswith("combinations.csv#")],
        )
    return tuple(Trace(figure, _rows(figure, outcome), outcome.labels) for figure in meant)


def _figures(outcome: Outcome) -> Iterator[Figure]:
    scoped = outcome.scoped
    total = scoped.deployed_in_scope
    if isinstance(outcome.answer, Selection):
        yield from _selection_figures(outcome, outcome.answer, total)
    yield Figure("combinations.csv#deployed[in_scope]", "deployed in scope", scoped.in_scope, total, None)
    for rule in dict.fromkeys(one.decision.rule for one in scoped.out_of_scope):
        ones = tuple(one for one in scoped.out_of_scope if one.decision.rule == rule)
        yield Figure(
            f"combinations.csv#deployed[scope_rule={rule}]",
            f"out of scope by rule {rule}",
            ones,
            _deployed(ones),
            None,
        )
    for one in scoped.combinations:
        share = total if one.decision.in_scope else None
        yield Figure(
            f"combinations.csv#{one.combination_id}",
            "deployed of this combination",
            (one,),
            one.count.deployed,
            share,
        )


def _selection_figures(outcome: Outcome, answer: Selection, total: int) -> Iterator[Figure]:
    ids = {candidate.combination_id for candidate in answer.selected}
    chosen = tuple(one for one in outcome.scoped.in_scope if one.combination_id in ids)
    yield Figure(
        "selection.json#/share_of_deployed",
        "share of the deployed estate that is selected",
        chosen,
        _deployed(chosen),
        total,
    )
    for name in answer.share_by_operator:
        ones = tuple(one for one in chosen if one.operator == name)
        pointer = f"selection.json#/share_by_{outcome.scheme.operator.name}/{name}"
        yield Figure(pointer, f"share of the deployed estate that is selected at {name}", ones, _deployed(ones), total)
    yield Figure("selection.json#/population", "population of the selected", chosen, answer.population, None)


def _deployed(ones: tuple[ScopedCombination, ...]) -> int:
    return sum(one.count.deployed for one in ones)


def _means(question: str, figure: Figure, outcome: Outcome) -> bool:
    percent = _PERCENT.match(question)
    if percent:
        places = len(percent[2] or "")
        return figure.share is not None and _percent(figure.share, places) == Decimal(percent[1])
    asked = question.strip().casefold()
    if len(figure.combinations) == 1 and figure.pointer.startswith("combinations.csv#C-"):
        own = figure.combinations[0].combination_id
        return asked in (own.casefold(), outcome.labels.get(own, own).casefold(), figure.pointer.casefold())
    return asked in (figure.pointer.casefold(), figure.pointer.split("#", 1)[1].strip("/").casefold())


def _percent(share: Fraction, places: int) -> Decimal:
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _rows(figure: Figure, outcome: Outcome) -> tuple[Contribution, ...]:
    wanted = {one.count.combination for one in figure.combinations}
    rows = [row for row in outcome.scoped.estate.contributions if row.counted and row.combination in wanted]
    return tuple(sorted(rows, key=lambda row: (row.file, row.sheet, row.row)))
