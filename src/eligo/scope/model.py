"""The scoped estate: the estate with exactly one decision per combination.

Source: ``returns.md`` 8-9; the scheme's ``scope_rule`` tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from eligo.estate import CombinationCount, Estate
from eligo.terms import Candidate, ScopeDecision


@dataclass(frozen=True, slots=True)
class ScopedCombination:
    """One combination with its decision; ``rank`` is 1-based among those in scope, 0 otherwise.

    ``variants`` are the hardware variants a selection must cover (``TYPE|manufacturer|model|hardware``).
    """

    count: CombinationCount
    decision: ScopeDecision
    variants: frozenset[str]
    rank: int

    @property
    def combination_id(self) -> str:
        """The identifier of its combination."""
        return self.count.combination.combination_id

    @property
    def operator(self) -> str:
        """Who operates it."""
        return self.count.combination.operator

    @property
    def candidate(self) -> Candidate:
        """What the selection needs to know of it."""
        count = self.count
        return Candidate(
            self.combination_id,
            count.combination.identity,
            self.operator,
            count.population,
            count.deployed,
            self.variants,
        )


@dataclass(frozen=True, slots=True)
class ScopedEstate:
    """In-scope combinations in rank order, then those out of scope by deployed descending and identity."""

    estate: Estate
    combinations: tuple[ScopedCombination, ...]

    @property
    def in_scope(self) -> tuple[ScopedCombination, ...]:
        """Those in scope, in rank order."""
        return tuple(c for c in self.combinations if c.decision.in_scope)

    @property
    def out_of_scope(self) -> tuple[ScopedCombination, ...]:
        """Those out of scope, the most deployed first."""
        return tuple(c for c in self.combinations if not c.decision.in_scope)

    @property
    def deployed_in_scope(self) -> int:
        """Installations deployed in scope, over all operators: the denominator of every published share."""
        return sum(c.count.deployed for c in self.in_scope)

    def share(self, installations: int) -> Fraction:
        """That many installations as a share of the deployed estate in scope; 0 where nothing is in scope."""
        total = self.deployed_in_scope
        return Fraction(installations, total) if total else Fraction(0)
