"""What is not known of the figures, as whole numbers: budgets, intervals, combinations that nobody has reported.

What belongs here: the types, and the ends of what each candidate may have. What does not: where the doubts come from
(``doubts``), and what they can do to a selection (``robustness``).

Invariants: a *completion* puts every figure somewhere in its interval, and spreads every waiting row over the places
it may belong to. Least <= stated <= most. Source: issue "certified, explained, and robust", item 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum


class Kind(Enum):
    """Why a figure is in doubt; ``value`` is how it is written."""

    QUARANTINED = "quarantined"
    SILENT = "silent-supplier"
    INTENTION = "intention-unknown"
    DIFFERENCE = "figures-differ"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a doubt comes from, and the organisations that can settle it. ``file`` and ``row`` may be empty."""

    kind: Kind
    supplier: str
    operator: str
    ask: tuple[str, ...]
    file: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A budget: from ``least`` to ``most`` installations (``None``: nobody can say how many) that belong somewhere.

    ``members`` are the candidates, by id, and ``newcomers`` the unreported combinations, by key, that they may be
    of; ``elsewhere``: they may be of neither, so that they count for nothing. ``intends``: whether they will be
    enrolled, ``None`` where that is unknown. ``unassured`` names hardware variants that nobody has reported and that
    they may have.
    """

    source: Source
    least: int
    most: int | None
    members: frozenset[str]
    newcomers: frozenset[str] = frozenset()
    elsewhere: bool = False
    intends: bool | None = None
    unassured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """A whole number as it is stated, and between which two it lies."""

    least: int
    stated: int
    most: int

    @property
    def certain(self) -> bool:
        """Whether there is no doubt."""
        return self.least == self.stated == self.most


@dataclass(frozen=True, slots=True)
class Figure:
    """The installations of one supplier x operator x combination cell that is in doubt."""

    source: Source
    combination_id: str
    deployed: Interval
    population: Interval


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A combination that nobody has reported yet and that a waiting row may be of.

    All its variants are known ones; where sets of them have to be covered, so are its sets.
    ``told``: a row says which combination it is; else it stands for any with these variants at that operator, and for
    one with any of them where that is ``blurred``.
    """

    operator: str
    variants: frozenset[str]
    told: bool
    blurred: bool = False


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Everything that is not known. ``unknown`` says, a sentence each, what nothing is known of at all."""

    waiting: tuple[Waiting, ...] = ()
    figures: tuple[Figure, ...] = ()
    newcomers: Mapping[str, Newcomer] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source, the quarantined rows first."""
        return (*(one.source for one in self.waiting), *(one.source for one in self.figures))

    @property
    def unbounded(self) -> tuple[Waiting, ...]:
        """The rows of which nobody can say how many installations they have."""
        return tuple(one for one in self.waiting if one.most is None)

    @property
    def quarantined_alone(self) -> Uncertainty:
        """Only what is in quarantine."""
        return Uncertainty(
            tuple(one for one in self.waiting if one.source.kind is Kind.QUARANTINED), (), self.newcomers, self.unknown
        )

    @property
    def without_newcomers(self) -> Uncertainty:
        """The same, but what may be of a newcomer is elsewhere."""
        rows = (replace(one, newcomers=frozenset(), elsewhere=True) if one.newcomers else one for one in self.waiting)
        return replace(self, waiting=tuple(rows), newcomers={})

    @property
    def apart(self) -> Uncertainty:
        """The same, but for newcomers that no row tells: no two rows are of the same one."""
        newcomers = {key: one for key, one in self.newcomers.items() if one.told}
        rows = []
        for number, row in enumerate(self.waiting):
            own = {key if key in newcomers else f"{key} #{number}": self.newcomers[key] for key in row.newcomers}
            newcomers |= own
            rows.append(replace(row, newcomers=frozenset(own)))
        return replace(self, waiting=tuple(rows), newcomers=newcomers)

    def of(self, organisation: str) -> Uncertainty:
        """Only what that organisation can settle."""
        return Uncertainty(
            tuple(one for one in self.waiting if organisation in one.source.ask),
            tuple(one for one in self.figures if organisation in one.source.ask),
            self.newcomers,
        )
