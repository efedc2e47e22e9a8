"""The answer of a selection, and the answer that there is none.

Invariants: ``selected`` is in rank order; ``population <= bound``, and equal where ``status`` is ``optimal``,
which a certificate shows. Source: ``results.md``, ``selection.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from eligo.terms import Candidate


@dataclass(frozen=True, slots=True)
class Baseline:
    """The plain top-N beside the answer: what it takes, and which required variants it would leave untested.

    It is the first ``size`` in rank order over all candidates; coverage, limits, pins, bans and minimum share
    are ignored.
    """

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
class Requirement:
    """One thing that was asked of a selection, as a fragment of a sentence in ``text``.

    ``kind`` is size, coverage, pin, ban, share (the minimum share), minimum or maximum; ``subject`` is what it is
    about (a variant, a combination id, an operator, a number); ``count`` is the number of a minimum or maximum.
    """

    kind: str
    subject: str
    text: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """What one requirement, or all coverage together (``subject`` empty), costs in installations of population.

    That is what the best set without it, all others as they stand, has more; ``selected`` is that set. Where that
    was not proved, ``installations`` is at most what it costs, and ``selected`` is empty.
    """

    requirement: Requirement
    installations: int
    selected: tuple[str, ...]
    proved: bool


@dataclass(frozen=True, slots=True)
class Loss:
    """What the best set without a selected combination, its pin given up, has less, in installations of population.

    ``installations`` may be below 0 for a pinned one. It is ``None`` where no such set meets every requirement
    (``needed``), or where the best one was not proved.
    """

    installations: int | None
    needed: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen combinations, with the proof's outcome and the reasons.

    ``population`` is what the selection unlocks: the selected, and the ``equivalent`` (ids in rank order), for which
    the test of a selected one stands. ``deployed`` and the shares, which are of the deployed estate in scope, count
    both as well. ``required_variants`` are those of the candidates at or above the
    minimum share, none where the policy asks for no coverage; ``covered_variants`` those of the
    selected. ``alternatives`` are the next best sets, best first. ``prices`` are of every requirement but the size,
    and ``losses`` by combination id, one per selected, where the answer is proved. ``why`` (selected) and ``why_not``
    (all other candidates) hold one sentence per combination id.

    ``margin`` is the smallest number of further installations (of population and deployed), all on one combination
    that is not unlocked, that would change the answer, or (only with a minimum share) what it may be chosen from or
    must cover; ``None`` where no number would, 0 where the answer is not proved.

    ``certificate`` is ``certificate.json``, for ``eligo-check``: of the answer where it is ``optimal``, of the
    ``bound`` where it is ``feasible``.
    """

    size: int
    status: str
    population: int
    bound: int
    deployed: int
    share_of_deployed: Fraction
    share_by_operator: Mapping[str, Fraction]
    selected: tuple[Candidate, ...]
    equivalent: tuple[str, ...]
    required_variants: tuple[str, ...]
    covered_variants: tuple[str, ...]
    not_required_variants: tuple[str, ...]
    baseline: Baseline
    alternatives: tuple[Alternative, ...]
    prices: tuple[Price, ...]
    losses: Mapping[str, Loss]
    why: Mapping[str, str]
    why_not: Mapping[str, str]
    margin: int | None
    solver: str
    problem_hash: str
    certificate: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The best set of one size, in installations; ``None`` where no set of that size meets the requirements.

    ``population``, ``deployed`` and ``covered`` (how many of the ``required`` variants, and of the sets of them that
    the policy asks for) are of the best set that covers all of them; where that cannot be, of the best one that need
    not.
    ``free_population``, ``free_deployed`` and ``free_covered`` are always of the best one that need not.
    ``certificate`` proves the former, or that no set covers everything; ``free_certificate`` the latter; both are for
    ``eligo-check``.
    """

    size: int
    population: int | None
    deployed: int | None
    covered: int
    required: int
    free_population: int | None
    free_deployed: int | None
    free_covered: int
    certificate: bytes = field(default=b"", repr=False)
    free_certificate: bytes = field(default=b"", repr=False)

    @property
    def covers(self) -> bool:
        """Whether some set of this size covers every required variant."""
        return self.population is not None and self.covered == self.required


@dataclass(frozen=True, slots=True)
class Conflict:
    """No set meets every requirement: a set of requirements that cannot hold together.

    Removing any one of ``requirements`` makes the rest feasible; ``smallest`` says whether no smaller
    conflicting set exists (proved by trying). ``certificate`` is ``certificate.json``, for ``eligo-check``.
    """

    size: int
    requirements: tuple[Requirement, ...]
    smallest: bool
    problem_hash: str
    certificate: bytes = field(default=b"", repr=False)
