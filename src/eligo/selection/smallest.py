"""The smallest completion that changes the selection: how few installations, moved from what is stated, would do.

A set needs as many installations as it is behind in the stated figures, and one; it can have as many as its lead in the
best completion allows. The smallest change is the least need among the sets whose lead is at least 1: a program with
one condition on its side. That condition is priced (so many installations of need for each of lead) and the price is
moved until no other tells more, each time proved; what is left between the bound and the best set found is looked
through, set by set, best first.

What belongs here: that search. What does not: the leads themselves (``adversary``).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from eligo.selection.adversary import Adversary, Prize
from eligo.selection.program import Chosen
from eligo.selection.uncertain import Source

PRICES = 20
"""Prices that are tried."""

SETS = 40
"""Sets that are looked through after them."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Installations that a source may bring the other set, or take from the selected one."""

    source: Source
    combination: str
    installations: int


@dataclass(frozen=True, slots=True)
class Smallest:
    """``installations`` suffice to put the set ``selected`` (ids; ``unreported``: newcomers) ahead; ``at_least`` as
    many are needed by any, and where both are equal that is proved. ``moves`` is one way to do it, the largest first.
    """

    installations: int
    at_least: int
    selected: tuple[str, ...]
    unreported: tuple[str, ...]
    moves: tuple[Shift, ...]


def smallest_change(adversary: Adversary, *, steps: int) -> Smallest | None:
    """The fewest installations that change the selection by population, or by leaving a selected one without any;
    ``None`` where no set that can do it was found. Where a tie decides, one installation fewer may do.
    """
    search = _Search(adversary, steps)
    search.price()
    gone = _vanished(adversary)
    found = search.found
    if gone is not None and (found is None or gone.installations <= search.need(found)):
        return replace(gone, at_least=min(gone.installations, search.at_least) if search.any else gone.installations)
    if found is None:
        return None
    need = search.need(found)
    known = adversary.problem.ids([place for place in found if place < adversary.count])
    unreported = tuple(adversary.keys[place - adversary.count] for place in found if place >= adversary.count)
    return Smallest(need, min(need, search.at_least), known, unreported, tuple(_moves(adversary, found, need)))


def _vanished(adversary: Adversary) -> Smallest | None:
    """The selected combination that loses all its installations with the fewest."""
    candidates = adversary.problem.candidates
    gone = [i for i in adversary.chosen if adversary.may_vanish(frozenset({i}))]
    if not gone:
        return None
    i = min(gone, key=lambda i: (candidates[i].deployed, i))
    one_id = candidates[i].combination_id
    moves = [
        Shift(one.source, one_id, one.deployed.stated)
        for one in adversary.doubts.figures
        if one.combination_id == one_id
    ]
    return Smallest(candidates[i].deployed, 1, (), (), tuple(moves))


def _moves(adversary: Adversary, other: Chosen, need: int) -> Iterator[Shift]:
    """Enough of what the doubts can bring a set, the largest first."""
    held = frozenset(other)
    for doubt, gain in adversary.gains(other):
        if need <= 0:
            return
        moved = min(need, gain)
        need -= moved
        yield Shift(doubt.source, adversary.place_of(doubt, held), moved)


