"""What has been decided about single combinations, before anything is planned.

What belongs here: the decisions as values. What does not: reading them (``read``), whether they fit what was run
(``checks``), and what a plan makes of them (``given``).

Invariant: these are input, never the planner's choice. Source: ``programme.md`` 6 and 7; SEC H14.36A (requests);
TMAD, exclusion category (f) (uneconomic, only after consultation).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from eligo.terms import Candidate, Combination


class DecisionKind(Enum):
    """What is decided about a combination: that it is not tested at all, that its test was requested, that it goes
    first for its operator, how long its test takes.
    """

    UNECONOMIC = "uneconomic"
    REQUEST = "request"
    FIRST = "first"
    DURATION = "duration"


class Requester(Enum):
    """Who may request a test (SEC H14.36A)."""

    PARTY = "party"
    MANUFACTURER = "manufacturer"


class Need(Enum):
    """What was decided on a request; ``UNDECIDED``: nothing yet."""

    NEEDED = "needed"
    NOT_NEEDED = "not-needed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Described:
    """A combination that a request describes itself, as nobody may have reported it; ``cells`` by their columns."""

    combination: Combination
    product_kind: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProgrammeDecision:
    """One decision about one combination; what belongs to another kind is blank.

    ``consultation`` is the one that allowed what is ``UNECONOMIC``, and when it closed. Of a ``REQUEST``: its id, who
    made it and when, whether a test is ``needed`` (where that is undecided, ``decided_on`` and ``decided_by`` are of
    its being put down), and the ``weight`` of a combination without installations, 0 where it has them or the scheme
    says; ``described``: what it is of, where it says so itself. ``days``: working days of a DMCT of its own
    ``DURATION``.
    """

    kind: DecisionKind
    combination_id: str
    decided_on: date
    decided_by: str
    reason: str
    consultation: str = ""
    consultation_closed_on: date | None = None
    request: str = ""
    requester: str = ""
    requester_role: Requester | None = None
    requested_on: date | None = None
    testing: Need | None = None
    weight: int = 0
    described: Described | None = None
    days: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by: its kind and its combination."""
        return (self.kind.value, self.combination_id)

    @property
    def needs_test(self) -> bool:
        """Whether it is a request on which a test was found to be needed."""
        return self.testing is Need.NEEDED

    @property
    def is_refused(self) -> bool:
        """Whether it is a request on which a test was found not to be needed."""
        return self.testing is Need.NOT_NEEDED

    @property
    def is_awaited(self) -> bool:
        """Whether it is a request on which nothing has been decided yet."""
        return self.testing is Need.UNDECIDED


@dataclass(frozen=True)
class ProgrammeDecisions:
    """All that stands, each about a combination once a kind, in the order in which they were given."""

    decisions: tuple[ProgrammeDecision, ...] = ()

    @cached_property
    def _by_kind(self) -> Mapping[DecisionKind, Mapping[str, ProgrammeDecision]]:
        kinds: dict[DecisionKind, dict[str, ProgrammeDecision]] = {kind: {} for kind in DecisionKind}
        for one in self.decisions:
            kinds[one.kind][one.combination_id] = one
        return kinds

    def of(self, kind: DecisionKind) -> Mapping[str, ProgrammeDecision]:
        """The decisions of one kind, by combination."""
        return self._by_kind[kind]

    @property
    def described(self) -> tuple[Described, ...]:
        """The combinations that requests describe, in their order."""
        return tuple(one.described for one in self.decisions if one.described)

    @property
    def tested_on_request(self) -> frozenset[str]:
        """The combinations whose test was requested and found to be needed."""
        return frozenset(name for name, one in self.of(DecisionKind.REQUEST).items() if one.needs_test)


@dataclass(frozen=True, slots=True)
class Decidable:
    """A combination that decisions may be about, as a run has it. ``reason``: why it is in scope or not."""

    combination: Combination
    candidate: Candidate
    in_scope: bool
    reason: str
    selected: bool
