"""Decisions that the test of one combination stands for another, as arguments that somebody else can follow.

What belongs here: the decisions as values, and what one comes to on a day. What does not: reading them (``read``), what
the two combinations differ in (``differences``), and what falls with a base (``cascade``).

Invariants: a decision is directed, from the tested to the claimed, and never chained; nothing here decides.
Source: ``programme.md`` 4; SEC F2.10A; Consultation, "substantively equivalent".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

Pair = tuple[str, str]
"""(claimed, tested), both ids of combinations."""


class Withdrawn(Enum):
    """What was withdrawn: the decision itself, or the test that it rests on."""

    DECISION = "decision"
    BASE = "base"


class DecisionState(Enum):
    """What a decision comes to on a day; only one that is in force lets a test stand for another."""

    IN_FORCE = "in force"
    CONDITION_OPEN = "condition open"
    NOT_YET = "not yet"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    BASE_WITHDRAWN = "base withdrawn"


@dataclass(frozen=True, slots=True)
class Argument:
    """Why a difference does not matter. ``place``: what differs: ``ESME firmware``, or ``ESME`` for all of it."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class EquivalenceDecision:
    """The test of ``tested`` stands for ``claimed``, both ids of combinations, where ``met``.

    ``condition`` says under what; without one, a decision is met. ``evidence`` are references. ``expires_on`` is the
    last day on which it holds. ``withdrawn_on`` is the first on which it does not, with what was ``withdrawn``. Of the
    short form of a table the ids, the condition and whether that is met are all that counts.
    """

    claimed: str
    tested: str
    condition: str = ""
    met: bool = True
    decided_on: date | None = None
    decided_by: str = ""
    reason: str = ""
    arguments: tuple[Argument, ...] = ()
    evidence: tuple[str, ...] = ()
    expires_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn: Withdrawn | None = None

    @property
    def pair(self) -> Pair:
        """What it is known by."""
        return (self.claimed, self.tested)

    def state_on(self, day: date | None) -> DecisionState:
        """What it comes to on a day; of no day, whatever has been withdrawn is, and nothing has expired.

        >>> one = EquivalenceDecision("C-2", "C-1", decided_on=date(2020, 1, 6), expires_on=date(2020, 12, 31))
        >>> [one.state_on(date(year, 12, 31)).value for year in (2019, 2020, 2021)]
        ['not yet', 'in force', 'expired']
        """
        if self.withdrawn_on is not None and (day is None or self.withdrawn_on <= day):
            return DecisionState.BASE_WITHDRAWN if self.withdrawn is Withdrawn.BASE else DecisionState.WITHDRAWN
        if day is not None and self.decided_on is not None and day < self.decided_on:
            return DecisionState.NOT_YET
        if day is not None and self.expires_on is not None and self.expires_on < day:
            return DecisionState.EXPIRED
        return DecisionState.IN_FORCE if self.met else DecisionState.CONDITION_OPEN


@dataclass(frozen=True)
class Equivalences:
    """All decisions of a table, each pair once, in its order."""

    decisions: tuple[EquivalenceDecision, ...] = ()

    @cached_property
    def by_pair(self) -> Mapping[Pair, EquivalenceDecision]:
        """The decisions by what they are known by."""
        return {one.pair: one for one in self.decisions}

    def in_force(self, day: date | None) -> tuple[EquivalenceDecision, ...]:
        """Those that hold on a day."""
        return tuple(one for one in self.decisions if one.state_on(day) is DecisionState.IN_FORCE)

    def pairs(self, day: date | None) -> frozenset[Pair]:
        """Whose test stands for whose on a day."""
        return frozenset(one.pair for one in self.in_force(day))
