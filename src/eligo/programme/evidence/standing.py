"""Which results count: the rule of firmware, and the later run.

What belongs here: that rule, the state of every cell of a phase, and what a change of the register voids. What does
not: whether a phase is passed (``criteria``).

Invariants: nothing is deleted; what no longer counts says why. A new candidate voids the results of its track made on
what came before it and of no other track; a final release voids none. Source: ``programme.md`` 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from eligo.programme.evidence.model import Asked, Evidence, Result, ResultOutcome, UnderTest
from eligo.programme.firmware import Register, Release


class Standing(Enum):
    """What has become of a result."""

    COUNTS = "counts"
    SUPERSEDED = "superseded"
    """Its firmware is not, or no longer, the one on which the phase is passed."""
    RUN_AGAIN = "run-again"
    """A later run of the same test counts."""
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True)
class Cell:
    """One test of one state in a phase of a combination; ``result`` is the one that counts, ``None`` for none."""

    combination_id: str
    phase: str
    state: str
    test: str
    result: Result | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Combination, phase, state and test."""
        return (self.combination_id, self.phase, self.state, self.test)

    @property
    def is_passed(self) -> bool:
        """Whether the result that counts is a pass."""
        return self.result is not None and self.result.outcome is ResultOutcome.PASSED


def on_firmware_that_counts(result: Result, register: Register, asked: Asked) -> bool:
    """Whether a result was made on the firmware on which its phase is passed now.

    Where a combination has no track its firmware is not open, and every result is on what it has.
    """
    if not result.track:
        return True
    return result.firmware in register.versions_that_count(result.track, final=asked.needs_final(result.phase))


def counting(results: Iterable[Result], register: Register, asked: Asked) -> Mapping[tuple[str, str, str, str], Result]:
    """The result that counts of each cell that has one: of those on firmware that counts the last that was run."""
    last: dict[tuple[str, str, str, str], Result] = {}
    for result in results:
        if result.outcome is ResultOutcome.NOT_RUN or not on_firmware_that_counts(result, register, asked):
            continue
        before = last.get(result.cell)
        if before is None or _order(before, register) < _order(result, register):
            last[result.cell] = result
    return last


def _order(result: Result, register: Register) -> tuple[datetime, int]:
    """Later runs later; of one moment, that on the later release."""
    versions = [one.version for one in register.of_track(result.track)]
    place = max((number for number, version in enumerate(versions) if version == result.firmware), default=-1)
    return (result.at, place)


def standings(evidence: Evidence, register: Register, asked: Asked) -> tuple[tuple[Result, Standing], ...]:
    """Every result with what has become of it, in the order of the evidence."""
    counts = counting(evidence.results, register, asked)
    return tuple((result, _standing(result, counts, register, asked)) for result in evidence.results)


def _standing(
    result: Result, counts: Mapping[tuple[str, str, str, str], Result], register: Register, asked: Asked
) -> Standing:
    if result.outcome is ResultOutcome.NOT_RUN:
        return Standing.NOT_RUN
    if not on_firmware_that_counts(result, register, asked):
        return Standing.SUPERSEDED
    return Standing.COUNTS if counts[result.cell] == result else Standing.RUN_AGAIN


def cells_of(one: UnderTest, phase: str, evidence: Evidence, register: Register, asked: Asked) -> tuple[Cell, ...]:
    """Every cell that a phase asks of a combination: state by state, test by test; none without criteria."""
    counts = counting(evidence.of_combination.get(one.combination_id, ()), register, asked)
    keys = (
        (one.combination_id, phase, state, request.id)
        for state in asked.states_of(one, phase)
        for request in asked.tests_of(one, phase)
    )
    return tuple(Cell(*key, counts.get(key)) for key in keys)


@dataclass(frozen=True, slots=True)
class Voided:
    """What a change of the register would do to evidence, before it is made.

    ``results`` are those that count now and would not; ``again`` the tests that would have no result that counts and
    have one now. Both in the order of combination, phase, state and test.
    """

    results: tuple[Result, ...]
    again: tuple[Cell, ...]

    @property
    def combinations(self) -> tuple[str, ...]:
        """The combinations that would be opened again, by id."""
        return tuple(sorted({one.combination_id for one in self.again}))


def voided_by(before: Register, after: Register, evidence: Evidence, asked: Asked) -> Voided:
    """What no longer counts when one register takes the place of another, and what has to be run again."""
    now, then = (counting(evidence.results, register, asked) for register in (before, after))
    lost = sorted((result for cell, result in now.items() if then.get(cell) != result), key=lambda one: one.cell)
    return Voided(tuple(lost), tuple(Cell(*one.cell) for one in lost if one.cell not in then))


def what_is_voided(register: Register, evidence: Evidence, new: Release, asked: Asked) -> Voided:
    """What a release voids on the day on which it is received: a new candidate the passes of its track made before it,
    a final release none. Nothing is changed by asking.
    """
    return voided_by(register, register.receiving(new), evidence, asked)


Group = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""Combination, phase, states, and the tests that are all meant in all of these states."""


def in_groups(keys: Iterable[tuple[str, str, str, str]]) -> tuple[Group, ...]:
    """Cells taken together for a reader, in the order in which their combinations, phases and tests first come.

    >>> in_groups([("C", "mt", "a", "1"), ("C", "mt", "b", "1"), ("C", "mt", "a", "2"), ("C", "mt", "b", "2")])
    (('C', 'mt', ('a', 'b'), ('1', '2')),)
    """
    states: dict[tuple[str, str, str], list[str]] = {}
    for combination_id, phase, state, test in keys:
        states.setdefault((combination_id, phase, test), []).append(state)
    tests: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for (combination_id, phase, test), own in states.items():
        tests.setdefault((combination_id, phase, tuple(own)), []).append(test)
    return tuple((*group, tuple(own)) for group, own in tests.items())
