"""The selection as an integer program: weights, rows, unlocks, a size; nothing of where they come from.

What belongs here: the types that the prover, the certificate and the reasons share. What does not: solving
(``prover``), a solver (``relaxation``), or the policy (``problem``).

Invariants: every number is a whole number of any length. Candidates are named by their place in rank order, from 0.
The *first* of two sets of equal weight is the one whose ascending list of places is lexicographically smaller.
Source: ``results.md``, "Ties"; ``programme.md`` 4, equivalence; decision record 0011.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

Chosen = tuple[int, ...]
"""A set: its places, ascending."""

STEPS = 5_000
"""Relaxations after which a proof is given up; an estate takes a handful."""

NOTHING = -1
"""The weight that a proof of "there is no set" has to bring every set down to; every set has at least 0."""


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: of ``members`` at least (or else at most) ``bound`` are chosen. ``name`` says whose it is."""

    name: str
    members: tuple[int, ...]
    at_least: bool
    bound: int

    def holds(self, chosen: Collection[int]) -> bool:
        """Whether a set meets it."""
        count = sum(place in chosen for place in self.members)
        return count >= self.bound if self.at_least else count <= self.bound


@dataclass(frozen=True, slots=True)
class Unlock:
    """A weight >= 0 that a set has once, whichever of ``members``, and however many of them, it has chosen."""

    name: str
    members: tuple[int, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Program:
    """Choose exactly ``size`` places (``None``: any number) of greatest weight that meet every row.

    ``weights``: one integer >= 0 per place; a set has those of its places, and of the ``unlocks`` that it opens.
    ``outside`` are in no set.
    """

    weights: tuple[int, ...]
    size: int | None
    rows: tuple[Row, ...]
    outside: frozenset[int] = frozenset()
    unlocks: tuple[Unlock, ...] = ()

    def weight(self, chosen: Iterable[int]) -> int:
        """What a set weighs."""
        held = frozenset(chosen)
        opened = (unlock.weight for unlock in self.unlocks if not held.isdisjoint(unlock.members))
        return sum(self.weights[place] for place in held) + sum(opened)

    def allows(self, chosen: Collection[int]) -> bool:
        """Whether a set meets everything that is asked."""
        held = frozenset(chosen)
        return (
            (self.size is None or len(held) == self.size)
            and not self.outside & held
            and all(row.holds(held) for row in self.rows)
        )
