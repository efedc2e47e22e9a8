"""The answer of a selection, and the answer that there is none.

Invariants: ``selected`` is in rank order; ``population <= bound``; ``status`` is ``optimal`` only where the
solver-free verifier has proved it. Source: ``results.md``, ``selection.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from eligo.terms import Candidate


@dataclass(frozen=True, slots=True)
class Baseline:
    """The plain top-N beside the answer: what it takes, and which required variants it would leave untested."""

    selected: tuple[str, ...]
    population: int
    covered_variants: tuple[str, ...]
    missed_variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another set that meets every requirement, and what it loses. ``loss`` is in installations of population."""

    selected: tuple[str, ...]
    population: int
    loss: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen combinations, with the proof's outcome and the reasons.

    ``shares`` are of the deployed estate in scope. ``why`` / ``why_not`` hold one sentence per combination id.
    ``margin`` is the smallest number of further installations, all on one unselected combination (or on
    a swap that brings it in), that would change the answer; ``None`` where no number would.
    """

    size: int
    status: str
    population: int
    bound: int
    deployed: int
    share_of_deployed: Fraction
    share_by_operator: Mapping[str, Fraction]
    selected: tuple[Candidate, ...]
    required_variants: tuple[str, ...]
    covered_variants: tuple[str, ...]
    not_required_variants: tuple[str, ...]
    baseline: Baseline
    alternatives: tuple[Alternative, ...]
    why: Mapping[str, str]
    why_not: Mapping[str, str]
    margin: int | None
    solver: str
    problem_hash: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that was asked of a selection. ``kind`` is size, coverage, pin, ban, minimum or maximum."""

    kind: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """No set meets every requirement: a set of requirements that cannot hold together.

    Removing any one of ``requirements`` makes the rest feasible; ``smallest`` says whether no smaller
    conflicting set exists (proved by trying).
    """

    size: int
    requirements: tuple[Requirement, ...]
    smallest: bool
    problem_hash: str
