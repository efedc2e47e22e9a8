"""A plan as those who may see every figure are shown it: what its pages, charts and calendar are made of.

What belongs here: the plan beside what it was made from, and what a combination, a track and an exit are called. What
does not: words about it (``programme_page``, ``milestones``), and anything for the public (``disclosure.planned``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from eligo.programme import (
    Choice,
    Entry,
    Outcome,
    Plan,
    Programme,
    ProgrammeDecision,
    Register,
    Replanned,
    Scheduled,
    Spread,
    Uncertainty,
    UnderTest,
    Way,
    days_each,
    shares_reached,
)
from eligo.scheme import Scheme

MOST_ROWS = 1_000
"""Combinations or phases that a table lists; ``plan.json`` has all."""

Share = tuple[Fraction, date, Spread[date] | None]
"""A share of the installations, by when it is eligible as planned, and in the trials."""


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """``combinations`` are those in scope and those tested on request, by id; ``decisions`` what people have decided.

    ``choice``: what every size comes to, ``uncertain``: what the trials say, ``other_exit``: the same set under the
    other rule for the exit from integration testing; each ``None`` where it was not asked for. ``again``: the way that
    was taken and what it was taken from, where the plan was made again. ``revision``: how many plans it follows.
    """

    scheme: Scheme
    programme: Programme
    register: Register
    scheduled: Scheduled
    combinations: Mapping[str, UnderTest]
    choice: Choice | None = None
    uncertain: Uncertainty | None = None
    other_exit: Scheduled | None = None
    again: tuple[Way, Replanned] | None = None
    decisions: tuple[ProgrammeDecision, ...] = ()
    revision: int = 0

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.scheduled.plan

    @property
    def selected(self) -> tuple[str, ...]:
        """The ids of the selected, in the order of their labels."""
        return tuple(name for name in self.combinations if name in self.plan.selected)

    @property
    def populations(self) -> dict[str, int]:
        """The installations of each combination, by id."""
        return {name: one.population for name, one in self.combinations.items()}

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """When each combination is eligible and open, by id."""
        return {one.combination_id: one for one in self.plan.outcomes}

    @property
    def names(self) -> dict[str, str]:
        """What each combination is called, by id; with its operator where another is called the same."""
        times = Counter(one.label for one in self.combinations.values())
        return {
            name: one.label if times[one.label] == 1 else f"{one.label} {one.operator}"
            for name, one in self.combinations.items()
        }

    @property
    def short(self) -> dict[str, str]:
        """What stands on a bar: the number of a label, or else the rank."""
        prefix = f"{self.scheme.paper.label_prefix}-"
        ranks = {one.combination_id: str(rank) for rank, one in enumerate(self.plan.outcomes, start=1)}
        return ranks | {name: self.combinations[name].label.removeprefix(prefix) for name in self.plan.selected}

    @property
    def shares(self) -> tuple[Share, ...]:
        """By when each tenth of the installations is eligible, as planned, and in the trials."""
        bands = dict(self.uncertain.curve) if self.uncertain else {}
        return tuple((share, day, bands.get(share)) for share, day in shares_reached(self.plan, self.populations))

    @property
    def days_each(self) -> int:
        """The days that each installation waits on average until it is open."""
        tested = (one.installations for one in self.programme.combinations if not one.uneconomic)
        return days_each(self.plan.waits, sum(tested))

    @property
    def days(self) -> str:
        """What waiting is counted in."""
        return f"{self.scheme.installation_word}-days"

    @property
    def first_tests(self) -> tuple[Entry, ...]:
        """The phases of the selected, in the order of their labels, and of the first combination of each operator that
        has none.
        """
        found, turn = self.outcomes, {name: number for number, name in enumerate(self.combinations)}
        return tuple(
            one
            for one in sorted(self.plan.entries, key=lambda one: turn[one.combination_id])
            if one.phase not in ("dmct", "evaluation") or found[one.combination_id].route.value == "mt"
        )

    @property
    def selected_tracks(self) -> tuple[str, ...]:
        """The firmware tracks of the selected, in the scheme's order; an empty one for those without a track last."""
        used = {self.combinations[name].track for name in self.plan.selected}
        return (*(track.id for track in self.scheme.tracks if track.id in used), *([""] if "" in used else []))