class _Search:
    """The needs and leads of sets, and the bound below every need."""

    def __init__(self, adversary: Adversary, steps: int) -> None:
        self._adversary, self._steps = adversary, steps
        self._stated = adversary.stated_prizes()
        self._base = adversary.worth(self._stated, adversary.chosen)
        self.found: Chosen | None = None
        self.at_least = 1
        self.any = True

    def need(self, other: Chosen) -> int:
        """The installations that a set is behind in the stated figures, and one."""
        return self._base - self._adversary.worth(self._stated, other) + 1

    def spare(self, other: Chosen) -> int:
        """By how much the lead of a set is more than 1; below 0 no completion puts it ahead."""
        return self._adversary.lead(other) - 1

    def price(self) -> None:
        """Move the price until the bound is the highest that any price gives, then look through what is left."""
        short = self._best(Fraction(0))
        if short is None:
            return
        if self.spare(short) >= 0:
            self.at_least = self._told(Fraction(0), short)
            return
        enough, proved = self._most_ahead()
        if enough is None or self.spare(enough) < 0:
            self.any = not proved
            return
        price = Fraction(0)
        for _ in range(PRICES):
            price = Fraction(self.need(enough) - self.need(short), self.spare(enough) - self.spare(short))
            one = self._best(max(price, Fraction(0)))
            if one is None:
                return
            self.at_least = max(self.at_least, self._told(price, one))
            if self._value(price, one) >= self._value(price, short):
                break
            short, enough = (one, enough) if self.spare(one) < 0 else (short, one)
        self._look_through(price)

    def _value(self, price: Fraction, other: Chosen) -> Fraction:
        return self.need(other) - price * self.spare(other)

    def _told(self, price: Fraction, other: Chosen) -> int:
        """No set that can be ahead needs fewer, where ``other`` is the best at that price."""
        value = self._value(price, other)
        return -(-value.numerator // value.denominator)

    def _offer(self, other: Chosen) -> None:
        if (
            self.spare(other) >= 0
            and self._adversary.exact(other)
            and (self.found is None or (self.need(other), other) < (self.need(self.found), self.found))
        ):
            self.found = other

    def _prizes(self, price: Fraction) -> list[tuple[frozenset[int], int]]:
        """Per set: less need, and its lead at a price, both times the price's denominator."""
        one, lead = price.denominator, price.numerator
        weighed: list[tuple[list[Prize], int]] = [(self._stated, one), (self._adversary.prizes, lead)]
        return [(prize.members, prize.population * times) for prizes, times in weighed for prize in prizes if times]

    def _best(self, price: Fraction) -> Chosen | None:
        """The best other set at a price; ``None`` where it is not proved."""
        from eligo.selection.prover import prove

        program = self._adversary.program(self._prizes(price), {}, other=True)
        proof = prove(program, steps=self._steps, ties=False)
        if proof.chosen is not None:
            self._offer(proof.chosen)
        return proof.chosen if proof.proved else None

    def _most_ahead(self) -> tuple[Chosen | None, bool]:
        """The set with the greatest lead, and whether that is proved."""
        from eligo.selection.prover import prove

        prizes = [(one.members, one.population) for one in self._adversary.prizes]
        proof = prove(self._adversary.program(prizes, {}, other=True), steps=self._steps, ties=False)
        if proof.chosen is not None:
            self._offer(proof.chosen)
        return proof.chosen, proof.proved

    def _look_through(self, price: Fraction) -> None:
        """The next best sets at a price, until none that is left can need fewer than the one that was found."""
        from eligo.selection.prover import Prover

        prover = Prover(self._adversary.program(self._prizes(price), {}, other=True))
        queue: list[tuple[int, Chosen, tuple[int, ...], tuple[int, ...]]] = []
        parts: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((), ())]
        for _ in range(SETS):
            if self.found is not None and self.at_least >= self.need(self.found):
                return
            for inside, outside in parts:
                proof = prover.prove(inside=inside, outside=outside, steps=self._steps, ties=False)
                if not proof.proved:
                    return
                if proof.chosen is not None:
                    heapq.heappush(queue, (-proof.weight, proof.chosen, inside, outside))
            if not queue:
                if self.found is not None:
                    self.at_least = self.need(self.found)
                return
            _, one, inside, outside = heapq.heappop(queue)
            if self.spare(one) >= 0 and not self._adversary.exact(one):
                return
            self._offer(one)
            self.at_least = max(self.at_least, self._told(price, one))
            parts = []
            for place in one:
                if place not in inside:
                    parts.append((inside, (*outside, place)))
                    inside = (*inside, place)
